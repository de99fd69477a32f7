// SPDX-License-Identifier: MPL-2.0

import Foundation
import LibrarySimulator
import PortnerCore
import SIP2
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A visit to the library` {
    /// As many as a few seconds hold; `SEED=n swift test --filter LibraryLinkTests` replays one.
    static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) }.map { [$0] }
        ?? Array(1...24)

    /// As many visits at a time as leave each its share of the machine.
    private static let turnstile = Turnstile(places: 8)

    @Test(arguments: WayIn.all)
    func `goes well over every way, or is told what the way cannot do`(_ way: WayIn) async throws {
        try await WayVisit.run(way, changing: Script.prepare) { visit in
            try await visit.untilOnline()
            try await Script(visit).run()
            #expect(visit.scene.now.sources == [way.source])
        }
    }

    @Test(arguments: WayIn.four, seeds)
    func `leaves the records right however the line behaves`(
        _ way: WayIn,
        seed: UInt64
    ) async throws {
        await Self.turnstile.enter()
        defer { Self.turnstile.leave() }
        try await WayVisit.run(way, changing: Script.prepare) { visit in
            try await visit.untilOnline()
            visit.server.faults = FaultSchedule(seed: seed, way).faults
            try await Script(visit, .growing).run()
        }
    }
}

/// Lets so many in at a time.
private final class Turnstile: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(places: Int) { state = Mutex(State(free: places)) }

    func enter() async {
        await withCheckedContinuation { visitor in
            let isIn = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(visitor)
                    return false
                }
                state.free -= 1
                return true
            }
            if isIn { visitor.resume() }
        }
    }

    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}

/// What befalls the requests of a script, which a seed decides.
///
/// Faults are tied to the numbers of requests of each kind, so that probes and the speed of the
/// machine change nothing about them.
private struct FaultSchedule {
    /// How many requests of each kind may be struck; what comes later goes well.
    private static let requestsMax = 12
    /// Which share of them is, in tenths.
    private static let share: UInt64 = 4
    /// How many in a row: a settlement gives up after five questions, and over REST each takes two
    /// calls.
    private static func rowMax(of way: WayIn) -> Int { way.carrier == .fbs ? 1 : 2 }

    private var state: UInt64

    let faults: Faults

    init(seed: UInt64, _ way: WayIn) {
        state = seed
        var faults = Faults.none
        faults.latency = .zero ... .milliseconds(2)
        for target in Self.targets(of: way) {
            let kinds = Self.kinds(over: way, at: target)
            var row = 0
            for number in 1...Self.requestsMax {
                let isStruck = Self.next(&state) % 10 < Self.share && row < Self.rowMax(of: way)
                row = isStruck ? row + 1 : 0
                let fault = kinds[Int(Self.next(&state) % UInt64(kinds.count))]
                if isStruck { faults.rules.append(FaultRule(fault, at: number, of: target)) }
            }
        }
        self.faults = faults
    }

    private static func targets(of way: WayIn) -> [FaultRule.Target] {
        guard way.carrier == .fbs else {
            return [
                .patronInformation, .itemInformation, .checkout, .renew, .renewAll, .checkin,
                .feePaid, .endPatronSession,
            ]
            .map { .message($0) }
        }
        return ["authenticate", "preauthenticated", "loans", "renew", "reservations", "fees"]
            .map { .call($0) }
    }

    /// What can strike a request; HTTP has errors of its own and no sequence numbers.
    ///
    /// Nothing over HTTP tells an answer from an older one of the same kind. So there an old one
    /// comes only in place of one of another kind, as it does to what changes records.
    private static func kinds(over way: WayIn, at target: FaultRule.Target) -> [AnswerFault] {
        if way.isStream {
            return AnswerFault.kinds.filter { $0 != .exception && $0 != .status(503) }
        }
        let isQuestion =
            switch target {
            case .message(.patronInformation), .message(.itemInformation): true
            case .call(let name): name != "renew"
            default: false
            }
        let kinds = AnswerFault.kinds.filter { fault in
            fault != .wrongSequence && !(isQuestion && (fault == .old || fault == .swapped))
        }
        return way.carrier == .fbs ? kinds + [.status(401)] : kinds
    }

    private static func next(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
