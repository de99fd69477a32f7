// SPDX-License-Identifier: MPL-2.0

/// The random number of a pass, by which it is known when it is shown again.
public struct PassID: Sendable, Hashable {
    /// The first 64 bits.
    public let high: UInt64
    /// The last 32 bits.
    public let low: UInt32
}

/// A pass as it is shown on a phone: taken apart, but neither verified nor decrypted.
///
/// The text in the code is ``prefix`` and the bytes in base32 (RFC 4648, without padding), so that
/// it holds nothing but letters and digits: a QR code is smallest with those, and a scanner that
/// types them needs no keyboard layout and may have CapsLock on. The bytes are, numbers with the
/// most significant byte first:
///
/// | Bytes | What |
/// | --- | --- |
/// | 0–3 | the issuer: the first bytes of the SHA-256 hash of its public key |
/// | 4–15 | the number of the pass, random, never used twice; the nonce of the encryption |
/// | 16–19 | from when it holds, in seconds since 1970 began |
/// | 20–21 | for how many seconds it holds |
/// | 22–53 | the card number, encrypted, with zero bytes behind it |
/// | 54–69 | the tag of the encryption |
/// | 70–133 | the issuer's signature |
///
/// Tag and signature cover ``prefix`` as well: what is signed here means nothing elsewhere.
public struct SealedPass: Sendable, Hashable, Personal {
    /// What stands for a pass wherever it would be shown.
    public static let standIn = "pass"
    /// What the text begins with: a pass, and version 1 of its form.
    public static let prefix = "PORTNERPASS1"
    /// The number of bytes behind the prefix.
    public static let byteCount = 134
    /// The number of characters in the text.
    public static let textLength = prefix.utf8.count + (byteCount * 8 + 4) / 5
    /// The number of bytes that a card number has with the zeros behind it.
    public static let cardLength = CardNumber.lengthMax

    static let headCount = 22
    private static let tagCount = 16

    /// All bytes.
    public let bytes: [UInt8]

    /// Reads a text of exactly this form; anything else is `nil`.
    public init?(_ text: some StringProtocol) {
        let text = text.utf8
        guard text.count == Self.textLength,
            zip(text, Self.prefix.utf8).allSatisfy({ Self.capital($0) == $1 }),
            let bytes = Self.bytes(text.dropFirst(Self.prefix.utf8.count))
        else { return nil }
        self.init(bytes: bytes)
    }

    /// Takes the bytes behind the prefix; `nil` when there are not as many as there must be.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The text for the code.
    public var text: String {
        var digits = Array(Self.prefix.utf8)
        digits.reserveCapacity(Self.textLength)
        var (buffer, count) = (UInt32(0), UInt32(0))
        for byte in bytes {
            (buffer, count) = (buffer << 8 | UInt32(byte), count + 8)
            while count >= 5 {
                count -= 5
                digits.append(Self.digit(buffer >> count & 31))
            }
            buffer &= 31
        }
        if count > 0 { digits.append(Self.digit(buffer << (5 - count) & 31)) }
        return String(decoding: digits, as: UTF8.self)
    }

    // MARK: Parts

    /// What tells the issuer's key.
    public var issuer: UInt32 { UInt32(number(0..<4)) }

    /// The number of the pass.
    public var id: PassID { PassID(high: number(4..<12), low: UInt32(number(12..<16))) }

    /// From when it holds.
    public var notBefore: Timestamp {
        Timestamp(milliseconds: Int64(number(16..<20)) * 1000)
    }

    /// For how long it holds.
    public var life: Duration { .seconds(Int64(number(20..<22))) }

    /// The nonce of the encryption.
    public var nonce: ArraySlice<UInt8> { bytes[4..<16] }

    /// The encrypted card number.
    public var ciphertext: ArraySlice<UInt8> {
        bytes[Self.headCount..<Self.headCount + Self.cardLength]
    }

    /// The tag of the encryption.
    public var tag: ArraySlice<UInt8> {
        bytes[Self.headCount + Self.cardLength..<Self.signedCount]
    }

    /// The issuer's signature.
    public var signature: ArraySlice<UInt8> { bytes[Self.signedCount...] }

    /// What the encryption vouches for beside the card number: the prefix and what stands before.
    public var authenticated: [UInt8] {
        Array(Self.prefix.utf8) + bytes[..<Self.headCount]
    }

    /// What the issuer has signed: the prefix and everything before the signature.
    public var signed: [UInt8] {
        Array(Self.prefix.utf8) + bytes[..<Self.signedCount]
    }

    /// The number of bytes that are signed, without the prefix.
    static let signedCount = headCount + cardLength + tagCount

    private func number(_ range: Range<Int>) -> UInt64 {
        bytes[range].reduce(0) { $0 << 8 | UInt64($1) }
    }

    // MARK: Making one

    /// What stands before the encrypted card number.
    ///
    /// - Parameters:
    ///   - issuer: What tells the issuer's key.
    ///   - nonce: Twelve random bytes.
    ///   - notBefore: From when the pass holds; whole seconds from 1970 to 2106 count.
    ///   - life: For how long it holds, in whole seconds up to 65,535.
    /// - Returns: The bytes, or `nil` when they cannot hold the values.
    public static func head(
        issuer: UInt32,
        nonce: [UInt8],
        notBefore: Timestamp,
        life: Duration
    ) -> [UInt8]? {
        guard nonce.count == 12, let begin = UInt32(exactly: notBefore.milliseconds / 1000),
            let seconds = UInt16(exactly: life.components.seconds)
        else { return nil }
        return bytes(issuer, 4) + nonce + bytes(begin, 4) + bytes(seconds, 2)
    }

    /// The card number as it is encrypted: with zero bytes up to ``cardLength``, which no number
    /// holds.
    public static func padded(_ card: CardNumber) -> [UInt8] {
        let number = Array(card.secret.utf8)
        return number + [UInt8](repeating: 0, count: cardLength - number.count)
    }

    /// The card number in decrypted bytes; `nil` where it is not written in the one way there is.
    public static func card(padded bytes: some Collection<UInt8>) -> CardNumber? {
        let number = bytes.prefix { $0 != 0 }
        guard bytes.count == cardLength, bytes.dropFirst(number.count).allSatisfy({ $0 == 0 }),
            let card = CardNumber(String(decoding: number, as: UTF8.self)),
            card.secret.utf8.elementsEqual(number)
        else { return nil }
        return card
    }

    private static func bytes(_ value: some FixedWidthInteger, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    // MARK: Base32

    /// The bytes that the digits stand for; `nil` for other characters, and where the bits that
    /// are left over are not zero: each pass has one way to be written.
    private static func bytes(_ digits: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        var (buffer, count) = (UInt32(0), UInt32(0))
        for digit in digits {
            guard let value = value(digit) else { return nil }
            (buffer, count) = (buffer << 5 | value, count + 5)
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> count))
                buffer &= 1 << count - 1
            }
        }
        return buffer == 0 ? bytes : nil
    }

    private static func digit(_ value: UInt32) -> UInt8 {
        value < 26 ? UInt8(value) + UInt8(ascii: "A") : UInt8(value - 26) + UInt8(ascii: "2")
    }

    private static func value(_ digit: UInt8) -> UInt32? {
        switch capital(digit) {
        case let letter where (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter):
            UInt32(letter - UInt8(ascii: "A"))
        case let number where (UInt8(ascii: "2")...UInt8(ascii: "7")).contains(number):
            UInt32(number - UInt8(ascii: "2")) + 26
        default: nil
        }
    }

    private static func capital(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 0x20 : byte
    }
}

/// What whoever has the keys makes of a pass.
public enum PassOpening: Sendable, Hashable {
    /// The issuer's signature is right, and this is the card.
    case opened(CardNumber)
    /// No issuer of this library has the key that the pass names.
    case foreign
    /// The signature is not the issuer's.
    case forged
    /// The signature is right, but the card number cannot be decrypted with this station's key.
    case unreadable
}
