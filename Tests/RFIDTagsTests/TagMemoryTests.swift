// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import RFIDTags
import Testing

@Suite struct `A tag's memory` {
    /// Examples B.1 and B.2 of ISO 28560-3, and blocks from tags of libraries.
    @Test(arguments: [
        (
            "110101 31303030303030303536000000000000 98A4 444B3731383530300000000000",
            "1000000056", "DK-718500"
        ),
        (
            "110101 31303030303030313336000000000000 3615 444B3731383530300000000000 0501000501",
            "1000000136", "DK-718500"
        ),
        (
            "110101 31363230313534343239000000000000 C4CF 46494D616D6B2D4D0000000000 066500767461",
            "1620154429", "FI-Mamk-M"
        ),
        (
            "110101 31313232333334340000000000000000 513E 4445373035000000000000",
            "11223344", "DE-705"
        ),
    ])
    func `is read as the standard says`(_ hex: String, _ item: String, _ owner: String) throws {
        let expected = TagContent(item: try Sample.item(item), owner: OwnerLibrary(owner))
        let memory = Sample.bytes(hex)

        #expect(TagMemory.read(memory) == .item(expected))
        let written =
            memory.count == TagMemory.shortLength
            ? TagMemory.shortBlock(expected) : TagMemory.block(expected)
        #expect(written == Array(memory.prefix(TagMemory.length)))
    }

    @Test func `is read as it was written, whatever lies behind it`() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<500 {
            let content = try Sample.content(&random, ownerLengthMax: 11)
            let block = try #require(TagMemory.block(content))
            #expect(block.count == TagMemory.length)
            let behind = (0..<random.number(0...60)).map { _ in UInt8(random.number(0...255)) }

            #expect(TagMemory.read(block + behind) == .item(content))
        }
    }

    @Test func `of 32 bytes is read as it was written`() throws {
        var random = SplitMix64(seed: 12)
        for _ in 0..<500 {
            let content = try Sample.content(&random, ownerLengthMax: 9)
            let block = try #require(TagMemory.shortBlock(content))
            #expect(block.count == TagMemory.shortLength)

            #expect(TagMemory.read(block) == .item(content))
            // The same block on a larger tag, with something else behind it.
            #expect(TagMemory.read(block + [1, 2, 3, 4]) == .item(content))
        }
    }

    @Test func `with any one wrong bit is not taken for whole`() throws {
        var content = try Sample.content(part: 1, of: 2)
        content.owner = OwnerLibrary("DK-12345678901")
        let block = try #require(TagMemory.block(content))
        for index in block.indices {
            for bit in 0..<8 {
                var damaged = block
                damaged[index] ^= 1 << UInt8(bit)

                if case .item = TagMemory.read(damaged) {
                    Issue.record("bit \(bit) of byte \(index) is not noticed")
                }
            }
        }
    }

    @Test func `with a wrong checksum is told apart and still says its item`() throws {
        let content = try Sample.content()
        var block = try #require(TagMemory.block(content))
        block[19] ^= 0xFF

        #expect(TagMemory.read(block) == .damaged(content))
    }

    @Test func `with an odd owner says its item without one`() throws {
        var block = Sample.bytes("110101 31313232333334340000000000000000 0000 ")
        block += [UInt8](repeating: 0x20, count: 13)

        #expect(
            TagMemory.read(block)
                == .damaged(TagContent(item: try Sample.item("11223344"), owner: nil))
        )
    }

    @Test func `of a writer that knows no sets is one piece`() throws {
        var content = try Sample.content()
        content.owner = nil
        var block = try #require(TagMemory.block(content))
        (block[1], block[2]) = (0, 0)

        #expect(TagMemory.read(block) == .damaged(content))
    }

    @Test func `that is another's is told apart`() throws {
        let block = try #require(TagMemory.block(try Sample.content()))
        var layout = block
        layout[0] = 0x21
        var part = block
        (part[1], part[2]) = (2, 3)
        var number = block
        number[3] = 0
        var letters = block
        letters[4] = 0xE6
        #expect(TagMemory.read(layout) == .foreign(.otherLayout))
        #expect(TagMemory.read(part) == .foreign(.impossiblePart))
        #expect(TagMemory.read(number) == .foreign(.noItemNumber))
        #expect(TagMemory.read(letters) == .foreign(.noItemNumber))
        #expect(TagMemory.read([UInt8]()) == .foreign(.tooShort))
        #expect(TagMemory.read([1, 2, 3]) == .foreign(.tooShort))
    }

    @Test func `on which nothing was written is blank`() {
        #expect(TagMemory.read([UInt8](repeating: 0, count: 112)) == .blank)
        #expect(TagMemory.read([UInt8](repeating: 0xFF, count: 112)) == .blank)
        #expect(TagMemory.read([0, 0, 0, 0]) == .blank)
    }

    @Test func `of a patron's card holds nothing to borrow`() throws {
        var content = try Sample.content()
        content.usage = .patronCard

        #expect(TagMemory.read(try #require(TagMemory.block(content))) == .patronCard)
    }

    @Test func `whose blocks came the wrong way round is put right`() throws {
        let content = try Sample.content()
        let block = try #require(TagMemory.block(content)) + [0, 0]
        let turned = TagMemory.turned(block, blockLength: 4)

        #expect(turned != block)
        #expect(TagMemory.read(TagMemory.turned(turned, blockLength: 4)) == .item(content))
        #expect(TagMemory.turned(block, blockLength: 1) == block)
        #expect(TagMemory.turned([1, 2, 3, 4, 5], blockLength: 4) == [4, 3, 2, 1, 5])
    }

    @Test func `has room for what fits and for nothing else`() throws {
        var content = try Sample.content("12345678901234567")
        #expect(TagMemory.block(content) == nil)
        content.item = try Sample.item("1234567890123456")
        content.owner = OwnerLibrary("DK-12345678901")
        #expect(TagMemory.block(content) != nil)
        #expect(TagMemory.shortBlock(content) == nil)
        content.owner = OwnerLibrary("DK-123456789")
        #expect(TagMemory.shortBlock(content) != nil)
    }

    @Test(arguments: ["DK-", "DK718500", "dk-1", "D1-1", "DK-123456789012", "DK-1 2", "", "DK-æ"])
    func `has no owner that is no ISIL`(_ text: String) {
        #expect(OwnerLibrary(text) == nil)
    }

    @Test func `says for every usage what it is`() throws {
        for code in UInt8(0)...15 where code != 8 {
            var block = try #require(TagMemory.block(try Sample.content()))
            block[0] = 0x10 | code
            guard case .damaged(let content) = TagMemory.read(block), code != 1 else {
                #expect(code == 1)
                continue
            }
            #expect(!content.usage.isForLoan)
            #expect(TagMemory.block(content)?[0] == 0x10 | code)
        }
    }

    @Test func `and its number are shown by no description`() throws {
        var dumped = ""
        dump([try Sample.id(7)], to: &dumped)
        dump(TagMemory.read(try #require(TagMemory.block(try Sample.content()))), to: &dumped)

        #expect(!dumped.contains("3829213522"))
        #expect(!dumped.contains("224"))
        #expect(TagID([1, 2, 3]) == nil)
        #expect(try Sample.id(7).bytes == [0xE0, 0x04, 1, 0, 0, 0, 0, 7])
    }
}
