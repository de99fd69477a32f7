// SPDX-License-Identifier: MPL-2.0

internal import Synchronization

/// Up to 32 bytes of a secret, in one place in memory that is overwritten when nobody needs it.
///
/// Copies of a value that holds a secret share this box, wherever they travel: a card number or a
/// PIN stands in memory once, and when the last of them is gone the bytes are overwritten with
/// zeros before the memory is given back. The stores are atomic, which compilers do not leave out
/// although nobody reads them any more.
///
/// **What is not wiped**, because Swift gives no hold on it: registers and stack of whoever makes
/// or reads a secret; the arrays and strings that ``bytes`` and the text around it are turned into
/// on the way to the library system or a hash; what the drivers of scanner and keypad have in
/// their buffers until the next report; what the library link sends, until its buffers are used
/// again; and memory that the system has swapped out. Hence the rest of the protection: the process
/// makes no core files, no other process of its user can read its memory, and no secret is logged.
final class SecretBytes: Sendable {
    /// The greatest number of bytes.
    static let countMax = 32

    /// How many bytes there are.
    let count: Int
    private let first: Atomic<UInt64>
    private let second: Atomic<UInt64>
    private let third: Atomic<UInt64>
    private let fourth: Atomic<UInt64>

    /// No bytes.
    static let none = SecretBytes(words: (0, 0, 0, 0), count: 0)

    /// Takes the bytes; `nil` when there are too many.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count <= Self.countMax else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for (index, byte) in bytes.enumerated() { Self.set(&words, index, byte) }
        count = bytes.count
        first = Atomic(words.0)
        second = Atomic(words.1)
        third = Atomic(words.2)
        fourth = Atomic(words.3)
    }

    private init(words: (UInt64, UInt64, UInt64, UInt64), count: Int) {
        self.count = count
        first = Atomic(words.0)
        second = Atomic(words.1)
        third = Atomic(words.2)
        fourth = Atomic(words.3)
    }

    deinit { wipe() }

    /// Overwrites the bytes.
    func wipe() {
        first.store(0, ordering: .sequentiallyConsistent)
        second.store(0, ordering: .sequentiallyConsistent)
        third.store(0, ordering: .sequentiallyConsistent)
        fourth.store(0, ordering: .sequentiallyConsistent)
    }

    private var words: (UInt64, UInt64, UInt64, UInt64) {
        (
            first.load(ordering: .relaxed), second.load(ordering: .relaxed),
            third.load(ordering: .relaxed), fourth.load(ordering: .relaxed)
        )
    }

    /// A copy of the bytes, which is not wiped.
    var bytes: [UInt8] {
        let words = words
        return (0..<count).map { Self.byte(words, $0) }
    }

    /// The same bytes with one more; without a change when there is no room.
    func appending(_ byte: UInt8) -> SecretBytes {
        guard count < Self.countMax else { return self }
        var words = words
        Self.set(&words, count, byte)
        return SecretBytes(words: words, count: count + 1)
    }

    /// The same bytes without the last one.
    func droppingLast() -> SecretBytes {
        guard count > 0 else { return self }
        var words = words
        Self.set(&words, count - 1, 0)
        return SecretBytes(words: words, count: count - 1)
    }

    private static func byte(_ words: (UInt64, UInt64, UInt64, UInt64), _ index: Int) -> UInt8 {
        let word =
            switch index >> 3 {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            default: words.3
            }
        return UInt8(truncatingIfNeeded: word >> UInt64((index & 7) * 8))
    }

    private static func set(
        _ words: inout (UInt64, UInt64, UInt64, UInt64),
        _ index: Int,
        _ byte: UInt8
    ) {
        let shift = UInt64((index & 7) * 8)
        let (mask, value) = (UInt64(0xFF) << shift, UInt64(byte) << shift)
        switch index >> 3 {
        case 0: words.0 = words.0 & ~mask | value
        case 1: words.1 = words.1 & ~mask | value
        case 2: words.2 = words.2 & ~mask | value
        default: words.3 = words.3 & ~mask | value
        }
    }
}

extension SecretBytes: Hashable {
    /// Whether two secrets have the same bytes.
    static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        left.count == right.count && left.words == right.words
    }

    /// Feeds the bytes.
    func hash(into hasher: inout Hasher) {
        let words = words
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
        hasher.combine(count)
    }
}

extension SecretBytes: CustomStringConvertible, CustomReflectable {
    /// A stand-in that shows neither the bytes nor how many there are.
    var description: String { "secret" }
    /// Nothing, so that a dump shows nothing.
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
