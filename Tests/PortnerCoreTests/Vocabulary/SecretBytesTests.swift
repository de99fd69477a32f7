// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

@Suite struct `A secret in memory` {
    @Test func `holds up to 32 bytes`() throws {
        for count in 0...SecretBytes.countMax {
            let bytes = (0..<count).map { UInt8(200 - $0) }
            let secret = try #require(SecretBytes(bytes))
            #expect(secret.bytes == bytes)
            #expect(secret.count == count)
        }
        #expect(SecretBytes([UInt8](repeating: 1, count: SecretBytes.countMax + 1)) == nil)
    }

    @Test func `grows and shrinks by one byte, leaving the earlier one alone`() throws {
        var secret = SecretBytes.none
        var bytes: [UInt8] = []
        for byte in UInt8(1)...40 {
            let longer = secret.appending(byte)
            #expect(secret.bytes == bytes)
            if bytes.count < SecretBytes.countMax { bytes.append(byte) }
            #expect(longer.bytes == bytes)
            secret = longer
        }
        while !bytes.isEmpty {
            secret = secret.droppingLast()
            bytes.removeLast()
            #expect(secret.bytes == bytes)
            #expect(try secret == #require(SecretBytes(bytes)))
        }
        #expect(secret.droppingLast() == .none)
    }

    @Test func `equals what has the same bytes and the same length`() throws {
        let one = try #require(SecretBytes([1, 2, 0]))
        #expect(try one == #require(SecretBytes([1, 2, 0])))
        #expect(try one != #require(SecretBytes([1, 2])))
        #expect(try one != #require(SecretBytes([1, 3, 0])))
        #expect(try Set([one, #require(SecretBytes([1, 2, 0]))]).count == 1)
    }

    @Test func `is overwritten whole`() throws {
        let secret = try #require(SecretBytes(Array(1...32)))
        secret.wipe()
        #expect(secret.bytes == [UInt8](repeating: 0, count: 32))
    }

    @Test func `is shared by all copies, so that the last one wipes it`() throws {
        weak var box: SecretBytes?
        do {
            let secret = try #require(SecretBytes([1, 2, 3, 4]))
            box = secret
            let copies = [secret, secret]
            #expect(copies.allSatisfy { $0 === box })
        }
        #expect(box == nil)
    }

    @Test func `shows nothing`() throws {
        let secret = try #require(SecretBytes(Array("PLANTED".utf8)))
        for text in ["\(secret)", String(reflecting: secret)] {
            #expect(!text.contains("PLANTED") && !text.contains("7"))
        }
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("80") && !dumped.contains("first"))
    }
}
