// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore
internal import Synchronization

extension PatronCache {
    /// The door's way into the cache: one connection and one prepared statement.
    ///
    /// It belongs to the thread or actor that decides and is never shared. It sees every commit
    /// that came before the lookup and waits for no writer: the write-ahead log lets it read what
    /// was there before. A row that cannot be read or breaks a rule is a failure, never a patron
    /// with half of the facts.
    ///
    /// With a roster the statement looks there as well, and each fact is taken from the newer side.
    public final class Reader: PatronReading {
        /// How long a lookup may wait while another connection recovers or closes the file.
        private static let busyTimeout: TimeInterval = 0.05

        private let hasher: CardHasher
        private let previous: CardHasher?
        private let queue: DatabaseQueue
        /// Looks among the answers alone.
        private let statement: Statement
        /// Looks into the roster as well; nil without one.
        private let both: Statement?
        private let soundness: Soundness
        private let roster: PatronRoster?

        init(
            path: String,
            hasher: CardHasher,
            previous: CardHasher? = nil,
            roster: PatronRoster? = nil,
            soundness: Soundness = Soundness()
        ) throws(StoreError) {
            var configuration = Configuration()
            configuration.label = "door"
            configuration.readonly = true
            configuration.busyMode = .timeout(Self.busyTimeout)
            configuration.foreignKeysEnabled = false
            self.hasher = hasher
            self.previous = previous
            self.soundness = soundness
            self.roster = roster
            (queue, statement, both) = try StoreError.sorting {
                let queue = try DatabaseQueue(path: path, configuration: configuration)
                let (statement, both) = try queue.inDatabase { db in
                    let statement = try db.makeStatement(sql: PatronTable.select)
                    guard let roster else { return (statement, Statement?.none) }
                    try db.execute(
                        sql: "ATTACH DATABASE ? AS roster",
                        arguments: [roster.path]
                    )
                    return (statement, try db.makeStatement(sql: PatronTable.selectBoth))
                }
                return (queue, statement, both)
            }
        }

        /// The keyed hash of a card number.
        public func key(for card: CardNumber) -> CardKey { hasher.key(for: card) }

        /// The keyed hash of a card number under the previous card key, if there is one.
        public func formerKey(for card: CardNumber) -> CardKey? { previous?.key(for: card) }

        /// What the cache holds under a key and under a former one, each fact from the newer side.
        public func patron(for key: CardKey, formerly former: CardKey?) -> CacheAnswer {
            guard let former else { return patron(for: key) }
            switch (patron(for: key), patron(for: former)) {
            case (.known(let patron), .known(let old)):
                return .known(patron.merged(with: old.moved(from: former)))
            case (.unknown, .known(let old)): return .known(old.moved(from: former))
            case (.failed, _), (_, .failed): return .failed
            case (let answer, .unknown): return answer
            }
        }

        /// What the cache holds under a key.
        public func patron(for key: CardKey) -> CacheAnswer {
            guard !soundness.isDamaged.load(ordering: .relaxed), roster?.isSound ?? true else {
                return .failed
            }
            do {
                // A station without a roster does not pay for one.
                let statement = roster?.isThere == true ? both ?? statement : statement
                let patron = try queue.inDatabase { _ in
                    try PatronTable.find(key, with: statement)
                }
                return patron.map(CacheAnswer.known) ?? .unknown
            } catch {
                return .failed
            }
        }
    }
}
