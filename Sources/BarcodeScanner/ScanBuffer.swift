// SPDX-License-Identifier: MPL-2.0

/// Room for one code, inside its owner, so that collecting a code allocates nothing.
///
/// The size of the storage is the limit. Bytes are overwritten when they are removed: a code must
/// not linger where a later one, or a crash dump, would show it.
struct ScanBuffer: Sendable {
    private var storage = InlineArray<256, UInt8>(repeating: 0)
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Whether every byte is a printable ASCII character.
    var isPrintable: Bool {
        for index in 0..<count where !(0x20...0x7E).contains(storage[index]) {
            return false
        }
        return true
    }

    /// The bytes as text; the caller has checked that they are ASCII.
    var text: String {
        String(decoding: (0..<count).lazy.map { storage[$0] }, as: UTF8.self)
    }

    var last: UInt8? { isEmpty ? nil : storage[count - 1] }

    /// Adds a byte, or answers false when there is no room.
    mutating func append(_ byte: UInt8) -> Bool {
        guard count < storage.count else { return false }
        storage[count] = byte
        count += 1
        return true
    }

    mutating func removeLast() {
        precondition(count > 0)
        count -= 1
        storage[count] = 0
    }

    mutating func removeAll() {
        for index in 0..<count {
            storage[index] = 0
        }
        count = 0
    }
}

extension ScanBuffer: CustomStringConvertible, CustomReflectable {
    var description: String { "ScanBuffer(\(count) bytes)" }

    var customMirror: Mirror { Mirror(self, children: []) }
}
