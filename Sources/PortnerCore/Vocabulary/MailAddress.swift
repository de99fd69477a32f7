// SPDX-License-Identifier: MPL-2.0

/// An address that mail can be sent to (RFC 5321, 4.1.2), of plain letters and without quotes.
///
/// An address in which nothing can be but an address cannot end a header or a command early.
public struct MailAddress: Sendable, Hashable, Personal {
    /// What stands for an address wherever it would be shown.
    public static let standIn = "mail address"
    /// The greatest number of bytes.
    public static let lengthMax = 254
    /// The greatest number of bytes before the sign.
    public static let localLengthMax = 64

    /// The address.
    public let secret: String

    /// Takes an address like `name@domain.example`; anything else is nil, blanks around it too.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.lengthMax,
            let sign = bytes.lastIndex(of: UInt8(ascii: "@"))
        else { return nil }
        let (local, domain) = (bytes[..<sign], bytes[(sign + 1)...])
        guard (1...Self.localLengthMax).contains(local.count), Self.areAtoms(local),
            Self.isDomain(domain)
        else { return nil }
        secret = String(text)
    }

    /// Words of the allowed characters with single dots between them.
    private static func areAtoms(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0.allSatisfy { isPlain($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }
        }
    }

    /// Two or more labels of letters, digits and hyphens within.
    private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
                    && label.last != UInt8(ascii: "-")
                    && label.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// The part behind the sign.
    public var domain: Substring { secret.split(separator: "@").last ?? "" }
}
