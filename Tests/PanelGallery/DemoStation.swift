// SPDX-License-Identifier: MPL-2.0

import LocalHTTP
import PortnerCore

/// A real station with a made-up library, so that the demo page can be tried in a browser.
struct DemoStation: Sendable {
    static let door: DoorName = "main"
    static let reader: ReaderName = "main-outside"

    private struct Patron: Sendable {
        var pin: String
        var blocks: Set<BlockCode> = []
        var validity = CardValidity.valid
        var age = 40
    }

    /// The library by card.
    private static let patrons: [String: Patron] = [
        "6101901111": Patron(pin: "1234"),
        "D000000002": Patron(pin: "2345", blocks: [.excluded]),
        "6104122222": Patron(pin: "3456", age: 14),
        "D000000004": Patron(pin: "4567", validity: .expired),
        "D000000005": Patron(pin: "5678", blocks: [.debt]),
    ]

    /// The cards, and what happens with each.
    static let cards: [DemoCard] = [
        DemoCard(
            text: "6101901111",
            kind: .health,
            title: Wording(danish: "Asta, 40 år", english: "Asta, aged 40"),
            outcome: Wording(danish: "Kommer ind", english: "Is let in"),
            pin: "1234"
        ),
        DemoCard(
            text: "D000000005",
            kind: .library,
            title: Wording(danish: "Bo skylder et gebyr", english: "Bo owes a fee"),
            outcome: Wording(danish: "Kommer ind alligevel", english: "Is let in all the same"),
            pin: "5678"
        ),
        DemoCard(
            text: "D000000002",
            kind: .library,
            title: Wording(danish: "Carl er udelukket", english: "Carl is excluded"),
            outcome: Wording(danish: "Afvises", english: "Is refused"),
            pin: "2345"
        ),
        DemoCard(
            text: "6104122222",
            kind: .health,
            title: Wording(danish: "Dina, 14 år", english: "Dina, aged 14"),
            outcome: Wording(danish: "For ung", english: "Too young"),
            pin: "3456"
        ),
        DemoCard(
            text: "D000000004",
            kind: .library,
            title: Wording(danish: "Ejnars kort er udløbet", english: "Ejnar's card has expired"),
            outcome: Wording(danish: "Afvises", english: "Is refused"),
            pin: "4567"
        ),
        DemoCard(
            text: "D999999999",
            kind: .library,
            title: Wording(danish: "Ukendt kort", english: "Unknown card"),
            outcome: Wording(
                danish: "Afvises som en forkert pinkode",
                english: "Refused like a wrong PIN"
            ),
            pin: "0000"
        ),
        DemoCard(
            text: "9788702000000?",
            kind: .other,
            title: Wording(danish: "En bog", english: "A book"),
            outcome: Wording(danish: "Er ikke et kort", english: "Is not a card")
        ),
    ]

    private struct Cache: PatronReading {
        func key(for card: CardNumber) -> CardKey {
            let mixed = card.secret.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
                ($0 ^ UInt64($1)) &* 0x100_0000_01B3
            }
            return CardKey(mixed, mixed &* 3, mixed &* 5, mixed &* 7)
        }

        func patron(for key: CardKey) -> CacheAnswer { .unknown }
    }

    let hub = PanelHub()
    let feed = DemoFeed()
    private let inbox: AsyncStream<Event?>
    private let tell: AsyncStream<Event?>.Continuation
    private let start = ContinuousClock.now

    init() {
        (inbox, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(100))
    }

    /// The gallery's evening, running on.
    @Sendable func now() -> Moment {
        let elapsed = ContinuousClock.now - start
        let base = Gallery.moment
        let timestamp = Timestamp(
            milliseconds: base.timestamp.milliseconds + elapsed.components.seconds * 1000
        )
        return Moment(
            uptime: base.uptime + elapsed,
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
    }

    var port: PanelPort {
        PanelPort(
            hub: hub,
            now: now,
            look: {
                try? PanelLook(
                    libraryName: "Havnsø Bibliotek",
                    screen: $0 == Self.reader ? .small : .tall
                )
            },
            press: { key, reader in tell.yield(.keyPressed(key, reader: reader)) }
        )
    }

    var demoPort: DemoPort {
        DemoPort(
            entrances: [
                DemoEntrance(
                    reader: Self.reader,
                    door: Self.door,
                    title: Wording(danish: "Hovedindgang", english: "Main entrance")
                )
            ],
            cards: Self.cards,
            feed: feed,
            present: { text, reader in
                if let card = CardNumber(text) {
                    tell.yield(.cardPresented(card, reader: reader))
                } else {
                    tell.yield(
                        .scanRefused(code: "not-a-card", isWorthTelling: true, reader: reader)
                    )
                }
            },
            contact: { door, isOpen in tell.yield(.contactChanged(isOpen: isOpen, door: door)) },
            exit: { door, isPressed in tell.yield(.exitChanged(isPressed: isPressed, door: door)) },
            fire: { door, isActive in tell.yield(.fireChanged(isActive: isActive, door: door)) }
        )
    }

    /// Runs the station until its task is cancelled.
    func run() async {
        let ticker = Task {
            while !Task.isCancelled {
                tell.yield(nil)
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
        defer { ticker.cancel() }
        let feed = feed
        var loop = StationLoop(
            Station(settings, at: now()),
            reading: Cache(),
            ports: StationPorts(
                append: { batch throws(RecordingFailure) in
                    for record in batch.records { feed.publish(record) }
                },
                drive: { _, _ throws(LockFailure) in },
                change: { _ in true },
                send: perform
            )
        )
        for await event in inbox {
            if let event { loop.handle(event, at: now()) } else { loop.advance(to: now()) }
        }
    }

    private func perform(_ action: Action, at moment: Moment) {
        switch action {
        case .show(let view):
            hub.publish(view, at: moment)
        case .ask(let question):
            let tell = tell
            let reply = answer(to: question, at: moment)
            Task {
                try? await Task.sleep(for: .milliseconds(400))
                tell.yield(.libraryReplied(reply, question.ticket))
            }
        case .checkPIN(let check):
            tell.yield(.pinChecked(matches: false, check.ticket))
        default:
            break
        }
    }

    private func answer(to question: LibraryQuestion, at moment: Moment) -> LibraryReply {
        guard let patron = Self.patrons[question.card.secret] else { return .unknownCard }
        let born = moment.civil.date.adding(years: -patron.age)
        let facts = PatronFacts(
            patron: nil,
            blocks: patron.blocks,
            validity: patron.validity,
            age: AgeFact(
                born: born,
                today: moment.civil.date,
                limits: question.ageLimits
            ),
            asOf: moment.timestamp
        )
        return .known(
            facts,
            pinAccepted: question.pin.map { $0.secret == Array(patron.pin.utf8) }
        )
    }

    private var settings: StationSettings {
        let day = SchedulePeriod(
            from: TimeOfDay("08:00") ?? .midnight,
            to: TimeOfDay("22:00") ?? .endOfDay,
            mode: .selfService
        )
        let week = Dictionary(
            uniqueKeysWithValues: Weekday.allCases.map { ($0, day.map { [$0] } ?? []) }
        )
        let schedule = (try? Schedule(week)) ?? .always(.selfService)
        return StationSettings(
            doors: [DoorSettings(door: Self.door)],
            rules: [DoorRules(door: Self.door, schedule: schedule, ageMin: 15)],
            readers: [ReaderSettings(reader: Self.reader, door: Self.door)]
        )
    }
}
