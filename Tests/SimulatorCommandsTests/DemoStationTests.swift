// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import LibraryProtocol
import LibrarySimulator
@testable import PortnerCore
import PortnerSettings
import SIP2
@testable import SimulatorCommands
import Testing

@Suite struct `The configuration of the demonstration` {
    private func settings(
        carrier: DemoStation.Carrier = .cicero,
        folder: String = "/var/tmp/demo",
        startMinute: Int = 600
    ) throws -> Settings {
        let station = DemoStation(
            carrier: carrier,
            libraryPort: 6001,
            panelPort: 8090,
            folder: folder,
            startMinute: startMinute
        )
        return try SettingsFile.read(station.configuration, file: "portner.yaml")
    }

    @Test(arguments: DemoStation.Carrier.allCases)
    func `is one that the daemon accepts`(_ carrier: DemoStation.Carrier) throws {
        let settings = try settings(carrier: carrier)
        #expect(settings.library.port == 6001)
        #expect(settings.library.host == "127.0.0.1")
        #expect(settings.panel.port == 8090)
        #expect(settings.controlSocket == "/var/tmp/demo/control.sock")
        #expect(settings.stateDirectory == "/var/tmp/demo/state")
        #expect(!settings.needsSynchronisedClock)
    }

    @Test func `has a vestibule of two doors with virtual devices`() throws {
        let settings = try settings()
        #expect(settings.station.doors.map(\.door) == ["front", "inner"])
        #expect(settings.station.readers.map(\.reader) == ["front-outside", "inner-vestibule"])
        #expect(settings.station.groups.map(\.doors) == [["front", "inner"]])
        #expect(settings.station.rules.map(\.asksPIN) == [true, false])
        #expect(settings.lines.allSatisfy { $0.chip == "virtual" })
        #expect(settings.devices.allSatisfy { $0.place == .virtual })
    }

    @Test func `counts down to the closing of its inner door, and opens it again`() throws {
        let hours = try #require(try settings(startMinute: 600).station.rules.last).schedule
        let left = { (minute: Int) in
            hours.minutesToClosing(at: Self.local(minute), within: 15)
        }
        #expect(left(600) == DemoStation.closingAfter)
        #expect(left(611) == 1)
        #expect(hours.mode(at: Self.local(612)) == .closed)
        #expect(hours.mode(at: Self.local(617)) == .selfService)
    }

    @Test(arguments: [1422, 1423, 1428, 1439])
    func `has hours also when it starts late in the evening`(minute: Int) throws {
        let settings = try settings(startMinute: minute)
        let hours = try #require(settings.station.rules.last).schedule
        #expect(hours.mode(at: Self.local(minute)) == .selfService)
    }

    private static func local(_ minute: Int) -> CivilTime {
        let timestamp = PortnerCore.Timestamp(milliseconds: Int64(20_780 * 1440 + minute) * 60_000)
        return CivilTime(timestamp, secondsAheadOfUTC: 0)
    }

    @Test func `shows every demo card`() throws {
        let cards = try #require(try settings().demo).cards
        #expect(cards.map(\.number) == DemoCard.all.map(\.number))
        #expect(cards.map(\.pin) == DemoCard.all.map { $0.pin ?? "" })
        #expect(cards.map(\.danish) == DemoCard.all.map(\.danish))
        #expect(cards.map(\.english) == DemoCard.all.map(\.english))
    }

    @Test func `can be read by its scanner, card by card`() throws {
        let scanner = try #require(try settings().devices.first { $0.role == .scanner })
        for card in DemoCard.all {
            #expect(scanner.patterns.contains { $0.matches(card.number) }, "\(card)")
        }
    }

    @Test(arguments: ["/tmp/a \"b\"", "/tmp/a\\b", "/tmp/æ: #1", "/tmp/'"])
    func `bears any folder name`(_ folder: String) throws {
        #expect(try settings(folder: folder).stateDirectory == folder + "/state")
    }

    /// The whole way but for the wires: question, simulated library, answer, policy.
    @Test(arguments: DemoCard.all, SimulatedLibrary.Manner.allCases)
    func `decides on a demo card as the card says`(
        _ card: DemoCard,
        manner: SimulatedLibrary.Manner
    ) throws {
        let rules = try #require(try settings().station.rules.first)
        let now = try #require(Visitor.now)
        let visitor = Visitor(rules: rules, now: now, manner: manner)
        #expect(
            try visitor.denial(of: card, pin: card.pin ?? "1234") == card.denial(in: manner)
        )
    }

    @Test(arguments: DemoCard.all, SimulatedLibrary.Manner.allCases)
    func `refuses every demo card with a wrong PIN`(
        _ card: DemoCard,
        manner: SimulatedLibrary.Manner
    ) throws {
        let rules = try #require(try settings().station.rules.first)
        let now = try #require(Visitor.now)
        let visitor = Visitor(rules: rules, now: now, manner: manner)
        let denial = try visitor.denial(of: card, pin: "111111")
        #expect(denial == (card.id == "unknown" ? .unknownCard : .wrongPIN))
    }
}

/// Somebody who shows a card at the demonstration's door and types a PIN.
struct Visitor {
    let rules: DoorRules
    let now: (moment: Moment, sip2: SIP2.Timestamp)
    let manner: SimulatedLibrary.Manner

    /// 2026-11-22, 13:00 in Denmark.
    static var now: (moment: Moment, sip2: SIP2.Timestamp)? {
        let timestamp = PortnerCore.Timestamp(milliseconds: 1_795_348_800_000)
        guard let day = CalendarDay(year: 2026, month: 11, day: 22),
            let time = SIP2.Timestamp(day: day, hour: 13, minute: 0, second: 0)
        else { return nil }
        let moment = Moment(
            uptime: Uptime(.seconds(1)),
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
        return (moment, time)
    }

    /// Why the door stays closed, or that it opens.
    func denial(of card: DemoCard, pin: String) throws -> Denial? {
        var evidence = Evidence(now: now.moment, cached: .unknown, pin: .entered)
        switch try reply(card, pin: pin) {
        case .known(let facts, let isAccepted):
            evidence.library = .known(facts)
            evidence.pin = isAccepted == true ? .accepted : .rejected
        case .unknownCard:
            evidence.library = .unknownCard
        case .noAnswer:
            evidence.library = .noAnswer
        }
        switch AccessPolicy(rules).decide(evidence) {
        case .granted: return nil
        case .denied(let denial, _): return denial
        case .needs(let step, _): throw Undecided(step: step)
        }
    }

    struct Undecided: Error {
        let step: EvidenceStep
    }

    private func reply(_ card: DemoCard, pin: String) throws -> LibraryReply {
        let questions = PatronQuestions(institution: SimulatedLibrary.institution)
        let question = LibraryQuestion(
            ticket: Ticket(number: 1),
            card: try #require(CardNumber(card.number)),
            pin: PIN(Array(pin.utf8)),
            ageLimits: rules.ageLimits,
            timeout: .seconds(2)
        )
        let request = questions.request(for: question, at: now.moment.civil).message
        var library = SimulatedLibrary(manner: manner)
        let answer = library.answer(to: request, at: now.sip2)
        return questions.reply(
            from: try #require(answer),
            to: question,
            asOf: now.moment.timestamp,
            today: now.moment.civil.date
        )
    }
}
