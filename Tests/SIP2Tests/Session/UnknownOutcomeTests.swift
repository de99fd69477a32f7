// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

/// What a request ends with when it gets no answer, for each command and each place to be cut off.
@Suite struct `A request without an answer` {
    typealias Outcome = ClientSession.Failure.Outcome

    /// Every request that a session takes.
    static let commands = MessageLayout.all.map(\.command).filter { $0.response != nil }

    /// The requests that must not be carried out twice, by the protocol's numbers.
    static let changes: Set<String> = ["01", "09", "11", "15", "19", "25", "29", "37", "65"]

    /// Where the way of a request ends.
    enum Cut: CaseIterable, Sendable {
        case beforeConnection, duringOpening, behindAnother, queueFull, notWritable
        case afterWriting, withinAnswer, silence, damagedAnswers, refusedRequest, foreignAnswer
        case statusOnly

        /// Whether the request had been written.
        var isAfterWriting: Bool {
            switch self {
            case .beforeConnection, .duringOpening, .behindAnother, .queueFull, .notWritable: false
            default: true
            }
        }
    }

    /// A request with an item and a patron.
    static func request(_ command: Command, patron: String = "p1") -> Message {
        let width = MessageLayout[command]?.fixedWidth ?? 0
        var message = Message(command, fixed: String(repeating: "0", count: width))
        message.append(.patronIdentifier, patron)
        message.append(.itemIdentifier, "i1")
        return message
    }

    /// The answer to a request, about a patron and an item.
    static func answer(_ command: Command, patron: String = "p1") -> String {
        guard let response = command.response, let layout = MessageLayout[response] else {
            return ""
        }
        let fixed = String(repeating: "1", count: layout.fixedWidth)
        return "\(response)\(fixed)AA\(patron)|ABi1|"
    }

    private static func session(opening: [ClientSession.Configuration.OpeningStep] = [])
        -> ClientSession
    {
        var configuration = ClientSession.Configuration(dialect: checkedUTF8)
        configuration.opening = opening
        configuration.queueLimit = 1
        return ClientSession(configuration)
    }

    /// Brings a request to the cut, and gives all that the session did about it.
    private static func actions(_ command: Command, _ cut: Cut) -> [ClientSession.Action] {
        var session = session(opening: cut == .duringOpening ? [.status] : [])
        let id = ClientSession.RequestID(1)
        var actions: [ClientSession.Action] = []
        if cut != .beforeConnection { _ = session.connected(at: .zero) }
        if cut == .behindAnother || cut == .queueFull {
            _ = session.send(request(.patronStatus), as: .init(8), at: .zero)
        }
        if cut == .queueFull {
            _ = session.send(request(.patronStatus), as: .init(9), at: .zero)
        }
        actions += session.send(
            request(command, patron: cut == .notWritable ? "p|" : "p1"),
            as: id,
            at: .zero
        )
        let damaged = Array("\(answer(command))AY0AZ0000\r".utf8)
        switch cut {
        case .beforeConnection, .queueFull, .notWritable: break
        case .duringOpening, .behindAnother, .afterWriting: actions += session.disconnected()
        case .withinAnswer:
            actions += session.received(wire(answer(command), 0).dropLast(), at: .zero)
            actions += session.disconnected()
        case .silence:
            while let deadline = session.nextDeadline { actions += session.advance(to: deadline) }
        case .damagedAnswers:
            for _ in 0..<4 { actions += session.received(damaged, at: .zero) }
        case .refusedRequest:
            for _ in 0..<4 { actions += session.received(Array("96AZFEF6\r".utf8), at: .zero) }
        case .foreignAnswer:
            actions += session.received(wire(answer(command, patron: "p2"), 0), at: .zero)
        case .statusOnly:
            for number in 0..<4 {
                actions += session.received(wire(`A client session`.status, number), at: .zero)
            }
        }
        return actions
    }

    private static func failures(_ actions: [ClientSession.Action]) -> [ClientSession.Failure] {
        actions.compactMap { action in
            if case .fail(.init(1), let failure) = action { failure } else { nil }
        }
    }

    @Test(arguments: commands)
    func `tells whether it can have changed anything`(command: Command) throws {
        let mayChange = Self.changes.contains("\(command)")
        #expect(command.changesRecords == mayChange)
        // An SC Status is answered by a status.
        for cut in Cut.allCases where command != .scStatus || cut != .statusOnly {
            let failures = Self.failures(Self.actions(command, cut))
            let expected: Outcome =
                !cut.isAfterWriting ? .notSent : mayChange ? .unknown : .unanswered
            #expect(failures.map(\.outcome) == [expected], "\(command) \(cut)")
        }
    }

    @Test(arguments: commands)
    func `is never sent on the next connection`(command: Command) {
        for cut in [Cut.afterWriting, .withinAnswer, .silence, .foreignAnswer] {
            var session = Self.session()
            _ = session.connected(at: .zero)
            _ = session.send(Self.request(command), as: .init(1), at: .zero)
            if cut == .silence {
                while let deadline = session.nextDeadline { _ = session.advance(to: deadline) }
            }
            _ = session.disconnected()
            let now = Duration.seconds(60)
            #expect(outline(session.connected(at: now)) == ["ready"])
            #expect(session.advance(to: now + .seconds(1)) == [])
            #expect(session.queuedRequests == 0)
        }
    }

    /// How often a request is written when no answer comes.
    private func writings(
        of command: Command,
        suppressing: Bool,
        answering: (String) -> [UInt8]
    ) -> [[UInt8]] {
        var configuration = ClientSession.Configuration(dialect: checkedUTF8)
        configuration.dialect.suppressesDuplicates = suppressing
        configuration.opening = []
        var session = ClientSession(configuration)
        _ = session.connected(at: .zero)
        _ = session.send(Self.request(.patronStatus), as: .init(1), at: .zero)
        _ = session.received(answering(Self.answer(.patronStatus)), at: .zero)
        var actions = session.send(Self.request(command), as: .init(2), at: .zero)
        while let deadline = session.nextDeadline { actions += session.advance(to: deadline) }
        return actions.compactMap { if case .write(let bytes) = $0 { bytes } else { nil } }
    }

    @Test(arguments: commands)
    func `is repeated after a time-out only where it cannot be carried out twice`(
        command: Command
    ) {
        let numbered = { wire($0, 0) }
        let unchecked = { (body: String) in Array("\(body)AY0\r".utf8) }
        let changes = command.changesRecords
        let trusted = writings(of: command, suppressing: true, answering: numbered)
        #expect(trusted.count == 2)
        #expect(Set(trusted).count == 1, "a repetition has the same number and checksum")
        let distrusted = writings(of: command, suppressing: false, answering: numbered)
        #expect(distrusted.count == (changes ? 1 : 2))
        let withoutChecksum = writings(of: command, suppressing: true, answering: unchecked)
        #expect(withoutChecksum.count == 1)
        let withoutNumber = writings(of: command, suppressing: true) { wire($0, nil) }
        #expect(withoutNumber.count == 1)
    }
}

/// A library system may count each PIN as an attempt, and lock the card after a few.
@Suite struct `A question that carries a PIN` {
    typealias Table = `A client session`

    /// What a session does when a question gets no answer.
    enum Trouble: CaseIterable, Sendable {
        case silence, refusedRequest, previousAnswer, firstAnswerDamaged
    }

    private static func question(pin: String?) -> Message {
        var message = Table.query
        message.append(.patronIdentifier, "p")
        if let pin { message.append(.patronPassword, pin) }
        return message
    }

    /// How often a question is written.
    private func writings(pin: String?, _ trouble: Trouble, suppressing: Bool) -> Int {
        var configuration = ClientSession.Configuration(dialect: checkedUTF8)
        configuration.dialect.suppressesDuplicates = suppressing
        configuration.opening = []
        var session = ClientSession(configuration)
        _ = session.connected(at: .zero)
        if trouble != .firstAnswerDamaged {
            _ = session.send(Table.query, as: .init(1), at: .zero)
            _ = session.received(wire(Table.patron, 0), at: .zero)
        }
        var actions = session.send(Self.question(pin: pin), as: .init(2), at: .zero)
        let refusal = Array("96AZFEF6\r".utf8)
        switch trouble {
        case .silence: break
        case .refusedRequest: actions += session.received(refusal, at: .zero)
        case .previousAnswer:
            actions += session.received(Array("\(Table.patron)AY1AZ0000\r".utf8), at: .zero)
            actions += session.received(wire(Table.patron, 0), at: .zero)
        case .firstAnswerDamaged:
            actions += session.received(Array("\(Table.patron)AY0AZ0000\r".utf8), at: .zero)
        }
        while let deadline = session.nextDeadline { actions += session.advance(to: deadline) }
        let last = outline(actions).dropLast().last ?? ""
        #expect(last.hasPrefix("fail 2") && last.hasSuffix("unanswered"), "\(trouble)")
        return outline(actions).count { $0.hasPrefix("write 23") }
    }

    @Test(arguments: Trouble.allCases)
    func `is written once unless duplicates are suppressed`(trouble: Trouble) {
        #expect(writings(pin: "1234", trouble, suppressing: false) == 1)
        #expect(writings(pin: "", trouble, suppressing: false) > 1)
        #expect(writings(pin: nil, trouble, suppressing: false) > 1)
        // Before its first answer it is not known that the peer looks at checksums at all.
        let isKnown = trouble != .firstAnswerDamaged
        #expect((writings(pin: "1234", trouble, suppressing: true) > 1) == isKnown)
    }
}

@Suite struct `A request that came damaged` {
    typealias Table = `A client session`

    // A 96 has no number: it may be about the message before, and the change carried out.
    @Test(arguments: [false, true])
    func `is sent again when it is a change only where it cannot happen twice`(suppresses: Bool) {
        var configuration = ClientSession.Configuration(dialect: checkedUTF8)
        configuration.opening = []
        configuration.dialect.suppressesDuplicates = suppresses
        var session = ClientSession(configuration)
        _ = session.connected(at: .zero)
        _ = session.send(Table.change, as: .init(1), at: .zero)
        let seen = outline(session.received(Array("96AZFEF6\r".utf8), at: .zero))
        #expect(
            seen
                == (suppresses
                    ? ["write 09/0"] : ["fail 1 resendRefused unknown", "close damaged"])
        )
    }
}

@Suite struct `A status instead of an answer` {
    typealias Table = `A client session`

    private func awaiting(_ request: Message) -> ClientSession {
        var configuration = ClientSession.Configuration(dialect: checkedUTF8)
        configuration.opening = []
        var session = ClientSession(configuration)
        _ = session.connected(at: .zero)
        _ = session.send(request, as: .init(1), at: .zero)
        return session
    }

    @Test func `with the number of a change has it sent again`() {
        var session = awaiting(Table.change)
        let seen = session.received(wire(Table.status, 0), at: .zero)
        #expect(outline(seen) == ["status", "write 09/1"])
    }

    // It may have been on its way before the request came.
    @Test func `without a number leaves a request waiting for its answer`() {
        let requests = [
            (Table.change, Table.returned, "deliver 1 10"),
            (Table.query, Table.patron, "deliver 1 24"),
        ]
        for (request, answer, delivery) in requests {
            var session = awaiting(request)
            let seen = session.received(wire(Table.status, nil), at: .zero)
            #expect(outline(seen) == ["status"])
            #expect(outline(session.received(wire(answer, 0), at: .zero)) == [delivery])
        }
    }
}

@Suite struct `An answer about somebody else` {
    private func message(_ text: String) throws -> Message {
        try decoded(text)
    }

    static let asked = "11NN20261122    01282620261122    012826AOi|AA1001|ABb1|AC|"
    static let told = "121NNY20261122    012826AOi|"

    @Test(arguments: [
        ("AA1001|ABb1|", false), ("AA1001|ABB1|", false), ("AA 1001 |ABb1  |", false),
        ("AA|AB|", false), ("", false), ("AALN:77|ABb1|", false), ("AAANY:77|ABb1|", false),
        ("AA1002|ABb1|", true), ("AA1001|ABb2|", true), ("AA100|ABb1|", true), ("ABb|", true),
    ])
    func `is told by the identifiers that come back`(fields: String, isForeign: Bool) throws {
        let request = try message(Self.asked)
        let answer = try message(Self.told + fields)
        #expect(plainUTF8.isForeign(answer, to: request) == isForeign)
    }

    @Test func `is looked for only where the peer repeats identifiers`() throws {
        let request = try message(Self.asked)
        let answer = try message(Self.told + "AA1002|ABb2|")
        var dialect = plainUTF8
        dialect.echoes = .item
        #expect(dialect.isForeign(answer, to: request))
        dialect.echoes = []
        #expect(!dialect.isForeign(answer, to: request))
        let borrower = try message(Self.told + "AA1002|ABb1|")
        #expect(!Dialect.cicero.isForeign(borrower, to: request))
        #expect(Dialect.cicero.isForeign(answer, to: request))
    }

    @Test func `may name a patron that the request did not`() throws {
        let request = try message("09N20261122    01292620261122    012926APd|AOi|ABb1|AC|")
        let answer = try message("101YUN20261122    125154AOi|ABb1|AQ|AA77|")
        #expect(!plainUTF8.isForeign(answer, to: request))
    }

    @Test func `ends the connection`() throws {
        var configuration = ClientSession.Configuration(dialect: checkedUTF8)
        configuration.opening = []
        var session = ClientSession(configuration)
        _ = session.connected(at: .zero)
        _ = session.send(try message(Self.asked), as: .init(1), at: .zero)
        _ = session.send(try message(Self.asked), as: .init(2), at: .zero)
        let answer = wire(Self.told + "AA1002|ABb1|AJ|AH|", 0)
        #expect(
            outline(session.received(answer, at: .zero))
                == [
                    "fail 1 foreignAnswer unknown", "fail 2 connectionLost notSent",
                    "close foreignAnswer",
                ]
        )
        #expect(session.phase == .disconnected)
    }
}
