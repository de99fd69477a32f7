// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// Every part of a pass but the times is made up out of one number.
func pass(
    _ number: UInt8 = 1,
    from notBefore: Timestamp = mondayMorning,
    life: Duration = .seconds(120)
) throws -> SealedPass {
    let head = try #require(
        SealedPass.head(
            issuer: 0x5647_5AA7,
            nonce: [UInt8](repeating: number, count: 12),
            notBefore: notBefore,
            life: life
        )
    )
    let rest = [UInt8](repeating: number &* 7, count: SealedPass.byteCount - head.count)
    return try #require(SealedPass(bytes: head + rest))
}

@Suite struct `A pass on a phone` {
    private let example =
        "PORTNERPASS1KZDVVJ2AIFBEGRCFIZDUQSKKJNVLCO4AAEWGVMDCBOXCQC6FDG"
        + "PRW4OE3EDWKFYYRZBN5VGCRLN2OFPYFOGIRQEDLF2F53QAAI3YWUP77MLTPXZJ65NK"
        + "NXZH7RY5RTKA6GACAXEQEGXK6JNKEEA7ZZTARS2KK6L4EWVUX22Y4FLWOJYE2MP6XE"
        + "X6LGTW6A5MNGJJAFR2MGSESENIEPVW6CY"

    @Test func `is taken apart as the format says`() throws {
        let pass = try #require(SealedPass(example))
        #expect(example.utf8.count == SealedPass.textLength)
        #expect(pass.issuer == 0x5647_5AA7)
        #expect(Array(pass.nonce) == Array(0x40...0x4B))
        #expect(pass.id == PassID(high: 0x4041_4243_4445_4647, low: 0x4849_4A4B))
        #expect(pass.notBefore == Timestamp(milliseconds: 1_790_000_000_000))
        #expect(pass.life == .seconds(300))
        #expect((pass.ciphertext.count, pass.tag.count, pass.signature.count) == (32, 16, 64))
        #expect(pass.ciphertext.first == 0x6A)
        #expect(pass.tag.last == 0x29)
        #expect(pass.signature.last == 0x0B)
        #expect(pass.text == example)
    }

    @Test func `is the same to a scanner with CapsLock on`() throws {
        #expect(SealedPass(example.lowercased()) == SealedPass(example))
    }

    @Test func `is read again as it was written, whatever it holds`() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<2000 {
            let bytes = (0..<SealedPass.byteCount).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let pass = try #require(SealedPass(bytes: bytes))
            try insist(pass.text.utf8.count == SealedPass.textLength)
            try insist(SealedPass(pass.text)?.bytes == bytes)
        }
    }

    @Test func `is nothing but exactly that`() {
        var wrong = [
            "", SealedPass.prefix, String(example.dropLast()), example + "A", " " + example,
        ]
        wrong.append(example.replacing("PASS1", with: "PASS2"))
        for other in ["0", "1", "8", "9", "=", "-", "_", "Æ", " "] {
            wrong.append(String(example.dropLast(5)) + other + String(example.suffix(4)))
        }
        // Three bits are left over behind the last byte.
        wrong.append(String(example.dropLast()) + "Z")
        for text in wrong { #expect(SealedPass(text) == nil, "\(text.utf8.count) characters") }
        #expect(SealedPass(bytes: [UInt8](repeating: 0, count: SealedPass.byteCount - 1)) == nil)
    }

    @Test func `holds any card number in one length, and only in one way`() throws {
        for text in ["1000", "7001010000", "LK12345678", String(repeating: "9", count: 32)] {
            let card = try card(text)
            let padded = SealedPass.padded(card)
            #expect(padded.count == SealedPass.cardLength)
            #expect(SealedPass.card(padded: padded) == card)
        }
        let digits = Array("7001010000".utf8)
        func number(_ bytes: [UInt8], _ filler: UInt8 = 0) -> CardNumber? {
            SealedPass.card(
                padded: bytes + [UInt8](repeating: filler, count: 32 - bytes.count)
            )
        }
        #expect(number(digits) != nil)
        #expect(number(digits, 0x20) == nil)
        #expect(number(digits + [0, 0x31]) == nil)
        #expect(number(Array("lk12345678".utf8)) == nil)
        #expect(number(Array("700101-0000".utf8)) == nil)
        #expect(number([]) == nil)
        #expect(SealedPass.card(padded: digits) == nil)
    }

    @Test func `has room for the times of two centuries and no more`() {
        func head(_ milliseconds: Int64, _ life: Duration, _ count: Int = 12) -> [UInt8]? {
            SealedPass.head(
                issuer: 1,
                nonce: [UInt8](repeating: 1, count: count),
                notBefore: Timestamp(milliseconds: milliseconds),
                life: life
            )
        }
        #expect(head(4_294_967_295_999, .seconds(65_535)) != nil)
        #expect(head(4_294_967_296_000, .seconds(1)) == nil)
        #expect(head(-1000, .seconds(1)) == nil)
        #expect(head(0, .seconds(65_536)) == nil)
        #expect(head(0, .seconds(-1)) == nil)
        #expect(head(0, .seconds(1), 11) == nil)
    }

    @Test func `shows nothing of itself`() throws {
        let pass = try #require(SealedPass(example))
        var dump = ""
        Swift.dump(pass, to: &dump)
        #expect("\(pass)\(String(reflecting: pass))" == "passpass")
        #expect(!dump.contains("64"))
    }
}
