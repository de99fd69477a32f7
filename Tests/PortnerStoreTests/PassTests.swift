// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `The keys of passes` {
    private static let seal = Array(UInt8(0x80)...0x9F)
    private static let publicKey = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="
    /// Made by another implementation, as the documentation has them.
    private static let examples = [
        (
            "7001010000", Array(UInt8(0x40)...0x4B), 300,
            "PORTNERPASS1KZDVVJ2AIFBEGRCFIZDUQSKKJNVLCO4AAEWGVMDCBOXCQC6FDG"
                + "PRW4OE3EDWKFYYRZBN5VGCRLN2OFPYFOGIRQEDLF2F53QAAI3YWUP77MLTPXZJ65NK"
                + "NXZH7RY5RTKA6GACAXEQEGXK6JNKEEA7ZZTARS2KK6L4EWVUX22Y4FLWOJYE2MP6XE"
                + "X6LGTW6A5MNGJJAFR2MGSESENIEPVW6CY"
        ),
        (
            "LK12345678", Array(UInt8(0x4C)...0x57), 120,
            "PORTNERPASS1KZDVVJ2MJVHE6UCRKJJVIVKWK5VLCO4AAB4MUZYOAKBMWNGANL"
                + "HAWXMNBSEHFIVMDTTR3DHVUYYBN42F2QYNGR3MO7BRHB2E2G5LG6RXFXKRVQMIJ2FE"
                + "N6XXT4YCO2NC5HNZOGCSYKS5G44QEDOOAKFG3ZIAOFPBTC2OOSNCW2YMQY7VGOR7TL"
                + "7VRMO5RZCTJFLTTHXT2NUEFSRTS7FS2BQ"
        ),
    ]

    private let maker: PassMaker
    private let keys: PassKeys
    private let card: CardNumber
    private let now = Timestamp(milliseconds: 1_790_000_000_000)

    init() throws {
        maker = try #require(PassMaker(secret: Array(0..<32), seal: Self.seal))
        let issuer = try #require(PassIssuer(Self.publicKey))
        keys = try PassKeys(seal: Self.seal, issuers: [issuer])
        card = try #require(CardNumber("7001010000"))
    }

    private func pass(_ maker: PassMaker? = nil) throws -> SealedPass {
        try #require((maker ?? self.maker).pass(for: card, from: now, life: .seconds(120)))
    }

    @Test func `open the examples of the documentation, and make the same`() throws {
        #expect(maker.publicKey == Self.publicKey)
        for (number, nonce, life, text) in Self.examples {
            let card = try #require(CardNumber(number))
            let pass = try #require(SealedPass(text))
            #expect(keys.open(pass) == .opened(card))
            #expect(pass.notBefore == now)
            let made = maker.pass(for: card, from: now, life: .seconds(life), nonce: nonce)
            #expect(made?.signed == pass.signed)
            #expect(try keys.open(#require(made)) == .opened(card))
        }
    }

    @Test func `are those of the documentation`() throws {
        let page = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/PortnerStore/PortnerStore.docc/PassFormat.md")
        let text = try String(contentsOf: page, encoding: .utf8).filter { !$0.isNewline }
        for example in Self.examples { #expect(text.contains(example.3)) }
        #expect(text.contains(Self.publicKey))
    }

    @Test func `open whatever card was put in, and tell nothing of it outside`() throws {
        for number in ["1000", "7001010000", "LK12345678", String(repeating: "7", count: 32)] {
            let card = try #require(CardNumber(number))
            let pass = try #require(maker.pass(for: card, from: now, life: .seconds(60)))
            #expect(try keys.open(#require(SealedPass(pass.text))) == .opened(card))
            #expect(!String(decoding: pass.bytes, as: UTF8.self).contains(number))
        }
        let twice = try (pass(), pass())
        #expect(twice.0.id != twice.1.id)
        #expect(twice.0.ciphertext != twice.1.ciphertext)
    }

    @Test func `show every bit that was changed`() throws {
        let bytes = try pass().bytes
        for index in bytes.indices {
            var bytes = bytes
            bytes[index] ^= 1 << UInt8(index % 8)
            let opening = keys.open(try #require(SealedPass(bytes: bytes)))
            #expect(opening == (index < 4 ? .foreign : .forged))
        }
    }

    @Test func `know their own issuers only`() throws {
        let other = try #require(PassMaker(secret: Array(1..<33), seal: Self.seal))
        #expect(keys.open(try pass(other)) == .foreign)
        let both = try PassKeys(
            seal: Self.seal,
            issuers: [Self.publicKey, other.publicKey].map { try #require(PassIssuer($0)) }
        )
        #expect(both.open(try pass(other)) == .opened(card))
        #expect(both.open(try pass()) == .opened(card))
    }

    @Test func `tell a pass that was sealed with another key from a forged one`() throws {
        let other = try #require(PassMaker(secret: Array(0..<32), seal: Array(1..<33)))
        #expect(keys.open(try pass(other)) == .unreadable)
    }

    @Test func `are refused where they are none, and where two are the same`() throws {
        let issuer = try #require(PassIssuer(Self.publicKey))
        #expect(throws: StationKeysError.malformed(PassKeys.sealName)) {
            try PassKeys(seal: [UInt8](repeating: 1, count: 32), issuers: [issuer])
        }
        #expect(throws: StationKeysError.equal) {
            try PassKeys(seal: Self.seal, issuers: [issuer, issuer])
        }
        let folder = TemporaryFolder()
        #expect(throws: StationKeysError.missing(PassKeys.sealName)) {
            try PassKeys(credentials: folder.path, issuers: [issuer])
        }
        #expect(PassIssuer("no key") == nil)
        #expect(PassMaker(secret: [1], seal: Self.seal) == nil)
    }

    @Test func `are made in a folder, for nobody else to read, and not made twice`() throws {
        let folder = TemporaryFolder()
        try folder.write([], to: "nothing")
        try PassMaker.makeKeys(in: folder.path)
        #expect(
            folder.names == ["nothing", PassMaker.secretName, PassMaker.publicName]
                + [PassKeys.sealName]
        )
        for name in folder.names where name != "nothing" {
            #expect(try folder.mode(name) == 0o600)
        }
        let maker = try #require(PassMaker(keysIn: folder.path))
        let text = String(decoding: folder.bytes(PassMaker.publicName), as: UTF8.self)
        let keys = try PassKeys(
            credentials: folder.path,
            issuers: [try #require(PassIssuer(text))]
        )
        #expect(keys.open(try pass(maker)) == .opened(card))
        let before = folder.bytes(PassMaker.secretName)
        #expect(throws: CocoaError.self) { try PassMaker.makeKeys(in: folder.path) }
        #expect(folder.bytes(PassMaker.secretName) == before)
        #expect(PassMaker(keysIn: folder.path + "/nowhere") == nil)
    }

    @Test func `show nothing of themselves`() throws {
        var words = "\(keys) \(maker)"
        dump(keys, to: &words)
        dump(maker, to: &words)
        #expect(words.hasPrefix("pass keys pass maker"))
        #expect(!words.contains("seal") && !words.contains("bytes"))
    }
}
