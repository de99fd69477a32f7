// SPDX-License-Identifier: MPL-2.0

/// What is going to happen in the world, the earliest first.
///
/// Of two things at the same time, the one that was added first happens first.
struct Agenda {
    private struct Entry {
        let at: Duration
        let number: UInt64
        let act: () -> Void

        func comesBefore(_ other: Entry) -> Bool {
            at == other.at ? number < other.number : at < other.at
        }
    }

    /// A heap: each entry comes before the two that follow twice its place.
    private var entries: [Entry] = []
    private var added: UInt64 = 0

    /// When the next thing happens.
    var next: Duration? { entries.first?.at }

    mutating func add(at time: Duration, _ act: @escaping () -> Void) {
        added += 1
        entries.append(Entry(at: time, number: added, act: act))
        var place = entries.count - 1
        while place > 0 {
            let parent = (place - 1) / 2
            guard entries[place].comesBefore(entries[parent]) else { return }
            entries.swapAt(place, parent)
            place = parent
        }
    }

    /// Takes the next thing out.
    mutating func take() -> (() -> Void)? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        guard !entries.isEmpty else { return first.act }
        entries[0] = last
        var place = 0
        while true {
            var least = 2 * place + 1
            guard least < entries.count else { return first.act }
            let other = least + 1
            if other < entries.count, entries[other].comesBefore(entries[least]) { least = other }
            guard entries[least].comesBefore(entries[place]) else { return first.act }
            entries.swapAt(least, place)
            place = least
        }
    }

    /// Forgets everything that was going to happen.
    mutating func clear() { entries = [] }
}
