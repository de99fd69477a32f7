// SPDX-License-Identifier: MPL-2.0

import LibraryLink
import LibrarySetup
import PortnerCore

extension LibraryLinkPort {
    /// Answers go to whoever asked: a technician's question, or else the station.
    init(
        clock: SystemClock,
        inbox: Inbox,
        questions: Answers<LibraryReply>,
        library: LibraryState
    ) {
        self.init(
            now: {
                let now = clock.now()
                return (now.timestamp, now.civil)
            },
            reply: { reply, ticket in
                if !questions.resume(ticket, with: reply) {
                    inbox.put(.libraryReplied(reply, ticket))
                }
            },
            answer: { inbox.put(.libraryAnswered($0)) },
            health: { health in
                library.note(
                    isReachable: health.isReachable,
                    health.words,
                    at: clock.now()
                )
                inbox.put(
                    .libraryChanged(isReachable: health.isReachable, detail: health.words)
                )
            }
        )
    }
}

extension LibraryWay {
    /// The link along this way.
    ///
    /// - Throws: ``DaemonError`` when a file that the settings name cannot be used.
    func daemonLink(_ port: LibraryLinkPort) throws(DaemonError) -> any LibraryLinking {
        do throws(LibraryLinkError) {
            return try link(port)
        } catch {
            throw .start(what: "library", detail: error.description)
        }
    }
}

extension LinkHealth {
    /// How the way is, with how far it has come back after an outage.
    fileprivate var words: String {
        guard case .recovering(let good) = state else { return detail }
        return "\(detail): answers again, \(good) in a row"
    }
}
