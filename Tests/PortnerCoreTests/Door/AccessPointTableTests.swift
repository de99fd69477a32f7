// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import PortnerCore

/// Everything that can happen at a reader, and every order the station can give it.
private enum Input: Hashable, CaseIterable {
    case cardA, cardB, one, two, enter, clear, cancel
    case matches, mismatches, lateCheck
    case accepted, rejected, unknownCard, noAnswer, lateReply
    case aSecond, theNextDeadline
    case orderPIN, orderCheck, orderQuestion, conclude

    var isOrder: Bool {
        [.orderPIN, .orderCheck, .orderQuestion, .conclude].contains(self)
    }
    var isKey: Bool { [.one, .two, .enter, .clear, .cancel].contains(self) }
    /// Whether a number can begin with it.
    var begins: Bool { [.one, .two, .enter].contains(self) }
}

/// What can be seen of a reader from outside; two readers that look alike behave alike.
private struct Look: Hashable {
    var sign: PanelView.Sign?
    var key: CardKey?
    var pin: PINEvidence?
    var library: LibraryStatement?
    var typed: [UInt8]?
    var deadline: Uptime?
    var isAsking: Bool
    var now: Uptime
    var digits: [UInt8]
    var ticket: Ticket
    var takesNumbers: Bool
}

private struct Desk {
    /// Whether the door takes typed numbers.
    var takesNumbers = false
    var machine = AccessPointMachine(
        ReaderSettings(reader: mainReader, door: mainDoor, pinTimeout: .seconds(3)),
        pinLengths: 4...5
    )
    var now = uptime()
    /// The digits that a patron would say are typed.
    var digits: [UInt8] = []
    var ticket = Ticket(number: 0)

    var look: Look {
        let patron = machine.presentation
        return Look(
            sign: machine.sign(at: now),
            key: patron?.key,
            pin: patron?.pin,
            library: patron?.library,
            typed: patron?.typed?.secret,
            deadline: machine.nextDeadline,
            isAsking: machine.isAsking(ticket),
            now: now,
            digits: digits,
            ticket: ticket,
            takesNumbers: takesNumbers
        )
    }

    var isTypingNumber: Bool {
        if case .enterNumber? = machine.sign(at: now) { return true }
        return false
    }
    var isAtRest: Bool { machine.presentation == nil && machine.sign(at: now) == nil }

    var isTyping: Bool {
        if case .enterPIN? = machine.sign(at: now) { return true }
        return false
    }
    var isWeighing: Bool { machine.presentation != nil && machine.nextDeadline == nil }
    var isChecking: Bool {
        machine.presentation != nil && machine.nextDeadline != nil && !isTyping
            && !machine.isAsking(ticket)
    }

    /// Whether the station could bring this about: it gives orders only when asked to weigh.
    func allows(_ input: Input) -> Bool {
        switch input {
        case .theNextDeadline: machine.nextDeadline != nil
        case .conclude: isWeighing
        case _ where input.isOrder: isWeighing
        default: true
        }
    }

    mutating func take(_ input: Input) throws -> [AccessPointMachine.Action] {
        switch input {
        case .cardA, .cardB:
            let number: UInt64 = input == .cardA ? 1 : 2
            let patron = Presentation(
                card: try card("7101901\(number)34"),
                key: CardKey(number, 0, 0, 0),
                since: now
            )
            return machine.presented(patron).actions
        case .one: return press(.digit(1))
        case .two: return press(.digit(2))
        case .enter: return press(.enter)
        case .clear: return press(.clear)
        case .cancel: return press(.cancel)
        case .matches: return machine.pinChecked(matches: true, ticket)
        case .mismatches: return machine.pinChecked(matches: false, ticket)
        case .lateCheck: return machine.pinChecked(matches: true, Ticket(number: 99))
        case .accepted:
            return machine.libraryReplied(.known(facts(), pinAccepted: true), ticket)
        case .rejected:
            return machine.libraryReplied(.known(facts(), pinAccepted: false), ticket)
        case .unknownCard: return machine.libraryReplied(.unknownCard, ticket)
        case .noAnswer: return machine.libraryReplied(.noAnswer, ticket)
        case .lateReply: return machine.libraryReplied(.unknownCard, Ticket(number: 99))
        case .aSecond:
            now = now + .seconds(1)
            return machine.advance(to: now)
        case .theNextDeadline:
            now = max(now, machine.nextDeadline ?? now)
            return machine.advance(to: now)
        case .orderPIN, .orderCheck, .orderQuestion, .conclude:
            try obey(input)
            return []
        }
    }

    private mutating func press(_ key: Key) -> [AccessPointMachine.Action] {
        let begins = isAtRest && takesNumbers && key != .clear && key != .cancel
        if begins { digits = [] }
        let most = isTyping ? 5 : isTypingNumber || begins ? 16 : 0
        switch key {
        case .digit(let value) where digits.count < most: digits.append(0x30 + value)
        case .clear where most > 0: _ = digits.popLast()
        default: break
        }
        return machine.keyPressed(key, beginsNumber: takesNumbers, at: now)
    }

    private mutating func obey(_ order: Input) throws {
        let patron = try #require(machine.presentation)
        ticket = Ticket(number: ticket.number + 1)
        switch order {
        case .orderPIN:
            digits = []
            machine.enterPIN(patron, at: now)
        case .orderCheck: machine.checkPIN(patron, ticket, at: now)
        case .orderQuestion:
            machine.askLibrary(patron, ticket, timeout: .seconds(2), at: now)
        default: machine.conclude(.denied(.refused), until: now + .seconds(8))
        }
    }
}

@Suite struct `Every state of an access point` {
    @Test func `serves one patron at a time and mixes nothing up`() throws {
        // From an idle reader, and from one at which most of a PIN or of a number is typed already.
        var typing = Desk()
        for input in [Input.cardA, .orderPIN, .one, .one, .one] { _ = try typing.take(input) }
        var short = Desk(takesNumbers: true)
        for _ in 1...4 { _ = try short.take(.one) }
        var long = short
        for _ in 5...15 { _ = try long.take(.two) }
        var frontier = [Desk(), Desk(takesNumbers: true), typing, short, long]
        var visited = Set(frontier.map(\.look))
        for _ in 0..<6 {
            var next: [Desk] = []
            for desk in frontier {
                for input in Input.allCases where desk.allows(input) {
                    var after = desk
                    let actions = try after.take(input)
                    try check(desk, after, input, actions)
                    if visited.insert(after.look).inserted { next.append(after) }
                }
            }
            frontier = next
        }
        #expect(visited.count > 3000)
        #expect(Set(visited.compactMap(\.pin)).count == 7)
        #expect(Set(visited.compactMap(\.library)).count == 4)
        #expect(visited.contains { $0.typed?.count == 4 })
        for hint in NumberHint.allCases {
            let isSeen = visited.contains {
                $0.sign == .enterNumber(typed: $0.digits.count, hint: hint)
            }
            #expect(isSeen)
        }
    }

    private func check(
        _ before: Desk,
        _ after: Desk,
        _ input: Input,
        _ actions: [AccessPointMachine.Action]
    ) throws {
        let from = before.machine.presentation
        let to = after.machine.presentation
        try insist((actions == [.weigh]) == (after.isWeighing && !before.isWeighing), "\(input)")
        if case .ignored? = actions.first {
            try insist(before.look == after.look, "an ignored \(input) changed something")
        }
        // Somebody who is being served stays until the decision, or gives way while typing.
        if let from, let to, from.key != to.key {
            try insist(before.isTyping && [.cardA, .cardB].contains(input))
            try insist(to.pin == .notEntered && to.typed == nil && to.library == .notAsked)
        }
        if let from, to == nil { try insist(input == .conclude, "\(input) lost \(from)") }
        if from == nil, to != nil { try insist([.cardA, .cardB].contains(input)) }
        if let to, to.pin == .entered, actions == [.weigh] {
            try insist(to.typed?.secret == after.digits, "\(input)")
        }
        if input.isKey, !before.isTyping { try checkNumber(before, after, input, actions) }
        if input == .lateCheck || input == .lateReply { try insist(actions == [.ignored(.late)]) }
        if [.matches, .mismatches].contains(input), !before.isChecking {
            try insist(actions == [.ignored(.late)])
        }
        if [.accepted, .rejected, .unknownCard, .noAnswer].contains(input) {
            let isWaiting = before.machine.isAsking(before.ticket)
            try insist(actions == (isWaiting ? [.weigh] : [.ignored(.late)]))
        }
        if [.aSecond, .theNextDeadline].contains(input) {
            try insist(after.machine.nextDeadline.map { $0 > after.now } ?? true)
        }
    }

    /// A key where no PIN is typed: it belongs to a number, or to nothing.
    private func checkNumber(
        _ before: Desk,
        _ after: Desk,
        _ input: Input,
        _ actions: [AccessPointMachine.Action]
    ) throws {
        let begins = before.isAtRest && before.takesNumbers && input.begins
        guard before.isTypingNumber || begins else {
            return try insist(actions == [.ignored(.noPINWanted)], "\(input)")
        }
        if case .typed(let card)? = actions.first {
            try insist(input == .enter && before.isTypingNumber && after.isAtRest)
            return try insist(Array(card.secret.utf8) == before.digits, "another number")
        }
        try insist(actions.isEmpty, "\(input)")
        if input == .cancel { return try insist(after.isAtRest) }
        let count = before.isTypingNumber ? before.digits.count : 0
        let isShort = input == .enter && before.isTypingNumber && count < 6
        let isFull = count == 16 && [.one, .two].contains(input)
        let hint: NumberHint? = isShort ? .tooShort : isFull ? .tooLong : nil
        let sign = PanelView.Sign.enterNumber(typed: after.digits.count, hint: hint)
        try insist(after.machine.sign(at: after.now) == sign, "\(input)")
        try insist(after.machine.nextDeadline == after.now + .seconds(3))
    }
}
