// SPDX-License-Identifier: MPL-2.0

internal import Crypto
internal import Foundation
public import PortnerCore

/// Who may issue passes: the public key (Ed25519, RFC 8032) of the library's app or page.
public struct PassIssuer: Sendable, Hashable {
    private let key: RosterKey
    /// What a pass tells its issuer by: the first four bytes of the key's SHA-256 hash.
    public let number: UInt32

    /// Reads a public key written as that of a roster: 64 hexadecimal digits, base64 or PEM.
    public init?(_ text: String) {
        guard let key = RosterKey(text) else { return nil }
        self.key = key
        number = Self.number(of: key.bytes)
    }

    static func number(of key: [UInt8]) -> UInt32 {
        SHA256.hash(data: key).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    fileprivate func vouches(for pass: SealedPass) -> Bool {
        key.vouches(for: Data(pass.signed), Array(pass.signature))
    }
}

/// The keys by which a station knows a pass and reads the card number in it.
public struct PassKeys: Sendable {
    /// The name of the credential that holds the key under which card numbers are sealed.
    public static let sealName = "portner-pass-key"
    /// The greatest number of issuers: an app, a page, and the next key of each.
    public static let issuersMax = 8

    private let seal: SymmetricKey
    private let issuers: [UInt32: PassIssuer]

    /// Takes 32 bytes and the issuers.
    ///
    /// - Throws: ``StationKeysError`` when the bytes are no key, or when two issuers are told by
    ///   the same number, which means that they are the same.
    public init(seal: [UInt8], issuers: [PassIssuer]) throws(StationKeysError) {
        guard seal.count == StationKeys.byteCount, Set(seal).count > 1 else {
            throw .malformed(Self.sealName)
        }
        guard Set(issuers.map(\.number)).count == issuers.count else { throw .equal }
        self.seal = SymmetricKey(data: seal)
        self.issuers = Dictionary(uniqueKeysWithValues: issuers.map { ($0.number, $0) })
    }

    /// Reads the sealing key from a folder of credentials, in the form of the station's own keys.
    public init(credentials folder: String, issuers: [PassIssuer]) throws(StationKeysError) {
        try self.init(seal: StationKeys.read(Self.sealName, in: folder), issuers: issuers)
    }

    /// Verifies a pass, and only then decrypts it.
    public func open(_ pass: SealedPass) -> PassOpening {
        guard let issuer = issuers[pass.issuer] else { return .foreign }
        guard issuer.vouches(for: pass) else { return .forged }
        guard let nonce = try? ChaChaPoly.Nonce(data: Array(pass.nonce)),
            let box = try? ChaChaPoly.SealedBox(
                nonce: nonce,
                ciphertext: Array(pass.ciphertext),
                tag: Array(pass.tag)
            ),
            let plain = try? ChaChaPoly.open(box, using: seal, authenticating: pass.authenticated),
            let card = SealedPass.card(padded: plain)
        else { return .unreadable }
        return .opened(card)
    }
}

extension PassKeys: CustomStringConvertible, CustomReflectable {
    /// A stand-in that does not show the keys.
    public var description: String { "pass keys" }
    /// Nothing, so that a dump does not show the keys.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
