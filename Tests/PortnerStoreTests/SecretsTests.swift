// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `The station's keys` {
    private let folder = TemporaryFolder()
    private let card = Array(UInt8(0)..<32)
    private let pepper = Array(UInt8(100)..<132)

    private func read(_ card: [UInt8], _ pepper: [UInt8]) throws -> StationKeys {
        try folder.write(card, to: StationKeys.cardKeyName)
        try folder.write(pepper, to: StationKeys.pepperName)
        return try StationKeys(credentials: folder.path)
    }

    @Test(arguments: ["", "\n", "\r\n"])
    func `are read as bytes or as hexadecimal digits`(lineEnd: String) throws {
        let number = try #require(CardNumber("7101011234"))
        let expected = CardHasher(keys: try StationKeys(card: card, pepper: pepper))
        let digits = Array((hexadecimal(card).uppercased() + lineEnd).utf8)
        let keys = try read(digits, pepper)
        #expect(CardHasher(keys: keys).key(for: number) == expected.key(for: number))
        #expect(
            CardHasher(keys: try read(card, pepper)).key(for: number)
                == expected.key(for: number)
        )
    }

    @Test func `are refused when one is missing`() throws {
        try folder.write(card, to: StationKeys.cardKeyName)
        #expect(throws: StationKeysError.missing(StationKeys.pepperName)) {
            try StationKeys(credentials: folder.path)
        }
    }

    @Test(arguments: [0, 31, 33, 63, 65, 66, 67, 1000])
    func `are refused when the length is wrong`(count: Int) {
        #expect(throws: StationKeysError.malformed(StationKeys.pepperName)) {
            try read(
                card,
                Array(repeating: 0x61, count: count - count / 2)
                    + Array(repeating: 0x62, count: count / 2)
            )
        }
    }

    @Test func `are refused when they are not hexadecimal, or go on after the line`() {
        for text in [
            String(repeating: "0g", count: 32), String(repeating: "ab", count: 32) + "\na",
        ] {
            #expect(throws: StationKeysError.malformed(StationKeys.pepperName)) {
                try read(card, Array(text.utf8))
            }
        }
    }

    @Test func `are refused when nobody can have drawn them`() {
        #expect(throws: StationKeysError.malformed(StationKeys.cardKeyName)) {
            try StationKeys(card: Array(repeating: 0, count: 32), pepper: pepper)
        }
        #expect(throws: StationKeysError.equal) { try StationKeys(card: card, pepper: card) }
    }

    @Test func `are drawn anew for each demonstration`() throws {
        let number = try #require(CardNumber("7101011234"))
        let first = CardHasher(keys: try StationKeys.random()).key(for: number)
        #expect(first != CardHasher(keys: try StationKeys.random()).key(for: number))
    }

    @Test func `never show in text`() throws {
        let keys = try Sample.keys()
        for value: Any in [keys, CardHasher(keys: keys), PINHasher(keys: keys)] {
            var dumped = String(describing: value) + String(reflecting: value)
            dump(value, to: &dumped)
            #expect(!dumped.contains("SymmetricKey") && !dumped.contains("101, 102"))
        }
    }

    @Test func `have an error text for each case`() {
        let errors: [StationKeysError] = [.missing("a"), .malformed("a"), .equal]
        #expect(Set(errors.map(\.code)).count == errors.count)
        for error in errors { #expect(error.description.hasPrefix(error.code + ": ")) }
    }
}

@Suite struct `A card's key` {
    @Test func `is HMAC-SHA256 of the number under the card key`() throws {
        let number = try #require(CardNumber("7101011234"))
        let key = CardHasher(keys: try Sample.keys()).key(for: number)
        #expect(
            hexadecimal(key.bytes)
                == "3e2b4e42a71e85a32d9fc13f03544ab0525d454ebae25e7a185b9ed0650b79ed"
        )
    }

    @Test func `survives being written as bytes`() {
        for number in UInt64(0)..<100 {
            let key = Sample.key(number)
            #expect(CardKey(bytes: key.bytes) == key)
            #expect(bytes(hexadecimal: hexadecimal(key.bytes).utf8) == key.bytes)
        }
        #expect(CardKey(bytes: Array(repeating: UInt8(1), count: 31)) == nil)
        #expect(CardKey(bytes: Array(repeating: UInt8(1), count: 33)) == nil)
    }
}

@Suite struct `A PIN verifier` {
    private let key = Sample.key(1)
    private let hasher: PINHasher

    init() throws {
        hasher = PINHasher(
            keys: try Sample.keys(),
            cost: try #require(PINHasher.Cost(log2Rounds: 12))
        )
    }

    private func pin(_ digits: String) throws -> PIN { try #require(PIN(Array(digits.utf8))) }

    @Test func `accepts the PIN that it was made from and no other`() throws {
        let verifier = try hasher.derive(pin("4711"), for: key)
        #expect(try hasher.check(pin("4711"), for: key, against: verifier))
        #expect(try !hasher.check(pin("4712"), for: key, against: verifier))
        #expect(try !hasher.check(pin("04711"), for: key, against: verifier))
    }

    @Test func `is of no use with another card or another pepper`() throws {
        let verifier = try hasher.derive(pin("4711"), for: key)
        #expect(try !hasher.check(pin("4711"), for: Sample.key(2), against: verifier))
        let other = PINHasher(keys: try StationKeys.random())
        #expect(try !other.check(pin("4711"), for: key, against: verifier))
    }

    @Test func `is different each time, within the length that a cache keeps`() throws {
        let first = try hasher.derive(pin("4711"), for: key)
        #expect(try hasher.derive(pin("4711"), for: key) != first)
        #expect(first.bytes.count == 52)
        #expect(first.bytes.count <= PINVerifier.lengthMax)
    }

    @Test func `follows its published form`() throws {
        let tag = try #require(
            bytes(
                hexadecimal: "56512dd7b973847e49e295f92b7cbf76a7aec675fc89edd4e0b4276606573e8b".utf8
            )
        )
        let verifier = PINVerifier(bytes: [1, 12, 8, 1] + Array(0..<16) + tag)
        let card = try #require(CardKey(bytes: UInt8(200)..<232))
        #expect(try hasher.check(pin("4711"), for: card, against: verifier))
    }

    @Test func `brings its own cost`() throws {
        let dearer = PINHasher(
            keys: try Sample.keys(),
            cost: try #require(PINHasher.Cost(log2Rounds: 13))
        )
        let verifier = try dearer.derive(pin("4711"), for: key)
        #expect(try hasher.check(pin("4711"), for: key, against: verifier))
    }

    @Test func `is outdated where a check costs more now`() throws {
        let dearer = PINHasher(
            keys: try Sample.keys(),
            cost: try #require(PINHasher.Cost(log2Rounds: 13))
        )
        let verifier = try hasher.derive(pin("4711"), for: key)
        #expect(dearer.isOutdated(verifier))
        #expect(!hasher.isOutdated(verifier))
        #expect(!hasher.isOutdated(try dearer.derive(pin("4711"), for: key)))
        #expect(!dearer.isOutdated(PINVerifier(bytes: [1, 12])))
    }

    @Test func `that is missing or malformed accepts nothing`() throws {
        let good = try hasher.derive(pin("4711"), for: key).bytes
        #expect(try !hasher.check(pin("4711"), for: key, against: nil))
        var wrong = [[], Array(good.dropLast()), good + [0], Array(repeating: 0, count: 52)]
        // Another format, a memory of 4 GiB, next to no work, another block size, more lanes.
        for (index, value) in [(0, 2), (1, 22), (1, 1), (2, 16), (3, 255)] as [(Int, UInt8)] {
            var bytes = good
            bytes[index] = value
            wrong.append(bytes)
        }
        for bytes in wrong {
            let verifier = PINVerifier(bytes: bytes)
            #expect(try !hasher.check(pin("4711"), for: key, against: verifier))
        }
    }

    @Test func `has limits for its cost`() {
        #expect(PINHasher.Cost(log2Rounds: 11) == nil)
        #expect(PINHasher.Cost(log2Rounds: 17) == nil)
        #expect(PINHasher.Cost.standard.log2Rounds == 14)
    }
}
