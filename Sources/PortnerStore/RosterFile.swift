// SPDX-License-Identifier: MPL-2.0

internal import Crypto
internal import Foundation
public import Roster

/// A file with a roster, and what it takes to believe it.
public struct RosterFile: Sendable {
    /// The greatest number of bytes taken unless a configuration says otherwise, room for some two
    /// million patrons.
    public static let sizeMax = 256 << 20
    /// What follows the file's name in the name of its signature.
    public static let signatureSuffix = ".sig"

    /// The number of bytes read at once.
    static let pieceLength = 256 << 10
    /// The most that a signature file holds: 64 bytes as base64 with line ends.
    private static let signatureReadMax = 256

    /// Where the file lies.
    public let path: String
    /// How its lines are written.
    public let form: RosterForm
    /// The greatest number of bytes taken.
    public let sizeMax: Int
    /// The library's key; without one nobody vouches for the file but the folder's permissions.
    public let key: RosterKey?

    /// A file under a path.
    public init(
        path: String,
        form: RosterForm,
        sizeMax: Int = RosterFile.sizeMax,
        key: RosterKey?
    ) {
        self.path = path
        self.form = form
        self.sizeMax = sizeMax
        self.key = key
    }

    /// Reads the whole file piece by piece and gives its SHA-256.
    ///
    /// The file is opened once, so that one renamed into its place meanwhile changes nothing. A
    /// signed file is read into memory first: the bytes that are taken must be the very bytes that
    /// were verified, whoever writes to the file in between.
    func read(
        verifying: () -> Void,
        _ take: (_ piece: Data, _ done: Int, _ size: Int) throws(RosterRefusal) -> Void
    ) throws(RosterRefusal) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else { throw .unreadable }
        defer { try? file.close() }
        guard let size = try? Int(file.seekToEnd()), (try? file.seek(toOffset: 0)) != nil else {
            throw .unreadable
        }
        guard size <= sizeMax else { throw .tooLarge(max: sizeMax) }
        var hash = SHA256()
        var done = 0
        if let key {
            verifying()
            let signature = try signature()
            let all = try Self.bytes(file, sizeMax + 1)
            guard all.count <= sizeMax else { throw .tooLarge(max: sizeMax) }
            guard key.vouches(for: all, signature) else { throw .wrongSignature }
            while done < all.count {
                let piece = all[done..<min(done + Self.pieceLength, all.count)]
                hash.update(data: piece)
                done += piece.count
                try take(piece, done, all.count)
            }
        } else {
            while true {
                let piece = try Self.bytes(file, Self.pieceLength)
                guard !piece.isEmpty else { break }
                hash.update(data: piece)
                done += piece.count
                guard done <= sizeMax else { throw .tooLarge(max: sizeMax) }
                try take(piece, done, max(size, done))
            }
        }
        return Array(hash.finalize())
    }

    private static func bytes(_ file: FileHandle, _ max: Int) throws(RosterRefusal) -> Data {
        do { return try file.read(upToCount: max) ?? Data() } catch { throw .unreadable }
    }

    private func signature() throws(RosterRefusal) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path + Self.signatureSuffix) else {
            throw .unsigned
        }
        defer { try? file.close() }
        let content = try Self.bytes(file, Self.signatureReadMax)
        if content.count == RosterKey.signatureLength { return Array(content) }
        let text = String(decoding: content, as: UTF8.self).filter { !$0.isWhitespace }
        guard let decoded = Data(base64Encoded: text), decoded.count == RosterKey.signatureLength
        else { throw .wrongSignature }
        return Array(decoded)
    }
}

/// The public key (Ed25519, RFC 8032) with which a library's rosters are verified.
public struct RosterKey: Sendable, Hashable {
    /// The number of bytes in a signature.
    static let signatureLength = 64

    private static let length = 32
    /// What stands before the key in the form that `openssl pkey -pubout` writes (RFC 8410).
    private static let prefix: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]
    private static let begin = "-----BEGIN PUBLIC KEY-----"
    private static let end = "-----END PUBLIC KEY-----"

    let bytes: [UInt8]

    /// Reads 64 hexadecimal digits, base64, or a PEM text; anything else is `nil`.
    public init?(_ text: String) {
        var text = text.filter { !$0.isNewline && $0 != " " }
        let (begin, end) = (Self.begin, Self.end)
        let marks = [begin, end].map { $0.filter { $0 != " " } }
        let isPEM = text.hasPrefix(marks[0]) && text.hasSuffix(marks[1])
        if isPEM { text = String(text.dropFirst(marks[0].count).dropLast(marks[1].count)) }
        let decoded: [UInt8]? =
            if !isPEM, text.utf8.count == Self.length * 2 {
                PortnerStore.bytes(hexadecimal: text.utf8)
            } else {
                Data(base64Encoded: text).map { Array($0) }
            }
        guard var key = decoded else { return nil }
        if key.count == Self.prefix.count + Self.length, key.starts(with: Self.prefix) {
            key.removeFirst(Self.prefix.count)
        }
        guard key.count == Self.length,
            (try? Curve25519.Signing.PublicKey(rawRepresentation: key)) != nil
        else { return nil }
        bytes = key
    }

    /// Whether a signature was made over these bytes with the key's other half.
    func vouches(for content: Data, _ signature: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
            return false
        }
        return key.isValidSignature(signature, for: content)
    }
}
