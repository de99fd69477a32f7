// SPDX-License-Identifier: MPL-2.0

internal import Crypto
internal import Foundation

/// The two secrets of a station, which are never in a database.
///
/// Ten thousand PINs and a few million card numbers are tried in minutes, however slow the
/// function. What protects a stolen disk is that these keys are not on it: the service manager
/// hands them over as credentials, best encrypted to the machine's TPM.
public struct StationKeys: Sendable {
    /// The name of the credential that holds the card key.
    public static let cardKeyName = "portner-card-key"
    /// The name of the credential that holds the card key before this one, while that is being
    /// exchanged; it may be missing.
    public static let previousCardKeyName = "portner-card-key-previous"
    /// The name of the credential that holds the PIN pepper.
    public static let pepperName = "portner-pin-pepper"
    /// The number of bytes in each key.
    public static let byteCount = 32

    /// The greatest number of bytes read: hexadecimal digits, the end of a line, and one too many.
    private static let readMax = byteCount * 2 + 3

    /// The key under which card numbers are hashed.
    let card: SymmetricKey
    /// The key under which they were hashed before; `nil` unless it is being exchanged.
    let previousCard: SymmetricKey?

    /// Whether the card key is being exchanged.
    public var hasPrevious: Bool { previousCard != nil }
    /// The key under which PINs are hashed before the slow function.
    let pepper: SymmetricKey

    /// Takes different keys of 32 bytes each.
    ///
    /// - Throws: ``StationKeysError`` when a key has another length or is one byte repeated, which
    ///   nobody draws by chance, or when two are the same.
    public init(
        card: [UInt8],
        pepper: [UInt8],
        previousCard: [UInt8]? = nil
    ) throws(StationKeysError) {
        let named = [
            (Self.cardKeyName, card), (Self.pepperName, pepper),
            (Self.previousCardKeyName, previousCard),
        ]
        let keys = named.compactMap { name, key in key.map { (name: name, key: $0) } }
        for (name, key) in keys {
            guard key.count == Self.byteCount, Set(key).count > 1 else { throw .malformed(name) }
        }
        guard Set(keys.map(\.key)).count == keys.count else { throw .equal }
        self.previousCard = previousCard.map { SymmetricKey(data: $0) }
        self.card = SymmetricKey(data: card)
        self.pepper = SymmetricKey(data: pepper)
    }

    /// Reads the keys from a folder of credentials, as systemd makes one for a service.
    ///
    /// Each file holds 32 bytes, or 64 hexadecimal digits that may end with a line end. The copies
    /// made while reading are not wiped; the keys themselves are wiped when they are released.
    public init(credentials folder: String) throws(StationKeysError) {
        let previous = folder + "/" + Self.previousCardKeyName
        let isExchanged = FileManager.default.fileExists(atPath: previous)
        try self.init(
            card: Self.read(Self.cardKeyName, in: folder),
            pepper: Self.read(Self.pepperName, in: folder),
            previousCard: isExchanged ? Self.read(Self.previousCardKeyName, in: folder) : nil
        )
    }

    /// Draws keys that live only as long as the process, for demonstrations and tests.
    public static func random() throws(StationKeysError) -> StationKeys {
        try StationKeys(card: randomBytes(byteCount), pepper: randomBytes(byteCount))
    }

    static func read(
        _ name: String,
        in folder: String
    ) throws(StationKeysError) -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: folder + "/" + name) else {
            throw .missing(name)
        }
        defer { try? file.close() }
        let content = (try? file.read(upToCount: readMax)) ?? Data()
        if content.count == byteCount { return [UInt8](content) }
        let digits = content.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard digits.count == byteCount * 2, content.count <= digits.count + 2,
            content.dropFirst(digits.count).allSatisfy({ $0 == 0x0A || $0 == 0x0D }),
            let key = bytes(hexadecimal: digits)
        else { throw .malformed(name) }
        return key
    }
}

extension StationKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A stand-in that does not show the keys.
    public var description: String { "station keys" }
    /// A stand-in that does not show the keys.
    public var debugDescription: String { description }
    /// Nothing, so that a dump does not show the keys.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why the keys of a station could not be taken.
public enum StationKeysError: Error, Sendable, Hashable {
    /// The credential of this name is not there or cannot be read.
    case missing(String)
    /// The credential of this name is not a key.
    case malformed(String)
    /// Two credentials hold the same key.
    case equal

    /// The stable code for journals and scripts.
    public var code: String {
        switch self {
        case .missing: "key-missing"
        case .malformed: "key-malformed"
        case .equal: "keys-equal"
        }
    }

    /// The cause and what to do about it, in English for technicians.
    public var explanation: String {
        switch self {
        case .missing(let name): "the credential \(name) is missing; load it in the unit"
        case .malformed(let name):
            "the credential \(name) is not 32 random bytes or 64 hexadecimal digits"
        case .equal: "two credentials hold the same key; draw another one"
        }
    }
}

extension StationKeysError: CustomStringConvertible {
    /// The code and the explanation.
    public var description: String { "\(code): \(explanation)" }
}

/// Bytes from the system's source of randomness, drawn eight at a time.
func randomBytes(_ count: Int) -> [UInt8] {
    var source = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
        let word = source.next()
        for shift in stride(from: UInt64(0), to: 64, by: 8) where bytes.count < count {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }
    return bytes
}
