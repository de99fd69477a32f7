// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// The number of a letter, which whoever hands it over chooses.
public struct MailNumber: Sendable, Hashable {
    /// The number.
    public let rawValue: UInt64

    /// A number.
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
}

/// Letters that wait to be delivered, one at a time, for a limited time.
///
/// A letter with a patron's loans in it is personal and lives in memory alone. For letters that
/// must outlive a restart whoever hands them over keeps a record: each letter that was taken ends
/// in exactly one result, with which the record goes, and after a restart what is still there is
/// handed over again under the same number.
public struct MailQueue: Sendable {
    /// How much is kept and for how long.
    public struct Limits: Sendable, Hashable {
        /// The most letters.
        public var lettersMax = 64
        /// The most bytes in all letters together.
        public var bytesMax = 8 * 1024 * 1024
        /// How old a letter may become.
        public var ageMax = Duration.seconds(4 * 3600)
        /// The pause after the first failure; each further one is twice as long.
        public var pauseFirst = Duration.seconds(10)
        /// The longest pause.
        public var pauseMax = Duration.seconds(600)

        /// The usual limits.
        public init() {}
    }

    private struct Entry {
        let number: MailNumber
        let message: MailMessage
        let expiry: Uptime
        var pause: Duration
        var due: Uptime
    }

    private let limits: Limits
    private var entries: [Entry] = []
    private var current: MailNumber?

    /// An empty queue.
    public init(_ limits: Limits = Limits()) { self.limits = limits }

    /// How many letters wait or are being delivered.
    public var count: Int { entries.count }

    /// When ``takeExpired(at:)`` or ``next(at:)`` has something to give.
    public var nextDeadline: Uptime? {
        let dues = current == nil ? entries.map(\.due) : []
        return (dues + entries.filter { $0.number != current }.map(\.expiry)).min()
    }

    /// Adds a letter; false when there is no room or its number is there already.
    public mutating func add(
        _ message: MailMessage,
        as number: MailNumber,
        at now: Uptime
    ) -> Bool {
        let bytes = entries.reduce(message.encoded.count) { $0 + $1.message.encoded.count }
        guard entries.count < limits.lettersMax, bytes <= limits.bytesMax,
            !entries.contains(where: { $0.number == number })
        else { return false }
        entries.append(
            Entry(
                number: number,
                message: message,
                expiry: now + limits.ageMax,
                pause: limits.pauseFirst,
                due: now
            )
        )
        return true
    }

    /// The letter to be delivered now, unless one is being delivered.
    public mutating func next(at now: Uptime) -> (number: MailNumber, message: MailMessage)? {
        guard current == nil,
            let entry = entries.filter({ $0.due <= now }).min(by: { $0.due < $1.due })
        else { return nil }
        current = entry.number
        return (entry.number, entry.message)
    }

    /// The delivery that ``next(at:)`` began has ended: the letter goes, or is tried again.
    public mutating func ended(_ number: MailNumber, _ outcome: MailOutcome, at now: Uptime) {
        guard current == number else { return }
        current = nil
        guard let index = entries.firstIndex(where: { $0.number == number }) else { return }
        switch outcome {
        case .delivered, .refused: entries.remove(at: index)
        case .failed:
            entries[index].due = now + entries[index].pause
            entries[index].pause = min(entries[index].pause * 2, limits.pauseMax)
        }
    }

    /// Takes out the letters that have become too old; the one that is being delivered stays.
    public mutating func takeExpired(at now: Uptime) -> [MailNumber] {
        let expired = entries.filter { $0.expiry <= now && $0.number != current }.map(\.number)
        entries.removeAll { expired.contains($0.number) }
        return expired
    }
}
