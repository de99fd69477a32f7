// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerStore

/// I11: what grows has an end: questions under way, counts of wrong attempts, and the files in the
/// state folder, of which none is there that nobody names.
struct BoundChecker: Checker {
    let invariant = Invariant.bounds

    /// The size of a page and its heading in the ledger's log, and of the log's own heading.
    private static let (logPage, logHeading) = (1024 + 24, 32)
    /// The pages that no transaction exceeds: SQLite copies the log back after the one that made it
    /// long enough.
    private static let transactionPagesMax = 256
    /// The size in bytes that the files of one person's worth of facts cannot reach: with a few
    /// dozen people whatever is larger has grown.
    private static let databaseMax = 8 << 20
    /// The files that are only ever written over, and their sizes.
    private static let fixed = [
        Ledger.markFileName: 1024,
        UnwrittenChanges.fileName: UnwrittenChanges.fileSize,
    ]
    private static let databases = [Ledger.fileName, PatronCache.fileName, PatronRoster.fileName]

    private var questions: Set<Ticket> = []
    private var counts: Set<ThrottleSubject> = []
    /// Whether a file may have been set aside that is under a card key given up.
    private var mayBeForeign = false

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .exchangeBegun, .exchangeFinished:
            mayBeForeign = true
        case .started:
            questions = []
        case .sent(.ask(let question)):
            questions.insert(question.ticket)
            guard questions.count > Station.questionsMax else { return nil }
            return "\(questions.count) questions are under way"
        case .began(.event(.libraryReplied(_, let ticket))):
            questions.remove(ticket)
        case .stored(_, let saved):
            return check(saved)
        case .files(let sizes):
            return check(sizes)
        default:
            break
        }
        return nil
    }

    private mutating func check(_ saved: [ThrottleCount]) -> String? {
        for count in saved {
            if count.failures > 0 {
                counts.insert(count.subject)
            } else {
                counts.remove(count.subject)
            }
        }
        return counts.count > Throttle.subjectsMax ? "\(counts.count) counts are kept" : nil
    }

    private func check(_ sizes: [String: Int]) -> String? {
        var setAside: Set<Substring> = []
        for (name, size) in sizes.sorted(by: { $0.key < $1.key }) {
            if mayBeForeign, let database = Self.setAside(name) {
                guard setAside.insert(database).inserted || !name.hasSuffix("Z") else {
                    return "two files \(database) are set aside"
                }
                continue
            }
            guard let limit = Self.limit(of: name) else { return "nobody names the file \(name)" }
            guard size <= limit else { return "\(name) has \(size) bytes" }
        }
        return nil
    }

    /// The database that was set aside under this name; `nil` for any other.
    private static func setAside(_ name: String) -> Substring? {
        let parts = name.split(separator: ".damaged-")
        return parts.count == 2 && databases.contains(String(parts[0])) ? parts[0] : nil
    }

    /// The greatest size of a file; `nil` for one that has no business to be there.
    private static func limit(of name: String) -> Int? {
        if let size = fixed[name] { return size }
        for database in databases where name.hasPrefix(database) {
            switch name.dropFirst(database.count) {
            case "", "-shm": return databaseMax
            case "-wal":
                return (Ledger.logPagesMax + transactionPagesMax) * logPage + logHeading
            default: return nil
            }
        }
        return nil
    }
}
