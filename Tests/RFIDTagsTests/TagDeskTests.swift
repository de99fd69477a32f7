// SPDX-License-Identifier: MPL-2.0

import KioskEmulators
import PortnerCore
import RFIDTags
import Synchronization
import Testing

@Suite struct `A desk of tags` {
    /// What the reader has told and nobody has heard yet.
    private final class Heard: Sendable {
        let events = Mutex<[TagReader.Event]>([])
    }

    /// A desk with its reader, of which every order is carried out at once.
    private final class Bench {
        let reader = TagReaderEmulator()
        var desk = TagDesk()
        var time = 0
        var reports: [TagReport] = []
        private let heard = Heard()

        init() {
            reader.reader.start { [heard] event in heard.events.withLock { $0.append(event) } }
        }

        var now: Uptime { Sample.time(time) }

        func put(_ id: Int, _ item: String, _ part: Int = 1, of count: Int = 1) throws {
            let content = TagContent(
                part: try #require(TagPart(part, of: count)),
                item: try #require(ItemNumber(item)),
                owner: nil
            )
            reader.put(try Sample.id(UInt8(id)), TagReaderEmulator.Tag(content))
        }

        /// Rounds of the reader, five a second.
        func pass(_ milliseconds: Int) {
            for _ in 0..<(milliseconds / 200) {
                time += 200
                reader.lookRound()
                listen()
            }
        }

        /// Puts an item down, asks the library system for its loan, and lifts it meanwhile.
        func lift(_ item: ItemNumber, whileAsking id: Int) throws {
            try put(id, item.secret)
            pass(600)
            order(.prepare(item, .checkout))
            reader.lift(try Sample.id(UInt8(id)))
            pass(1000)
        }

        func order(_ order: TagOrder) {
            take(desk.carryOut(order, at: now))
            listen()
        }

        private func listen() {
            while let event = heard.events.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                take(desk.heard(event, at: now))
            }
        }

        private func take(_ actions: [TagDesk.Action]) {
            for action in actions {
                switch action {
                case .order(let order): reader.reader.carryOut(order)
                case .report(.reader): break
                case .report(let report): reports.append(report)
                }
            }
        }
    }

    private let item = ItemNumber("5990000036")

    @Test func `tells of a reader that is lost and comes back, and of none that is there`() {
        var desk = TagDesk()
        func told(_ event: TagReader.Event) -> [Bool] {
            desk.heard(event, at: Sample.time(0)).compactMap { action in
                guard case .report(.reader(let isPresent, _)) = action else { return nil }
                return isPresent
            }
        }
        #expect(told(.available).isEmpty)
        #expect(told(.unavailable("pulled")) == [false])
        #expect(told(.available) == [true])
        #expect(told(.available).isEmpty)
    }

    @Test func `takes a set for scanned when all its parts lie there`() throws {
        let (bench, item) = (Bench(), try #require(item))
        try bench.put(1, "5990000036", 1, of: 2)
        bench.pass(600)
        #expect(bench.reports.isEmpty)
        bench.pass(1200)
        #expect(bench.reports == [.incomplete(item, missing: 1)])
        try bench.put(2, "5990000036", 2, of: 2)
        bench.pass(600)
        #expect(bench.reports.last == .complete(item))
        bench.pass(2000)
        #expect(bench.reports.count == 2)
    }

    @Test func `changes security only after the library's yes, and reads it back`() throws {
        let (bench, item) = (Bench(), try #require(item))
        try bench.put(1, "5990000036")
        bench.pass(600)
        bench.order(.prepare(item, .checkout))
        bench.pass(2000)
        let tag = try Sample.id(1)
        #expect(bench.reader.tag(tag)?.afi == GateSecurity.armed.afi)
        bench.order(.answered(item, .yes))
        bench.pass(1000)
        #expect(bench.reader.tag(tag)?.afi == GateSecurity.released.afi)
        #expect(bench.reports == [.complete(item), .settled(item)])
    }

    @Test func `leaves a refused item armed`() throws {
        let (bench, item) = (Bench(), try #require(item))
        try bench.put(1, "5990000036")
        bench.pass(600)
        bench.order(.prepare(item, .checkout))
        bench.order(.answered(item, .no))
        bench.pass(1000)
        #expect(bench.reader.tag(try Sample.id(1))?.afi == GateSecurity.armed.afi)
        #expect(bench.reports == [.complete(item), .settled(item)])
    }

    @Test func `asks for an item that was lifted too early, and finishes when it is back`() throws {
        let (bench, item, tag) = (Bench(), try #require(item), try Sample.id(1))
        try bench.lift(item, whileAsking: 1)
        bench.order(.answered(item, .yes))
        bench.pass(400)
        #expect(bench.reports == [.complete(item), .lifted(item)])
        bench.reader.put(tag)
        bench.pass(1200)
        #expect(bench.reports.suffix(2) == [.putBack(item), .settled(item)])
        #expect(bench.reader.tag(tag)?.afi == GateSecurity.released.afi)
    }

    @Test func `sounds an alarm for an item that does not come back`() throws {
        let (bench, item) = (Bench(), try #require(item))
        try bench.lift(item, whileAsking: 1)
        bench.order(.answered(item, .yes))
        bench.pass(21_000)
        #expect(bench.reports.last == .alarm(item, isUnguarded: false))
    }

    @Test func `tells of a returned item that could not be armed that it is unguarded`() throws {
        let (bench, item, tag) = (Bench(), try #require(item), try Sample.id(1))
        try bench.put(1, "5990000036")
        bench.pass(600)
        bench.order(.prepare(item, .checkin))
        bench.reader.setFault(.readsFail(100), of: tag)
        bench.order(.answered(item, .yes))
        bench.pass(4000)
        #expect(bench.reports.last == .alarm(item, isUnguarded: true))
    }

    @Test func `carries nothing over to the next patron`() throws {
        let (bench, item) = (Bench(), try #require(item))
        try bench.put(1, "5990000036")
        bench.pass(600)
        bench.order(.prepare(item, .checkout))
        bench.order(.endSession)
        bench.order(.answered(item, .yes))
        bench.pass(3000)
        #expect(bench.reports == [.complete(item), .settled(item)])
        #expect(bench.reader.tag(try Sample.id(1))?.afi == GateSecurity.armed.afi)
        bench.reader.lift(try Sample.id(1))
        bench.pass(1000)
        bench.reader.put(try Sample.id(1))
        bench.pass(1000)
        #expect(bench.reports.last == .complete(item))
        #expect(bench.reports.count == 3)
    }

    @Test func `tells again what was put down and not taken`() throws {
        let (bench, item) = (Bench(), try #require(item))
        try bench.put(1, "5990000036")
        bench.pass(600)
        bench.order(.tellAgain)
        #expect(bench.reports == [.complete(item), .complete(item)])
        bench.order(.prepare(item, .checkout))
        bench.order(.tellAgain)
        #expect(bench.reports.count == 2)
    }

    @Test func `takes a set anew that was lifted while the library was asked`() throws {
        let (bench, item, tag) = (Bench(), try #require(item), try Sample.id(1))
        try bench.lift(item, whileAsking: 1)
        bench.order(.answered(item, .unknown))
        #expect(bench.reports == [.complete(item), .settled(item)])
        bench.reader.put(tag)
        bench.pass(1000)
        #expect(bench.reports.last == .complete(item))
    }

    @Test func `counts no part that was lifted while the library was asked`() throws {
        let (bench, item) = (Bench(), try #require(item))
        try bench.put(1, "5990000036", 1, of: 2)
        try bench.put(2, "5990000036", 2, of: 2)
        bench.pass(600)
        bench.order(.prepare(item, .checkout))
        for number in 1...2 { bench.reader.lift(try Sample.id(UInt8(number))) }
        bench.pass(1000)
        bench.order(.answered(item, .unknown))
        bench.reader.put(try Sample.id(1))
        bench.pass(3000)
        #expect(bench.reports.last == .incomplete(item, missing: 1))
    }

    @Test func `changes the tags of a loan that is found made after all`() throws {
        let (bench, item, tag) = (Bench(), try #require(item), try Sample.id(1))
        try bench.put(1, "5990000036")
        bench.pass(600)
        bench.order(.prepare(item, .checkout))
        bench.order(.answered(item, .unknown))
        bench.pass(1000)
        #expect(bench.reader.tag(tag)?.afi == GateSecurity.armed.afi)
        bench.order(.answered(item, .yes))
        bench.pass(1000)
        #expect(bench.reader.tag(tag)?.afi == GateSecurity.released.afi)
        #expect(bench.reports.last == .settled(item))
    }

    @Test(arguments: [OutboxEntry.Kind.checkout, .checkin])
    func `sounds an alarm when the yes comes after the item was taken away`(
        kind: OutboxEntry.Kind
    ) throws {
        let (bench, item) = (Bench(), try #require(item))
        try bench.put(1, "5990000036")
        bench.pass(600)
        bench.order(.prepare(item, kind))
        bench.order(.answered(item, .unknown))
        bench.reader.lift(try Sample.id(1))
        bench.pass(1000)
        bench.order(.answered(item, .yes))
        #expect(bench.reports.last == .alarm(item, isUnguarded: kind == .checkin))
        bench.order(.answered(item, .yes))
        #expect(bench.reports.count == 3)
    }

    @Test func `passes over what is no library's`() throws {
        let bench = Bench()
        bench.reader.put(
            try Sample.id(1),
            TagReaderEmulator.Tag(memory: [UInt8](repeating: 0, count: 40), afi: 0)
        )
        bench.pass(3000)
        #expect(bench.reports.isEmpty)
    }
}
