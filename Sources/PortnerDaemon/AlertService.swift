// SPDX-License-Identifier: MPL-2.0

import Dispatch
import Foundation
import PortnerCore
import PortnerSettings
import PortnerStore
import ServiceLifecycle
import Synchronization

/// Tells staff or guards of every alarm in the ledger, through a program of the library's own and
/// by e-mail.
///
/// The ledger is the queue: nothing is lost while a way fails or the daemon is down, and nothing is
/// told twice by a way that has succeeded. One message holds what has come since the last, so
/// a storm of alarms is a few messages.
struct AlertService: Service {
    /// The most entries that are read from the ledger at once.
    static let entriesMax = 200
    /// The most alarms that one message spells out; it says how many more there are.
    static let linesMax = 20
    /// The longest pause after failures.
    static let pauseMax = Duration.seconds(900)

    let parts: Parts

    func run() async throws {
        let hook = parts.settings.hooks.alert.map { Hook(path: $0) }
        let mail = parts.settings.hooks.alertMail.isEmpty ? nil : parts.paper.mail
        let desks = [hook.map(desk), mail.map(desk)].compactMap(\.self)
        try? await withGracefulShutdownHandler {
            try await cancelWhenGracefulShutdown {
                await withTaskGroup(of: Void.self) { group in
                    let every = parts.settings.hooks.alertEvery
                    for desk in desks {
                        group.addTask {
                            await Self.work(desk, every: every) { try await Task.sleep(for: $0) }
                        }
                    }
                }
                try await gracefulShutdown()
            }
        } onGracefulShutdown: {
            hook?.stop()
            mail?.stopWaiting()
        }
    }

    private func desk(_ hook: Hook) -> AlertDesk {
        desk(AlertCursor(directory: parts.settings.stateDirectory)) { try hook.run($0) }
    }

    private func desk(_ mail: ReceiptMailer) -> AlertDesk {
        let (people, clock) = (parts.settings.hooks.alertMail, parts.clock)
        return desk(AlertCursor(directory: parts.settings.stateDirectory, name: "alerts.mailed")) {
            try mail.alert($0, to: people, at: clock.now().civil)
        }
    }

    private func desk(
        _ cursor: AlertCursor,
        _ tell: @escaping @Sendable ([String]) throws -> Void
    ) -> AlertDesk {
        AlertDesk(
            ledger: parts.outlets.stores.ledger,
            cursor: cursor,
            branch: parts.settings.branch,
            log: parts.log,
            tell: tell
        )
    }

    /// Tells what there is, again and again, until the daemon stops.
    ///
    /// - Parameters:
    ///   - desk: What tells.
    ///   - every: How long it rests after a message.
    ///   - rest: Rests for a time; what it throws is the end.
    static func work(
        _ desk: AlertDesk,
        every: Duration,
        rest: @Sendable (Duration) async throws -> Void
    ) async {
        var pause = every
        while !Task.isCancelled {
            // On a thread that may wait for the disk and for whoever tells.
            let isDelivered = await withCheckedContinuation { continuation in
                DispatchQueue.global(qos: .utility).async {
                    continuation.resume(returning: desk.deliver())
                }
            }
            pause = isDelivered ? every : min(pause * 2, max(Self.pauseMax, every))
            do { try await rest(pause) } catch { return }
        }
    }
}

/// Delivers what has not been told yet, on one thread at a time.
final class AlertDesk: Sendable {
    private let ledger: Ledger
    private let cursor: AlertCursor
    private let branch: String
    private let log: EventLog
    private let tell: @Sendable ([String]) throws -> Void
    /// The last entry that was told, whether the cursor could keep it or not.
    private let told = Mutex<Int64?>(nil)

    /// A desk for one way.
    ///
    /// - Parameters:
    ///   - ledger: Where the alarms stand.
    ///   - cursor: How far they have been told this way.
    ///   - branch: The library's name, for the subject.
    ///   - log: Hears of what fails.
    ///   - tell: Tells a subject and a text, and throws when nobody was told.
    init(
        ledger: Ledger,
        cursor: AlertCursor,
        branch: String,
        log: EventLog,
        tell: @escaping @Sendable ([String]) throws -> Void
    ) {
        self.ledger = ledger
        self.cursor = cursor
        self.branch = branch
        self.log = log
        self.tell = tell
    }

    /// Tells the alarms since the last message; `false` when they have to be told again later, or
    /// when it could not be kept that they were.
    func deliver() -> Bool {
        do {
            var news = AlertNews(after: try position())
            try read(&news)
            if news.count > 0 { try tell(news.message(of: branch)) }
            told.withLock { $0 = news.last }
            if cursor.place != .after(news.last) { try cursor.keep(news.last) }
            return true
        } catch {
            log.write(.error, "alarms could not be told", [("detail", "\(error)")])
            return false
        }
    }

    /// The entry after which the alarms are still to be told.
    ///
    /// Who cannot know it begins at the ledger's first entry: told again is better than lost.
    private func position() throws(StoreError) -> Int64 {
        let head = try ledger.head().sequence
        let known = told.withLock { told in
            if let told { return told }
            switch cursor.place {
            // The first time: what happened before anybody was to be told is not told.
            case .none: told = head
            case .after(let sequence): told = sequence
            case .unreadable:
                log.write(.error, "alarms are told from the first: no cursor", [])
                told = 0
            }
            return told ?? 0
        }
        guard known > head else { return known }
        log.write(.warning, "alarms are told from the first: another ledger", [])
        return 0
    }

    /// Reads on to the newest entry.
    private func read(_ news: inout AlertNews) throws(StoreError) {
        let size = AlertService.entriesMax
        var damaged = 0
        while true {
            do throws(StoreError) {
                let page = try ledger.entries(after: news.last, limit: size)
                news.take(page)
                guard page.count == size else { break }
            } catch {
                let before = news.last
                guard error == .damaged else { throw error }
                damaged += try readSingly(&news, size)
                guard news.last > before else { throw error }
            }
        }
        guard damaged > 0 else { return }
        log.write(.error, "damaged entries were stepped over", [("detail", "\(damaged) entries")])
    }

    /// Reads some entries one by one and steps over those that cannot be read; says how many.
    private func readSingly(_ news: inout AlertNews, _ size: Int) throws(StoreError) -> Int {
        let head = try ledger.head().sequence
        var damaged = 0
        for _ in 0..<size where news.last < head {
            do throws(StoreError) {
                news.take(try ledger.entries(after: news.last, limit: 1))
            } catch {
                guard error == .damaged else { throw error }
                damaged += 1
                news.last += 1
            }
        }
        return damaged
    }
}

/// The alarms of one message.
struct AlertNews {
    /// The last entry that was looked at.
    var last: Int64
    /// How many alarms there are.
    private(set) var count = 0
    /// Those that are spelled out.
    private var lines: [String] = []

    init(after sequence: Int64) { last = sequence }

    /// Takes the entries that follow.
    mutating func take(_ entries: [LedgerEntry]) {
        last = entries.last?.sequence ?? last
        for alarm in entries where alarm.isAlarm {
            count += 1
            if lines.count < AlertService.linesMax { lines.append(Self.line(alarm)) }
        }
    }

    /// Subject and text: codes and places, and no card.
    func message(of branch: String) -> [String] {
        let rest = count - lines.count
        let more = rest > 0 ? ["and \(rest) more: portner events --alarms"] : []
        return ["\(branch): \(count)", (lines + more).joined(separator: "\n")]
    }

    private static func line(_ entry: LedgerEntry) -> String {
        [
            entry[.local] ?? "", entry.kind, entry[.door] ?? entry[.device] ?? "",
            entry[.outcome] ?? "", entry[.detail] ?? "",
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// How far the ledger's alarms have been told, in a file that survives a restart.
struct AlertCursor: Sendable {
    /// What the file says.
    enum Place: Hashable {
        /// Nothing was ever told.
        case none
        /// Everything up to an entry.
        case after(Int64)
        /// Something that cannot be read.
        case unreadable
    }

    let path: String

    init(directory: String, name: String = "alerts.told") { path = directory + "/" + name }

    /// How far they have been told.
    var place: Place {
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return Int64(text.trimmingCharacters(in: .whitespacesAndNewlines))
                .map { .after($0) } ?? .unreadable
        } catch CocoaError.fileReadNoSuchFile {
            return .none
        } catch {
            return .unreadable
        }
    }

    func keep(_ sequence: Int64) throws {
        try Data("\(sequence)\n".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
