// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import RFIDTags
import Testing

@Suite struct `A pad` {
    @Test func `has a tag on it that two rounds saw, until none did for half a second`() throws {
        let tag = try Sample.id(1)
        var pad = TagPad()
        #expect(pad.see([tag], at: Sample.time(0)).isEmpty)
        #expect(pad.present.isEmpty)
        #expect(pad.see([tag], at: Sample.time(100)) == [.arrived(tag)])
        #expect(pad.see([tag], at: Sample.time(200)).isEmpty)
        #expect(pad.see([], at: Sample.time(600)).isEmpty)
        #expect(pad.present == [tag])
        #expect(pad.nextDeadline == Sample.time(700))
        #expect(pad.advance(to: Sample.time(700)) == [.left(tag)])
        #expect(pad.present.isEmpty)
        #expect(pad.nextDeadline == nil)
    }

    @Test func `has no ghosts on it`() throws {
        var pad = TagPad()
        #expect(pad.see([try Sample.id(1)], at: Sample.time(0)).isEmpty)
        #expect(pad.see([], at: Sample.time(500)).isEmpty)
        #expect(pad.see([try Sample.id(1)], at: Sample.time(600)).isEmpty)
        #expect(pad.present.isEmpty)
    }

    @Test func `keeps what one patron left from the next`() throws {
        let (old, new) = (try Sample.id(1), try Sample.id(2))
        var pad = TagPad()
        for time in [0, 100] { _ = pad.see([old], at: Sample.time(time)) }
        pad.endSession()

        #expect(pad.present.isEmpty)
        #expect(pad.leftBehind == [old])
        #expect(pad.see([old, new], at: Sample.time(200)).isEmpty)
        #expect(pad.see([old, new], at: Sample.time(300)) == [.arrived(new)])
        #expect(pad.present == [new])
        // It is lifted, about which nobody is told, and put down by the next patron.
        #expect(pad.see([new], at: Sample.time(900)).isEmpty)
        #expect(pad.leftBehind.isEmpty)
        _ = pad.see([old, new], at: Sample.time(1000))
        #expect(pad.see([old, new], at: Sample.time(1100)) == [.arrived(old)])
    }

    @Test func `keeps a tag that was seen once before the session ended from the next, too`() throws
    {
        let tag = try Sample.id(1)
        var pad = TagPad()
        _ = pad.see([tag], at: Sample.time(0))
        pad.endSession()

        #expect(pad.see([tag], at: Sample.time(100)).isEmpty)
        #expect(pad.present.isEmpty)
    }

    @Test func `has room for so many tags and no more`() throws {
        let tags = Set(try (0..<200).map { try Sample.id(UInt8($0)) })
        var pad = TagPad()
        for time in [0, 100] { _ = pad.see(tags, at: Sample.time(time)) }

        #expect(pad.present.count == TagPad.tagsMax)
    }
}

@Suite struct `The tags of an item` {
    private func sets(_ contents: [TagContent]) throws -> [TagSet] {
        TagSet.sets(
            of: Dictionary(
                uniqueKeysWithValues: try contents.enumerated().map {
                    (try Sample.id(UInt8($0)), $1)
                }
            )
        )
    }

    @Test func `are complete when each part is there once`() throws {
        let set = try #require(
            try sets([
                try Sample.content(part: 2, of: 3), try Sample.content(part: 1, of: 3),
                try Sample.content(part: 3, of: 3),
            ]).first
        )
        #expect(set.completeness == .complete)
        #expect(set.owner == OwnerLibrary("DK-718500"))
        #expect(set.isForLoan)
    }

    @Test func `say which parts are missing`() throws {
        let set = try sets([try Sample.content(part: 2, of: 4)]).first
        #expect(set?.completeness == .missing([1, 3, 4]))
    }

    @Test func `may contradict one another`() throws {
        let twice = try sets([try Sample.content(), try Sample.content()])
        let counts = try sets([
            try Sample.content(part: 1, of: 2), try Sample.content(part: 2, of: 3),
        ])
        #expect(twice.map(\.completeness) == [.contradictory])
        #expect(counts.map(\.completeness) == [.contradictory])
    }

    @Test func `are those of one item alone, whatever the case of its letters`() throws {
        let found = try sets([
            try Sample.content("LP-1", part: 1, of: 2), try Sample.content("2"),
            try Sample.content("lp-1", part: 2, of: 2),
        ])
        #expect(found.map(\.tags.count) == [2, 1])
        #expect(found.map(\.completeness) == [.complete, .complete])
    }

    @Test func `may be borrowed only if all of them may`() throws {
        var other = try Sample.content(part: 2, of: 2)
        other.usage = .notForCirculation
        other.owner = nil
        let set = try sets([try Sample.content(part: 1, of: 2), other]).first

        #expect(set?.isForLoan == false)
        #expect(set?.owner == nil)
    }
}
