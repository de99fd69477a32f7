// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import LocalHTTP
import PortnerCore
import PortnerSettings
import PortnerStore
import Roster
import RosterFetch
import Synchronization

/// Fetches the roster from an address into a file, where the watch finds it.
///
/// The file holds card numbers in clear text until they are read and hashed. It is the station's
/// own, so it is deleted as soon as the watch has looked at it, and what a crash has left at the
/// next start.
final class RosterDownload: Sendable {
    /// The name of the file in the state folder.
    static let fileName = "roster.download"
    /// The name of the file that says which roster the server's entity tag stands for.
    static let tagFileName = "roster.etag"
    /// The name of the credential with the token that the server asks for.
    static let tokenName = "portner-roster-token"
    /// The greatest number of bytes in a token.
    private static let tokenBytesMax = 4096

    private struct State {
        var pace: FetchPace
        var dueAt = Uptime(.zero)
        /// The tag of what was fetched last, and of what is held, with the cursor of that.
        var known: EntityTag?
        var last: CacheReport.Roster.Outcome?
        var nextAt: LocalTime?
    }

    let url: String
    let path: String
    private let tagPath: String
    private let fetcher: RosterFetcher
    private let clock: SystemClock
    private let log: EventLog
    private let state: Mutex<State>

    /// A download that has fetched nothing yet.
    ///
    /// - Throws: ``DaemonError`` when the authority's file cannot be used.
    init(
        _ url: String,
        _ settings: RosterSettings,
        in folder: String,
        credentials: String?,
        clock: SystemClock,
        log: EventLog
    ) throws(DaemonError) {
        self.url = url
        self.clock = clock
        self.log = log
        path = "\(folder)/\(Self.fileName)"
        tagPath = "\(folder)/\(Self.tagFileName)"
        do throws(RosterFetchRefusal) {
            fetcher = try RosterFetcher(
                RosterFetchSettings(
                    url: url,
                    authorityFile: settings.authority,
                    token: credentials.flatMap(Self.token),
                    sizeMax: settings.sizeMax,
                    needsSignature: settings.key != nil || settings.keyFile != nil
                )
            )
        } catch {
            throw .start(what: "roster", detail: error.explanation)
        }
        state = Mutex(State(pace: FetchPace(interval: settings.interval)))
    }

    /// Deletes what was fetched.
    func deleteFile() { RosterFetcher.deleteFiles(at: path) }

    /// Deletes what a download that was cut off has left in the state folder.
    static func deleteFile(in folder: String) {
        RosterFetcher.deleteFiles(at: "\(folder)/\(fileName)")
    }

    private static func token(in credentials: String) -> String? {
        guard let data = FileManager.default.contents(atPath: "\(credentials)/\(tokenName)") else {
            return nil
        }
        let text = String(decoding: data.prefix(tokenBytesMax), as: UTF8.self)
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let isLine = token.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return isLine && !token.isEmpty ? token : nil
    }

    // MARK: Fetching

    /// Has the roster fetched at the next look, whatever is known of it.
    func order() {
        state.withLock { $0.dueAt = Uptime(.zero) }
        forgetTag()
    }

    private func forgetTag() {
        state.withLock { $0.known = nil }
        try? FileManager.default.removeItem(atPath: tagPath)
    }

    /// Fetches the roster when it is time to.
    ///
    /// - Parameter held: The cursor of the roster that is held; without one any is new.
    func fetchIfDue(held: RosterCursor?) async {
        let now = clock.now()
        // A roster is dated, and nothing is taken by a clock that is not to be trusted.
        guard now.clock == .trusted, state.withLock({ $0.dueAt <= now.uptime }) else { return }
        let known = state.withLock(\.known) ?? savedTag(for: held)
        do throws(RosterFetchRefusal) {
            switch try await fetcher.fetch(knowing: known, into: path) {
            case .unchanged:
                conclude("fetch-unchanged", "the server has nothing newer", isGood: true)
            case .fetched(let tag):
                state.withLock { $0.known = tag }
                conclude("fetch-done", "a roster was fetched", isGood: true)
            }
        } catch {
            conclude(error.code, error.explanation, isGood: false)
            log.write(
                .warning,
                "roster not fetched",
                [("code", error.code), ("detail", error.explanation)]
            )
        }
    }

    private func conclude(_ code: String, _ text: String, isGood: Bool) {
        let now = clock.now()
        state.withLock { state in
            let pause = state.pace.pause(afterGood: isGood, share: .random(in: 0...1))
            state.dueAt = now.uptime + pause
            let at = LocalTime(now.civil)
            state.last = CacheReport.Roster.Outcome(code: code, text: text, at: at)
            let next = now.timestamp.earlier(by: .zero - pause)
            let ahead = now.civil.secondsAheadOfUTC
            state.nextAt = LocalTime(CivilTime(next, secondsAheadOfUTC: ahead))
        }
    }

    /// Notes what became of what was fetched.
    ///
    /// - Parameters:
    ///   - cursor: The cursor of the roster that is held now, if the fetched one is.
    ///   - isFinal: Whether another look at the same roster would come to the same end.
    func taken(_ cursor: RosterCursor?, isFinal: Bool) {
        guard isFinal else { return forgetTag() }
        guard let cursor, let tag = state.withLock(\.known) else { return }
        let text = "\(cursor.text)\n\(tag.text)\n"
        try? Data(text.utf8).write(to: URL(filePath: tagPath), options: .atomic)
    }

    /// The tag from before a restart, if what it stands for is still held.
    private func savedTag(for held: RosterCursor?) -> EntityTag? {
        guard let held, let data = FileManager.default.contents(atPath: tagPath) else { return nil }
        let lines = String(decoding: data.prefix(1024), as: UTF8.self).split(separator: "\n")
        guard lines.count == 2, lines[0] == held.text else { return nil }
        return EntityTag(lines[1])
    }

    /// What technicians see.
    var report: CacheReport.Roster.Fetch {
        state.withLock { state in
            CacheReport.Roster.Fetch(
                last: state.last,
                failures: state.pace.failures,
                next: state.nextAt
            )
        }
    }
}
