// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

private let cardA = CardKey(1, 1, 1, 1)
private let cardB = CardKey(2, 2, 2, 2)

private func patron(_ key: CardKey, at now: Uptime = uptime()) throws -> Presentation {
    Presentation(card: try card("71019012\(key.first)4"), key: key, since: now)
}

private func reader(_ lengths: ClosedRange<Int> = 4...6) -> AccessPointMachine {
    AccessPointMachine(ReaderSettings(reader: mainReader, door: mainDoor), pinLengths: lengths)
}

extension AccessPointMachine {
    /// Lets a patron begin to type.
    fileprivate mutating func beginPIN(_ key: CardKey = cardA, at now: Uptime = uptime()) throws {
        _ = presented(try patron(key, at: now))
        enterPIN(try #require(presentation), at: now)
    }

    @discardableResult
    fileprivate mutating func type(_ text: String, at now: Uptime = uptime()) -> [Action] {
        text.utf8.reduce([]) { actions, byte in
            actions + keyPressed(.digit(byte - 0x30), at: now)
        }
    }
}

@Suite struct `An access point` {
    @Test func `weighs a card as soon as it is presented`() throws {
        var reader = reader()
        let (actions, gaveWay) = reader.presented(try patron(cardA))
        #expect(actions == [.weigh])
        #expect(gaveWay == nil)
        #expect(reader.presentation?.key == cardA)
        #expect(reader.sign(at: uptime()) == .asking)
        #expect(reader.nextDeadline == nil)
    }

    @Test func `shows how many digits are typed, and out of how many when that is fixed`() throws {
        var open = reader()
        try open.beginPIN()
        open.type("12")
        #expect(open.sign(at: uptime()) == .enterPIN(typed: 2, length: nil))
        var fixed = reader(4...4)
        try fixed.beginPIN()
        fixed.type("123")
        #expect(fixed.sign(at: uptime()) == .enterPIN(typed: 3, length: 4))
    }

    @Test func `sends off a PIN on OK once it is long enough`() throws {
        var reader = reader()
        try reader.beginPIN()
        #expect(reader.type("123").isEmpty)
        #expect(reader.keyPressed(.enter, at: uptime()).isEmpty)
        #expect(reader.type("4").isEmpty)
        #expect(reader.keyPressed(.enter, at: uptime()) == [.weigh])
        #expect(reader.presentation?.typed?.secret == Array("1234".utf8))
        #expect(reader.presentation?.pin == .entered)
    }

    @Test func `sends off a PIN of fixed length by itself`() throws {
        var reader = reader(4...4)
        try reader.beginPIN()
        #expect(reader.type("8642") == [.weigh])
        #expect(reader.presentation?.typed?.secret == Array("8642".utf8))
    }

    @Test func `takes no more digits than the PIN can have`() throws {
        var reader = reader()
        try reader.beginPIN()
        #expect(reader.type("1234567") == [.ignored(.pinFull)])
        #expect(reader.keyPressed(.digit(10), at: uptime()) == [.ignored(.pinFull)])
        _ = reader.keyPressed(.enter, at: uptime())
        #expect(reader.presentation?.typed?.secret == Array("123456".utf8))
    }

    @Test func `narrows lengths that no PIN can have`() throws {
        var reader = reader(1...3)
        try reader.beginPIN()
        #expect(reader.type("1234") == [.weigh])
    }

    @Test func `takes back a digit at a time`() throws {
        var reader = reader()
        try reader.beginPIN()
        reader.type("12399")
        for _ in 0..<2 { #expect(reader.keyPressed(.clear, at: uptime()).isEmpty) }
        reader.type("4")
        _ = reader.keyPressed(.enter, at: uptime())
        #expect(reader.presentation?.typed?.secret == Array("1234".utf8))
        var empty = PortnerCoreTests.reader()
        try empty.beginPIN()
        #expect(empty.keyPressed(.clear, at: uptime()).isEmpty)
        #expect(empty.sign(at: uptime()) == .enterPIN(typed: 0, length: nil))
    }

    @Test func `gives up on cancel, without the digits`() throws {
        var reader = reader()
        try reader.beginPIN()
        reader.type("1234")
        #expect(reader.keyPressed(.cancel, at: uptime()) == [.weigh])
        #expect(reader.presentation?.pin == .withheld)
        #expect(reader.presentation?.typed == nil)
    }

    @Test func `gives each key the whole time again, also OK and take back`() throws {
        for key in [Key.digit(1), .clear, .enter] {
            var reader = reader()
            try reader.beginPIN()
            #expect(reader.nextDeadline == uptime(.seconds(30)))
            _ = reader.keyPressed(key, at: uptime(.seconds(29)))
            #expect(reader.nextDeadline == uptime(.seconds(59)))
            #expect(reader.advance(to: uptime(.seconds(58))).isEmpty)
            #expect(reader.advance(to: uptime(.seconds(59))) == [.weigh])
            #expect(reader.presentation?.pin == .withheld)
        }
    }

    @Test func `does not let a key that it ignores prolong the time`() throws {
        var reader = reader()
        try reader.beginPIN()
        reader.type("123456")
        reader.type("7", at: uptime(.seconds(20)))
        #expect(reader.nextDeadline == uptime(.seconds(30)))
    }

    @Test func `ignores keys when nobody is asked for a PIN`() throws {
        var reader = reader()
        for key in [Key.digit(1), .enter, .clear, .cancel] {
            #expect(reader.keyPressed(key, at: uptime()) == [.ignored(.noPINWanted)])
        }
        reader.checkPIN(try patron(cardA), Ticket(number: 1), at: uptime())
        #expect(reader.keyPressed(.cancel, at: uptime()) == [.ignored(.noPINWanted)])
        reader.conclude(.ready, until: uptime(.seconds(5)))
        #expect(reader.keyPressed(.enter, at: uptime()) == [.ignored(.noPINWanted)])
    }

    @Test func `lets a second card take over while a PIN is typed, with none of its digits`() throws
    {
        var reader = reader()
        try reader.beginPIN()
        reader.type("1234")
        let (actions, gaveWay) = reader.presented(try patron(cardB))
        #expect(actions == [.weigh])
        #expect(gaveWay?.key == cardA)
        #expect(reader.presentation?.key == cardB)
        reader.enterPIN(try #require(reader.presentation), at: uptime())
        #expect(reader.sign(at: uptime()) == .enterPIN(typed: 0, length: nil))
    }

    @Test func `takes the same card read twice for one patron`() throws {
        var reader = reader()
        try reader.beginPIN()
        reader.type("12")
        let (actions, gaveWay) = reader.presented(try patron(cardA))
        #expect(actions == [.ignored(.busy)])
        #expect(gaveWay == nil)
        #expect(reader.sign(at: uptime()) == .enterPIN(typed: 2, length: nil))
    }

    @Test func `refuses a second card while the first is asked about or checked`() throws {
        let first = try patron(cardA)
        for prepare in [
            { (reader: inout AccessPointMachine) in
                reader.checkPIN(first, Ticket(number: 1), at: uptime())
            },
            { reader in
                reader.askLibrary(first, Ticket(number: 1), timeout: .seconds(2), at: uptime())
            },
            { reader in _ = reader.presented(first) },
        ] {
            var reader = reader()
            prepare(&reader)
            let (actions, gaveWay) = reader.presented(try patron(cardB))
            #expect(actions == [.ignored(.busy)])
            #expect(gaveWay == nil)
            #expect(reader.presentation?.key == cardA)
        }
    }

    @Test func `takes the next card while it still shows the last outcome`() throws {
        var reader = reader()
        reader.conclude(.denied(.refused), until: uptime(.seconds(8)))
        #expect(reader.presented(try patron(cardB)).actions == [.weigh])
    }

    @Test func `clears an outcome when its time is over`() {
        var reader = reader()
        reader.conclude(.denied(.refused), until: uptime(.seconds(8)))
        #expect(reader.advance(to: uptime(.seconds(7))).isEmpty)
        #expect(reader.sign(at: uptime()) == .denied(.refused))
        #expect(reader.advance(to: uptime(.seconds(8))).isEmpty)
        #expect(reader.sign(at: uptime(.seconds(8))) == nil)
        #expect(reader.nextDeadline == nil)
    }

    @Test func `lets a patron who types finish under the old lengths`() throws {
        var reader = reader(4...4)
        let settings = ReaderSettings(reader: mainReader, door: mainDoor, pinTimeout: .seconds(10))
        try reader.beginPIN()
        reader.reconfigure(settings, pinLengths: 6...6)
        #expect(reader.settings == settings)
        #expect(reader.type("1234") == [.weigh])
        reader.enterPIN(try #require(reader.presentation), at: uptime())
        #expect(reader.sign(at: uptime()) == .enterPIN(typed: 0, length: 6))
        #expect(reader.nextDeadline == uptime(.seconds(10)))
    }

    @Test func `never shows what is typed, however it is printed`() throws {
        var one = reader()
        try one.beginPIN()
        var other = one
        one.type("8642")
        other.type("1111")
        var texts: [String] = []
        for reader in [one, other] {
            var dumped = ""
            dump(reader, to: &dumped)
            texts.append("\(reader)" + String(reflecting: reader) + dumped)
        }
        #expect(texts[0] == texts[1])
        #expect(!texts[0].contains("710190"))
    }
}

@Suite struct `An access point that waits` {
    private let ticket = Ticket(number: 7)
    private let other = Ticket(number: 6)

    @Test(arguments: [(true, PINEvidence.matched), (false, .mismatched)])
    func `learns how a PIN check went`(_ matches: Bool, _ pin: PINEvidence) throws {
        var reader = reader()
        reader.checkPIN(try patron(cardA), ticket, at: uptime())
        #expect(reader.pinChecked(matches: matches, other) == [.ignored(.late)])
        #expect(reader.libraryReplied(.unknownCard, ticket) == [.ignored(.late)])
        #expect(reader.pinChecked(matches: matches, ticket) == [.weigh])
        #expect(reader.presentation?.pin == pin)
        #expect(reader.pinChecked(matches: true, ticket) == [.ignored(.late)])
    }

    @Test func `takes a check that never ends for one that failed`() throws {
        var reader = reader()
        reader.checkPIN(try patron(cardA), ticket, at: uptime())
        let due = uptime() + ReaderSettings.pinCheckMax
        #expect(reader.nextDeadline == due)
        #expect(reader.advance(to: due) == [.weigh])
        #expect(reader.presentation?.pin == .mismatched)
        #expect(reader.pinChecked(matches: true, ticket) == [.ignored(.late)])
    }

    @Test(arguments: [
        (true as Bool?, PINEvidence.accepted), (false, .rejected), (nil, .rejected),
    ])
    func `learns what the library system says of a PIN`(
        _ accepted: Bool?,
        _ pin: PINEvidence
    ) throws {
        var reader = reader()
        var asking = try patron(cardA)
        asking.typed = try PortnerCoreTests.pin("1234")
        reader.askLibrary(asking, ticket, timeout: .seconds(2), at: uptime())
        #expect(reader.isAsking(ticket))
        #expect(!reader.isAsking(other))
        let reply = LibraryReply.known(facts(), pinAccepted: accepted)
        #expect(reader.libraryReplied(reply, other) == [.ignored(.late)])
        #expect(reader.pinChecked(matches: true, ticket) == [.ignored(.late)])
        #expect(reader.libraryReplied(reply, ticket) == [.weigh])
        #expect(reader.presentation?.library == .known(facts()))
        #expect(reader.presentation?.pin == pin)
        #expect(!reader.isAsking(ticket))
    }

    @Test func `leaves the PIN alone where none was typed`() throws {
        for reply in [LibraryReply.known(facts(), pinAccepted: true), .unknownCard, .noAnswer] {
            var reader = reader()
            reader.askLibrary(try patron(cardA), ticket, timeout: .seconds(2), at: uptime())
            #expect(reader.libraryReplied(reply, ticket) == [.weigh])
            #expect(reader.presentation?.pin == .notEntered)
        }
    }

    @Test func `gives up on an answer at the deadline, and ignores it when it comes late`() throws {
        var reader = reader()
        reader.askLibrary(try patron(cardA), ticket, timeout: .seconds(2), at: uptime())
        #expect(reader.advance(to: uptime(.milliseconds(1999))).isEmpty)
        #expect(reader.advance(to: uptime(.seconds(2))) == [.weigh])
        #expect(reader.presentation?.library == .noAnswer)
        #expect(reader.libraryReplied(.unknownCard, ticket) == [.ignored(.late)])
    }

    @Test func `believes no answer from before the PIN was typed`() throws {
        var reader = reader()
        reader.askLibrary(try patron(cardA), ticket, timeout: .seconds(2), at: uptime())
        _ = reader.libraryReplied(.known(facts(), pinAccepted: nil), ticket)
        reader.enterPIN(try #require(reader.presentation), at: uptime())
        reader.type("1234")
        _ = reader.keyPressed(.enter, at: uptime())
        #expect(reader.presentation?.library == .notAsked)
    }
}
