// SPDX-License-Identifier: MPL-2.0

internal import Crypto
internal import CryptoExtras
public import PortnerCore

/// Makes and checks PIN verifiers: a slow function over a keyed hash.
///
/// A PIN has so few values that only the pepper, which is not on the disk, protects a stolen cache.
/// scrypt (RFC 7914) is the second line, for the day when both are lost. A verifier holds
///
///     slow = scrypt(HMAC-SHA256(pepper, card key ‖ PIN), salt)
///     tag  = HMAC-SHA256(slow, "portner-pin-1")
///
/// A check with the ``Cost/standard`` cost takes some tens of milliseconds on a PC and up to 200 ms
/// on a small board, and 16 MiB that are freed afterwards. It blocks its thread, so it belongs on a
/// worker, and one worker at a time bounds the memory. The PIN is wiped when it is released; the
/// plain arrays that it and its keyed hash are copied to on their way are freed but not wiped.
public struct PINHasher: Sendable {
    /// How much work a check is: scrypt's parameters.
    public struct Cost: Sendable, Hashable {
        /// The costs that are accepted, so that a forged verifier cannot exhaust the memory.
        ///
        /// `N` is 2 to this power; the memory is `N` KiB, here 4 to 64 MiB.
        public static let log2RoundsLimits = 12...16
        /// The only block size (`r`) in use.
        public static let blockSize = 8
        /// The only parallelism (`p`) in use.
        public static let parallelism = 1

        /// The cost for new verifiers: N = 2^14, r = 8, p = 1.
        public static let standard = Cost(unchecked: 14)

        /// The binary logarithm of scrypt's `N`.
        public let log2Rounds: Int

        /// The memory that a check takes, in MiB.
        public var memoryMiB: Int { (1 << log2Rounds) * Self.blockSize * 128 / 1_048_576 }

        /// A cost within the limits, or `nil`.
        public init?(log2Rounds: Int) {
            guard Self.log2RoundsLimits.contains(log2Rounds) else { return nil }
            self.init(unchecked: log2Rounds)
        }

        private init(unchecked log2Rounds: Int) { self.log2Rounds = log2Rounds }
    }

    private let pepper: SymmetricKey
    private let cost: Cost
    private let decoy: Verifier

    /// A hasher with a station's pepper.
    public init(keys: StationKeys, cost: Cost = .standard) {
        pepper = keys.pepper
        self.cost = cost
        decoy = Verifier(
            cost: cost,
            salt: randomBytes(Verifier.saltCount),
            tag: randomBytes(Verifier.tagCount)
        )
    }

    /// Makes a verifier for a PIN that the library has accepted.
    ///
    /// - Throws: ``PINHasherError`` when the function could not run, for want of memory.
    public func derive(_ pin: PIN, for key: CardKey) throws(PINHasherError) -> PINVerifier {
        let salt = randomBytes(Verifier.saltCount)
        let slow = try slowHash(of: pin, key, salt: salt, cost: cost)
        let tag = HMAC<SHA256>.authenticationCode(for: Verifier.label, using: slow)
        return Verifier(cost: cost, salt: salt, tag: Array(tag)).encoded
    }

    /// Whether a PIN is the one that a verifier was made from.
    ///
    /// Without a verifier, or with one that is malformed or asks for a cost outside the limits, the
    /// same work is done on a decoy and the answer is no: the time does not tell whether a card is
    /// known. The comparison's time does not depend on where two tags differ.
    ///
    /// - Throws: ``PINHasherError`` when the function could not run, for want of memory.
    public func check(
        _ pin: PIN,
        for key: CardKey,
        against verifier: PINVerifier?
    ) throws(PINHasherError) -> Bool {
        let decoded = verifier.flatMap(Verifier.init(decoding:))
        let reference = decoded ?? decoy
        let madeFor = reference.madeFor ?? key
        let slow = try slowHash(of: pin, madeFor, salt: reference.salt, cost: reference.cost)
        let isEqual = HMAC<SHA256>.isValidAuthenticationCode(
            reference.tag,
            authenticating: Verifier.label,
            using: slow
        )
        return isEqual && decoded != nil
    }

    /// Whether a verifier is to be made anew, because a check cost less when it was made, or the
    /// card had another key.
    public func isOutdated(_ verifier: PINVerifier) -> Bool {
        guard let decoded = Verifier(decoding: verifier) else { return false }
        return decoded.cost.log2Rounds < cost.log2Rounds || decoded.madeFor != nil
    }

    private func slowHash(
        of pin: PIN,
        _ key: CardKey,
        salt: [UInt8],
        cost: Cost
    ) throws(PINHasherError) -> SymmetricKey {
        // The key has a fixed length, so that no two pairs of key and PIN give the same bytes.
        let keyed = HMAC<SHA256>.authenticationCode(for: key.bytes + pin.secret, using: pepper)
        do {
            return try KDF.Scrypt.deriveKey(
                from: Array(keyed),
                salt: salt,
                outputByteCount: Verifier.slowCount,
                rounds: 1 << cost.log2Rounds,
                blockSize: Cost.blockSize,
                parallelism: Cost.parallelism
            )
        } catch {
            throw .notEnoughMemory
        }
    }
}

extension PINHasher: CustomStringConvertible, CustomReflectable {
    /// A stand-in that does not show the pepper.
    public var description: String { "PIN hasher" }
    /// Nothing, so that a dump does not show the pepper.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why a PIN could not be hashed.
public enum PINHasherError: Error, Sendable, Hashable {
    /// The slow function did not get its memory.
    case notEnoughMemory
}

/// What the bytes of a ``PINVerifier`` mean.
///
/// Four bytes say how to check: the format, the binary logarithm of `N`, `r` and `p`. The salt and
/// the tag follow, and in format 2 the key that the card had when the verifier was made.
private struct Verifier {
    static let format: UInt8 = 1
    static let formerFormat: UInt8 = 2
    static let label = Array("portner-pin-1".utf8)
    static let headCount = 4
    static let saltCount = 16
    static let slowCount = 32
    static let tagCount = 32

    let cost: PINHasher.Cost
    let salt: [UInt8]
    let tag: [UInt8]
    /// The key that the card had, when it has another one now.
    var madeFor: CardKey?

    var encoded: PINVerifier {
        let head = [
            madeFor == nil ? Self.format : Self.formerFormat, UInt8(cost.log2Rounds),
            UInt8(PINHasher.Cost.blockSize),
            UInt8(PINHasher.Cost.parallelism),
        ]
        return PINVerifier(bytes: head + salt + tag + (madeFor?.bytes ?? []))
    }
}

extension Verifier {
    init?(decoding verifier: PINVerifier) {
        let bytes = verifier.bytes
        let count = Self.headCount + Self.saltCount + Self.tagCount
        guard bytes.count >= count else { return nil }
        var madeFor: CardKey?
        switch bytes[0] {
        case Self.format where bytes.count == count: break
        case Self.formerFormat:
            guard let key = CardKey(bytes: bytes.dropFirst(count)) else { return nil }
            madeFor = key
        default: return nil
        }
        guard
            let cost = PINHasher.Cost(log2Rounds: Int(bytes[1])),
            Int(bytes[2]) == PINHasher.Cost.blockSize, Int(bytes[3]) == PINHasher.Cost.parallelism
        else { return nil }
        self.init(
            cost: cost,
            salt: Array(bytes.dropFirst(Self.headCount).prefix(Self.saltCount)),
            tag: Array(bytes.dropFirst(count - Self.tagCount).prefix(Self.tagCount)),
            madeFor: madeFor
        )
    }
}

extension PINVerifier {
    /// The verifier of a card that has another key now.
    func moved(from former: CardKey) -> PINVerifier {
        guard var decoded = Verifier(decoding: self), decoded.madeFor == nil else { return self }
        decoded.madeFor = former
        return decoded.encoded
    }
}
