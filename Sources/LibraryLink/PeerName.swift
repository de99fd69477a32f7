// SPDX-License-Identifier: MPL-2.0

import NIOCore
import NIOSSL

/// The name or address that a certificate must state (RFC 9525 section 6).
///
/// A name is looked for among the certificate's names alone and an address among its addresses
/// alone, and neither in the subject.
enum PeerName: Sendable {
    case name([UInt8])
    case address(SocketAddress)

    init(_ text: String) {
        let address = try? SocketAddress(ipAddress: text, port: 0)
        self = address.map { .address($0) } ?? .name(Self.folded(text.utf8))
    }

    var isAddress: Bool {
        if case .address = self { true } else { false }
    }

    func isNamed(in certificate: NIOSSLCertificate) -> Bool {
        certificate._subjectAlternativeNames().contains { name in
            switch self {
            case .name: name.nameType == .dnsName && matches(name: name.contents)
            case .address: name.nameType == .ipAddress && matches(address: name.contents)
            }
        }
    }

    /// Whether a name in a certificate is the wanted one, in which an asterisk may stand for the
    /// first label as a whole.
    func matches(name bytes: some Collection<UInt8>) -> Bool {
        guard case .name(let wanted) = self, !wanted.isEmpty else { return false }
        let presented = Self.folded(bytes)
        guard presented.starts(with: "*.".utf8) else { return presented == wanted }
        guard let dot = wanted.firstIndex(of: UInt8(ascii: ".")), dot > 0 else { return false }
        return wanted[dot...] == presented.dropFirst()
    }

    private func matches(address bytes: some Collection<UInt8>) -> Bool {
        guard case .address(let wanted) = self else { return false }
        let packed = ByteBuffer(bytes: bytes)
        return (try? SocketAddress(packedIPAddress: packed, port: 0)) == wanted
    }

    /// The bytes in lower case and without the dot at the end.
    private static func folded(_ bytes: some Collection<UInt8>) -> [UInt8] {
        let letters = bytes.map { 0x41...0x5A ~= $0 ? $0 + 0x20 : $0 }
        return letters.last == UInt8(ascii: ".") ? letters.dropLast() : letters
    }
}
