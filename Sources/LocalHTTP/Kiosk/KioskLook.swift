// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// How a kiosk looks: as the library's panels do, on its own screen, with what a kiosk adds.
public struct KioskLook: Sendable, Hashable {
    /// Why a look cannot be used.
    public enum Flaw: String, Error, Sendable, Hashable, CaseIterable {
        /// The address is not `https:` with printable ASCII, or longer than
        /// ``KioskLook/addressLengthMax``.
        case address
    }

    /// The greatest number of bytes in the address: what a code holds that a telephone reads from
    /// an arm's length.
    public static let addressLengthMax = QRCode.bytesMax

    /// Whose kiosk it is, in what colour, on what screen, in which languages.
    public let common: PanelLook
    /// The library's own page where a patron signs in and pays, or `nil` for none.
    ///
    /// It is shown as a code for the telephone and says nothing of the patron.
    public let address: String?
    /// Whether the page plays tones; what is read aloud on a wish is read all the same.
    public let hasTones: Bool

    /// Checks and puts together a look.
    ///
    /// - Throws: ``Flaw`` when the address cannot be used.
    public init(
        _ common: PanelLook,
        address: String? = nil,
        hasTones: Bool = true
    ) throws(Flaw) {
        if let address {
            guard address.hasPrefix("https://"), address.utf8.count <= Self.addressLengthMax,
                address.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else { throw .address }
        }
        self.common = common
        self.address = address
        self.hasTones = hasTones
    }

    /// The languages; the first is the one that a kiosk returns to.
    public var languages: [Language] { common.languages }
}
