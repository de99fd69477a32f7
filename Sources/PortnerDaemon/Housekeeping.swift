// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Dispatch
import LocalHTTP
import PortnerCore
import PortnerSettings
import PortnerStore
import ServiceLifecycle
import Synchronization

/// Checks the cache, deletes what has had its time and keeps the files short, a few times a day.
struct Housekeeping: Service {
    /// How often it is done.
    static let interval = Duration.seconds(6 * 3600)

    let parts: Parts

    private var stores: Stores { parts.outlets.stores }

    func run() async throws {
        let cache = stores.cache
        try? await cancelWhenGracefulShutdown {
            while true {
                await withTaskCancellationHandler {
                    await tidy()
                } onCancel: {
                    cache.interruptCheck()
                }
                try await Task.sleep(for: Self.interval)
            }
        }
    }

    /// Does everything once, on a thread that may wait for the disk.
    private func tidy() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async {
                checkCache()
                delete()
                shorten()
                continuation.resume()
            }
        }
    }

    private func checkCache() {
        let isSound = attempt("cache check") { () throws(StoreError) in
            // The roster is looked into whatever the answers are like.
            let isRosterSound = try stores.usableRoster?.check() ?? true
            return try stores.usableCache?.check() ?? true && isRosterSound
        }
        guard isSound == false else { return }
        let detail = "no patron is taken from it until a restart sets it aside"
        parts.inbox.put(.stationChanged(code: "cache-damaged", detail: detail))
        parts.log.write(.error, "the patron cache is damaged", [("detail", detail)])
    }

    /// Deletes what has had its time.
    private func delete() {
        let now = parts.clock.now()
        let outcome = Retention(stores: stores, log: parts.log)
            .enforce(parts.configuration.current, at: now)
        switch outcome {
        case .done(let counts, let failures):
            conclude(failures, at: now)
            parts.log.write(
                .info,
                "housekeeping",
                [
                    ("deleted", "\(counts.deleted)"), ("forgotten", "\(counts.forgotten)"),
                    ("files", "\(counts.files)"), ("rosters", "\(counts.rosters)"),
                ]
            )
        case .clockDoubted(let reason):
            conclude([reason], at: now)
        case .tooEarly:
            parts.log.write(.warning, "nothing deleted: the clock is not to be trusted yet")
        }
    }

    /// Says loudly what could not be deleted in time: an alarm in the ledger, a line in the status.
    private func conclude(_ failures: [String], at now: Moment) {
        guard !failures.isEmpty else { return parts.desk.retention.done(at: now) }
        let detail = failures.joined(separator: ", ")
        parts.desk.retention.failed(detail)
        parts.inbox.put(.stationFailed(code: "retention-failed", detail: detail))
    }

    private func shorten() {
        attempt("ledger's log") { () throws(StoreError) in try stores.ledger.checkpoint() }
        attempt("cache's log") { () throws(StoreError) in
            try StoreError.waitingWhileBusy { () throws(StoreError) in
                try stores.usableCache?.checkpoint()
            }
        }
        attempt("roster's log") { () throws(StoreError) in
            try StoreError.waitingWhileBusy { () throws(StoreError) in
                try stores.usableRoster?.checkpoint()
            }
        }
        // Noted outside of the ledger, the head proves later that nothing before it was changed.
        let head = attempt("ledger's head") { () throws(StoreError) in try stores.ledger.head() }
        guard let head else { return }
        parts.log.write(
            .info,
            "ledger",
            [("entries", "\(head.sequence)"), ("head", head.hash)]
        )
    }

    @discardableResult
    private func attempt<Value>(
        _ name: String,
        _ step: () throws(StoreError) -> Value
    ) -> Value? {
        parts.log.attempting(name, step)
    }
}

extension EventLog {
    /// Runs one step of housekeeping; a failure is told, loudly, and does not keep the next step
    /// from its turn.
    func attempting<Value>(
        _ name: String,
        _ step: () throws(StoreError) -> Value
    ) -> Value? {
        do throws(StoreError) {
            return try step()
        } catch {
            write(
                .error,
                "housekeeping failed",
                [("part", name), ("detail", error.description)]
            )
            return nil
        }
    }
}

/// When retention was last enforced, and what kept it from being so.
final class RetentionState: Sendable {
    private let state = Mutex(StatusReport.Retention(lastDone: nil, failure: nil))

    func done(at now: Moment) {
        state.withLock {
            $0 = StatusReport.Retention(lastDone: LocalTime(now.civil), failure: nil)
        }
    }

    func failed(_ detail: String) { state.withLock { $0.failure = detail } }

    var report: StatusReport.Retention { state.withLock(\.self) }
}
