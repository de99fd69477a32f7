// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import LocalHTTP
import PortnerCore
import PortnerSettings
import PortnerStore
import Roster
import Synchronization

/// What is known about the roster's file, and what technicians order about it.
final class RosterWatch: Sendable {
    /// What tells one file under a path from the next, its signature included.
    struct Mark: Sendable, Equatable {
        private let parts: [String]

        /// Marks the file under a path, or gives `nil` when there is none.
        init?(_ path: String) {
            let files = FileManager.default
            let marks = [path, path + RosterFile.signatureSuffix].map { path -> String? in
                guard let file = try? files.attributesOfItem(atPath: path) else { return nil }
                let number = file[.systemFileNumber] as? Int ?? 0
                let time = file[.modificationDate] as? Date ?? .distantPast
                return "\(number) \(file[.size] as? Int ?? 0) \(time.timeIntervalSince1970)"
            }
            guard let first = marks[0] else { return nil }
            parts = [first, marks[1] ?? ""]
        }
    }

    private struct State {
        var phase = CacheReport.Roster.Phase.idle
        var permille = 0
        var last: CacheReport.Roster.Outcome?
        var unconfirmed: RosterShrinkage?
        var confirmed: [UInt8]?
        var seen: Mark?
        var isEnding = false
    }

    /// How often it is found out whether a roster has to be fetched.
    private static let fetchLookInterval = Duration.seconds(30)

    let settings: RosterSettings
    let file: RosterFile
    /// What brings the file here; nil where the library drops it.
    let download: RosterDownload?
    /// Says each time that the file is to be looked at.
    let wakes: AsyncStream<Void>

    private let inbox: Inbox
    private let log: EventLog
    private let clock: SystemClock
    private let waker: AsyncStream<Void>.Continuation
    private let state = Mutex(State())
    private let settling = Trouble()

    /// A watch that has seen nothing yet, or `nil` where no roster is configured.
    ///
    /// - Throws: ``DaemonError`` when the library's key cannot be read: a roster that should be
    ///   signed is never taken unsigned.
    init?(
        _ whole: Settings,
        _ stores: Stores,
        inbox: Inbox,
        log: EventLog,
        clock: SystemClock
    ) throws(DaemonError) {
        guard let settings = whole.roster else { return nil }
        self.settings = settings
        self.inbox = inbox
        self.log = log
        self.clock = clock
        switch settings.place {
        case .file: download = nil
        case .address(let url):
            download = try RosterDownload(
                url,
                settings,
                in: whole.stateDirectory,
                credentials: stores.credentials,
                clock: clock,
                log: log
            )
        }
        let dropped = if case .file(let path) = settings.place { path } else { "" }
        file = RosterFile(
            path: download?.path ?? dropped,
            form: settings.form,
            sizeMax: settings.sizeMax,
            key: try Self.key(settings)
        )
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    private static func key(_ settings: RosterSettings) throws(DaemonError) -> RosterKey? {
        let text: String
        switch (settings.key, settings.keyFile) {
        case (nil, nil): return nil
        case (let key?, _): text = key
        case (nil, let path?):
            let content = FileManager.default.contents(atPath: path) ?? Data()
            text = String(decoding: content.prefix(4096), as: UTF8.self)
        }
        guard let key = RosterKey(text) else {
            throw .start(what: "roster", detail: "the key is no Ed25519 public key")
        }
        return key
    }

    // MARK: Orders

    /// Has the file looked at soon.
    func wake() { waker.yield() }

    /// How often the file is looked at.
    var lookInterval: Duration { download == nil ? settings.interval : Self.fetchLookInterval }

    /// Has the file taken even if it was refused before.
    ///
    /// - Parameters:
    ///   - cursor: The roster that may take out as many cards as it does, or nil.
    ///   - by: Who ordered it.
    /// - Throws: ``ControlFailure`` when another roster, or none, waits to be confirmed.
    func order(confirming cursor: String?, by: String) throws(ControlFailure) {
        if let cursor {
            let isAwaited = state.withLock { state in
                guard let waiting = state.unconfirmed, waiting.cursor.text == cursor else {
                    return false
                }
                state.confirmed = waiting.digest
                return true
            }
            guard isAwaited else { throw ControlFailure(.rosterNotAwaited) }
            inbox.put(.stationChanged(code: "roster-confirmed", detail: "\(cursor), by \(by)"))
        }
        state.withLock { $0.seen = nil }
        download?.order()
        wake()
    }

    /// Ends a taking that is under way.
    func end() { state.withLock { $0.isEnding = true } }

    // MARK: Taking

    /// Fetches the roster first where it is to be fetched, and only if it could be taken.
    func fetch(_ stores: Stores) async {
        guard let download, stores.roster.refusal == nil else { return }
        await download.fetchIfDue(held: usableCursor(stores))
    }

    /// The cursor of the roster that is held, unless the card key was exchanged since: then all of
    /// it is needed anew, whatever the server thinks is held.
    private func usableCursor(_ stores: Stores) -> RosterCursor? {
        let hasher = CardHasher(keys: stores.keys)
        guard (try? stores.roster.isUnderOtherKey(hasher)) == false else { return nil }
        return (try? stores.roster.origin())?.cursor
    }

    /// Takes the file if it is new.
    func look(_ stores: Stores, ageLimits: Set<Int>) {
        // What was fetched holds card numbers in clear text, and goes whatever comes of it.
        defer { download?.deleteFile() }
        // What a newer release wrote is left to it, and was told at the start.
        guard stores.roster.refusal == nil else { return }
        defer { settle(stores) }
        let now = clock.now()
        guard now.clock == .trusted, let mark = Mark(file.path) else { return }
        let (isSeen, confirmed) = state.withLock { ($0.seen == mark, $0.confirmed) }
        guard !isSeen else { return }
        let terms = RosterTerms(
            hasher: CardHasher(keys: stores.keys),
            ageLimits: ageLimits,
            today: now.civil.date,
            now: now.timestamp,
            shrinkMax: settings.shrinkMax,
            confirmed: confirmed
        )
        do throws(RosterRefusal) {
            let outcome = try stores.roster.take(file, terms) { note($0) }
            conclude(mark, outcome)
            download?.taken((try? stores.roster.origin())?.cursor, isFinal: true)
            // What was written waits in the log; a door that reads there just now may keep it.
            try? stores.roster.checkpoint()
        } catch {
            conclude(mark, error)
            download?.taken(nil, isFinal: error.isFinal)
        }
    }

    private func settle(_ stores: Stores) {
        do throws(StoreError) {
            try stores.roster.settle(in: stores.cache)
            _ = settling.isNews(nil)
        } catch {
            guard settling.isNews(error) else { return }
            log.write(.error, "answers could not be dropped", [("detail", error.description)])
        }
    }

    private func note(_ step: RosterProgress) -> Bool {
        state.withLock { state in
            state.phase =
                switch step.phase {
                case .verifying: .verifying
                case .reading: .reading
                case .applying: .applying
                }
            state.permille = step.permille
            return !state.isEnding
        }
    }

    private func conclude(_ mark: Mark, _ outcome: RosterOutcome) {
        switch outcome {
        case .repeated(let heading):
            conclude(mark, "roster-repeated", "\(heading.cursor) is in place already")
        case .applied(let changes):
            let heading = changes.heading
            let detail =
                "\(heading.kind.rawValue) \(heading.cursor): \(changes.rows) rows, "
                + "\(changes.written) cards written, \(changes.unchanged) unchanged, "
                + "\(changes.removed) taken out"
            conclude(mark, "roster-applied", detail)
            inbox.put(.stationChanged(code: "roster-applied", detail: detail))
            log.write(.notice, "roster applied", [("detail", detail)])
        }
    }

    private func conclude(_ mark: Mark, _ refusal: RosterRefusal) {
        var shrinkage: RosterShrinkage?
        // What passes is tried again at the next look, anything else when the file is another.
        var seen: Mark? = mark
        switch refusal {
        case .shrinks(let found): shrinkage = found
        case .interrupted, .store: seen = nil
        default: break
        }
        let known = state.withLock { $0.last?.code }
        conclude(seen, refusal.code, refusal.explanation, shrinkage)
        guard known != refusal.code || seen != nil else { return }
        inbox.put(.stationChanged(code: refusal.code, detail: refusal.explanation))
        log.write(
            .error,
            "roster refused",
            [("code", refusal.code), ("detail", refusal.explanation)]
        )
    }

    private func conclude(
        _ mark: Mark?,
        _ code: String,
        _ text: String,
        _ shrinkage: RosterShrinkage? = nil
    ) {
        let at = LocalTime(clock.now().civil)
        state.withLock { state in
            state.phase = .idle
            state.permille = 0
            state.seen = mark
            state.unconfirmed = shrinkage
            if mark != nil { state.confirmed = nil }
            state.last = CacheReport.Roster.Outcome(code: code, text: text, at: at)
        }
    }

    // MARK: Report

    /// What technicians see.
    func report(held: PatronRoster.Origin?, cards: Int, at now: Moment) -> CacheReport.Roster {
        let ahead = now.civil.secondsAheadOfUTC
        return state.withLock { state in
            CacheReport.Roster(
                file: download?.url ?? file.path,
                needsSignature: file.key != nil,
                cursor: held?.cursor.text,
                asOf: held.map { LocalTime(CivilTime($0.asOf, secondsAheadOfUTC: ahead)) },
                cards: cards,
                phase: state.phase,
                permille: state.permille,
                last: state.last,
                unconfirmed: state.unconfirmed?.cursor.text,
                fetch: download?.report
            )
        }
    }
}

extension RosterRefusal {
    /// Whether the same roster, fetched once more, would be refused once more: not where the
    /// station was at fault, nor where roster and signature may be from before and after a change.
    fileprivate var isFinal: Bool {
        switch self {
        case .interrupted, .store, .unreadable, .unsigned, .wrongSignature: false
        default: true
        }
    }
}
