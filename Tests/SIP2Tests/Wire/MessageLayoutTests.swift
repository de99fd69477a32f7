// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `The table of messages` {
    @Test func `has the widths of the protocol`() {
        let widths: [UInt8: Int] = [
            1: 19, 9: 37, 11: 38, 15: 19, 17: 18, 19: 18, 23: 21, 25: 18, 29: 38, 35: 18, 37: 25,
            63: 31, 65: 18, 93: 2, 97: 0, 99: 8, 10: 22, 12: 22, 16: 20, 18: 24, 20: 19, 24: 35,
            26: 35, 30: 22, 36: 19, 38: 19, 64: 59, 66: 27, 94: 1, 96: 0, 98: 34,
        ]
        let found = MessageLayout.all.map { ($0.command.rawValue, $0.fixedWidth) }
        #expect(Dictionary(uniqueKeysWithValues: found) == widths)
    }

    @Test func `tells required from optional fields`() throws {
        let hold = try #require(MessageLayout[.hold])
        #expect(
            hold.fields.map(\.description)
                == ["BW", "BS", "BY", "AO", "AA", "AD", "AB", "AJ", "AC", "BO"]
        )
        #expect(hold.required == [.institutionID, .patronIdentifier])
        let update = try #require(MessageLayout[.itemStatusUpdate])
        #expect(update.required == [.institutionID, .itemIdentifier, .itemProperties])
    }

    @Test func `answers each request with a message of its own`() throws {
        let pairs: [Int: Int] = [
            1: 24, 9: 10, 11: 12, 15: 16, 17: 18, 19: 20, 23: 24, 25: 26, 29: 30, 35: 36, 37: 38,
            63: 64, 65: 66, 93: 94, 99: 98,
        ]
        for number in 0...99 {
            let command = try #require(Command(rawValue: UInt8(number)))
            #expect(command.response.map { Int($0.rawValue) } == pairs[number])
        }
        #expect(Command(rawValue: 100) == nil)
        #expect(Command.checkin.description == "09")
        #expect(Command.checkin.name == "Checkin")
        #expect(Command(rawValue: 55)?.name == nil)
    }

    @Test func `knows which commands change records`() {
        let changing = MessageLayout.all.map(\.command).filter(\.changesRecords)
        #expect(Set(changing.map(\.rawValue)) == [1, 9, 11, 15, 19, 25, 29, 37, 65])
    }

    @Test func `names fields by two printable characters`() {
        #expect(FieldID("AO") == .institutionID)
        #expect(FieldID("A") == nil)
        #expect(FieldID("AOO") == nil)
        #expect(FieldID("A ") == nil)
        #expect(FieldID("ø") == nil)
        #expect(FieldID.unavailableHoldItem.repeats)
        #expect(!FieldID.institutionID.repeats)
    }
}
