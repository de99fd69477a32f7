// SPDX-License-Identifier: MPL-2.0

internal import Crypto
internal import Foundation
public import PortnerCore

/// Issues passes as a library's app does: for trying a station out, and as the form's own words.
///
/// A station has no use for it; the secret key belongs on the server that issues.
public struct PassMaker: Sendable {
    /// The file with the issuer's secret key, base64.
    public static let secretName = "pass-issuer.key"
    /// The file with the issuer's public key, base64.
    public static let publicName = "pass-issuer.pub"

    /// The greatest number of bytes in a file of keys.
    private static let fileMax = 256

    private let secret: Curve25519.Signing.PrivateKey
    private let seal: SymmetricKey

    /// Takes the issuer's secret key and the key under which card numbers are sealed; `nil` when
    /// either is none.
    public init?(secret: [UInt8], seal: [UInt8]) {
        guard seal.count == StationKeys.byteCount,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: secret)
        else { return nil }
        self.secret = key
        self.seal = SymmetricKey(data: seal)
    }

    /// Reads the files that ``makeKeys(in:)`` has made.
    public init?(keysIn folder: String) {
        func text(_ name: String) -> String? {
            guard let file = FileHandle(forReadingAtPath: folder + "/" + name) else { return nil }
            defer { try? file.close() }
            let content = (try? file.read(upToCount: Self.fileMax)) ?? Data()
            return String(decoding: content, as: UTF8.self).filter { !$0.isWhitespace }
        }
        guard let secret = text(Self.secretName).flatMap({ Data(base64Encoded: $0) }),
            let seal = text(PassKeys.sealName).flatMap({ bytes(hexadecimal: $0.utf8) })
        else { return nil }
        self.init(secret: Array(secret), seal: seal)
    }

    /// The issuer's public key in base64, as the station's configuration takes it.
    public var publicKey: String { secret.publicKey.rawRepresentation.base64EncodedString() }

    /// A pass for a card.
    ///
    /// - Parameters:
    ///   - card: The card that it stands for.
    ///   - notBefore: From when it holds.
    ///   - life: For how long it holds.
    ///   - nonce: Twelve bytes that were never used with this key; drawn unless given.
    /// - Returns: The pass, or `nil` for times that cannot be written.
    public func pass(
        for card: CardNumber,
        from notBefore: Timestamp,
        life: Duration,
        nonce: [UInt8]? = nil
    ) -> SealedPass? {
        let nonce = nonce ?? randomBytes(12)
        let issuer = PassIssuer.number(of: Array(secret.publicKey.rawRepresentation))
        let head = SealedPass.head(issuer: issuer, nonce: nonce, notBefore: notBefore, life: life)
        let prefix = Array(SealedPass.prefix.utf8)
        guard let head, let number = try? ChaChaPoly.Nonce(data: nonce),
            let box = try? ChaChaPoly.seal(
                SealedPass.padded(card),
                using: seal,
                nonce: number,
                authenticating: prefix + head
            )
        else { return nil }
        let bytes = head + box.ciphertext + box.tag
        guard let signature = try? secret.signature(for: prefix + bytes) else { return nil }
        return SealedPass(bytes: bytes + signature)
    }

    /// Makes the keys of an issuer in a folder, as three files that nobody else may read.
    ///
    /// A ``PassKeys/sealName`` that is there stays, so that another issuer can be added.
    ///
    /// - Throws: `CocoaError` when a file is there or cannot be written.
    public static func makeKeys(in folder: String) throws {
        let secret = Curve25519.Signing.PrivateKey()
        let (raw, open) = (secret.rawRepresentation, secret.publicKey.rawRepresentation)
        let seal = randomBytes(StationKeys.byteCount).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        let files = [
            (secretName, raw.base64EncodedString(), false),
            (publicName, open.base64EncodedString(), false), (PassKeys.sealName, seal, true),
        ]
        for (name, text, mayStay) in files {
            let path = folder + "/" + name
            if mayStay, FileManager.default.fileExists(atPath: path) { continue }
            let url = URL(fileURLWithPath: path)
            try Data().write(to: url, options: .withoutOverwriting)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            try Data((text + "\n").utf8).write(to: url)
        }
    }
}

extension PassMaker: CustomStringConvertible, CustomReflectable {
    /// A stand-in that does not show the keys.
    public var description: String { "pass maker" }
    /// Nothing, so that a dump does not show the keys.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
