// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension FuzzTarget {
    /// What a page posts: the words of inputs.
    static let kioskOrder = FuzzTarget(
        name: "kiosk-order",
        seeds: ["loan", "key-7", "renew-3", "seen-12", "language-uk", "no-larger-text", "renew--1"]
            .map { Array($0.utf8) },
        check: KioskOrderStory.run
    )

    /// Somebody with a scanner and a page in front of a kiosk.
    static let kioskSession = FuzzTarget(
        name: "kiosk-session",
        seeds: [
            [0, 10] + Array("6101015550".utf8) + [2, 1, 2, 2, 2, 3, 2, 4, 4, 0, 10]
                + Array("3829213522".utf8) + [5, 3, 60],
            [0, 14] + Array("PORTNER-RETURN".utf8) + [0, 10] + Array("3829213522".utf8),
            [1, 9] + Array("type-card".utf8) + [2, 6, 2, 1, 2, 0, 2, 1, 2, 0, 2, 1, 2, 10],
        ],
        check: KioskSessionStory.run
    )
}

private enum KioskOrderStory {
    static func run(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        guard let read = KioskInput(word: text) else {
            require(!KioskInput.orderWords.contains(text), "a word of an order is read")
            return
        }
        require(KioskInput(word: read.word) == read, "written and read again it is the same")
        if case .key = read {
            require("\(read)" != text, "no digit in a description")
        }
    }
}

/// A cache in which nobody is known.
private struct NoPatron: PatronReading {
    func key(for card: CardNumber) -> CardKey {
        let sum = card.secret.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }
        return CardKey(sum, sum, sum, sum)
    }
    func formerKey(for card: CardNumber) -> CardKey? { nil }
    func patron(for key: CardKey) -> CacheAnswer { .unknown }
    func patron(for key: CardKey, formerly former: CardKey?) -> CacheAnswer { .unknown }
}

private struct KioskSessionStory {
    private static let kiosk: KioskName = "hall"
    private static let reader: ReaderName = "hall"

    private var choices: Choices
    private var seconds: Int64 = 0
    private var station: Station
    private var view: KioskView?
    private var open: [LibraryRequest] = []
    private var presses = 0

    private init(_ input: [UInt8]) {
        choices = Choices(input)
        let settings = KioskSettings(
            kiosk: Self.kiosk,
            reader: Self.reader,
            pinLengths: 4...4,
            takesTypedCards: true
        )
        station = Station(
            StationSettings(doors: [], rules: [], readers: [], kiosks: [settings]),
            at: Self.moment(0)
        )
    }

    static func run(_ input: [UInt8]) {
        var story = KioskSessionStory(input)
        story.take(.libraryChanged(isReachable: true, detail: "fuzz"))
        while !story.choices.isEmpty { story.step() }
        // Left alone, every session ends, and nothing of it stays on the screen.
        for request in story.open { story.answer(request, .unavailable(.timedOut)) }
        for _ in 1...5 {
            story.seconds += 3600
            story.tick()
        }
        require(story.view?.patron == nil, "nobody is left on the screen")
        require(story.view?.page == .idle, "an abandoned kiosk is idle")
    }

    private mutating func step() {
        switch choices.byte() % 6 {
        case 0:
            let text = String(decoding: choices.bytes(atMost: Int(choices.byte())), as: UTF8.self)
            take(.codeScanned(ScannedCode(text), reader: Self.reader))
        case 1:
            let word = String(decoding: choices.bytes(atMost: Int(choices.byte())), as: UTF8.self)
            guard let input = KioskInput(word: word) else { return }
            presses += 1
            let id = RequestID(number: UInt64(presses))
            let session = choices.flag() ? view?.session ?? 0 : UInt64(choices.byte())
            take(
                .kioskPressed(KioskPress(id: id, session: session, input: input), kiosk: Self.kiosk)
            )
        case 2:
            let keys: [Key] = (0...9).map { .digit($0) } + [.enter, .clear, .cancel]
            take(.keyPressed(choices.element(of: keys), reader: Self.reader))
        case 3:
            seconds += Int64(choices.byte())
            tick()
        case 4:
            guard let request = open.popLast() else { return }
            let outcomes: [LibraryOutcome] = [
                .refused(Refusal(.other)), .refused(Refusal(.wrongPIN)), .unknown,
                .unavailable(.timedOut), .notSupported, .done(.loans([], isComplete: true)),
            ]
            answer(request, choices.element(of: outcomes))
        default:
            // An answer that nobody asked for, or that was given before.
            let id = RequestID(number: UInt64(choices.byte()))
            let answer = LibraryAnswer(
                request: id,
                outcome: .done(.loans([], isComplete: true)),
                source: .sip2,
                asOf: Self.moment(seconds).timestamp
            )
            take(.libraryAnswered(answer))
        }
    }

    private mutating func answer(_ request: LibraryRequest, _ outcome: LibraryOutcome) {
        let answer = LibraryAnswer(
            request: request.id,
            outcome: outcome,
            source: .sip2,
            asOf: Self.moment(seconds).timestamp
        )
        take(.libraryAnswered(answer))
    }

    private mutating func take(_ event: Event) {
        tick()
        hear(station.handle(event, at: Self.moment(seconds), reading: NoPatron()))
    }

    private mutating func tick() {
        var wakes = 0
        while station.nextDeadline(after: Self.moment(seconds)) <= Self.moment(seconds).uptime {
            hear(station.advance(to: Self.moment(seconds), reading: NoPatron()))
            wakes += 1
            require(wakes < 1000, "the station rests")
        }
    }

    private mutating func hear(_ actions: [Action]) {
        require(actions.count < 2000, "one event orders a limited number of things")
        for action in actions {
            switch action {
            case .showKiosk(let shown):
                require("\(shown)" == "kiosk view", "a view shows nothing in a log")
                view = shown
            case .request(let request):
                open.append(request)
                if open.count > 64 { open.removeFirst() }
            case .record(let record):
                for field in record.fields {
                    require(field.value.utf8.count <= Record.valueLengthMax, "a value is limited")
                }
            default: break
            }
        }
        require(station.outbox.entries.count <= Outbox.entriesMax, "the outbox is limited")
    }

    private static func moment(_ seconds: Int64) -> Moment {
        let timestamp = Timestamp(milliseconds: 1_795_424_400_000 + seconds * 1000)
        return Moment(
            uptime: Uptime(.seconds(seconds)),
            timestamp: timestamp,
            civil: CivilTime(timestamp, secondsAheadOfUTC: 3600),
            clock: .trusted
        )
    }
}
