// SPDX-License-Identifier: MPL-2.0

internal import GRDBSQLite
internal import Glibc
internal import PortnerCore

/// One card of a roster as bytes: its key, its line, and the values of its row as the table holds
/// them, so that sorting, comparing and writing need no further thought about what they mean.
///
/// Layout: length of the whole (2 bytes), line (4), whether the card is gone (1), key (32), then
/// the values after the key: one byte for the kind, and 8 bytes of an integer, or the length (2)
/// and the bytes of a text. Numbers lie in the order of the machine that wrote them a moment ago.
enum RosterImage {
    private static let lineOffset = 2
    private static let goneOffset = 6
    private static let keyOffset = 7
    private static let valuesOffset = keyOffset + CardKey.byteCount

    private enum Kind {
        static let null: UInt8 = 0
        static let integer: UInt8 = 1
        static let text: UInt8 = 2
    }

    // MARK: Writing

    /// Appends the image of a card; without facts the card is gone.
    static func append(
        _ key: CardKey,
        line: Int,
        _ facts: PatronFacts?,
        to bytes: inout [UInt8]
    ) {
        let start = bytes.count
        append(UInt16(0), to: &bytes)
        append(UInt32(clamping: line), to: &bytes)
        bytes.append(facts == nil ? 1 : 0)
        bytes += key.bytes
        if let facts {
            append(facts.patron?.secret, to: &bytes)
            append(PatronTable.text(facts.blocks.value), to: &bytes)
            append(PatronTable.text(facts.debts.value), to: &bytes)
            append(facts.validity.value.rawValue, to: &bytes)
            append(facts.lastDay?.dayNumber, to: &bytes)
            append(facts.age?.value.reached, to: &bytes)
            append(facts.age?.value.next?.age, to: &bytes)
            append(facts.age?.value.next?.from.dayNumber, to: &bytes)
            append(facts.consent?.value.description, to: &bytes)
            append(facts.enrolment?.value.description, to: &bytes)
            append(facts.residence?.value.rawValue, to: &bytes)
        }
        let length = UInt16(bytes.count - start)
        bytes[start] = UInt8(truncatingIfNeeded: length)
        bytes[start + 1] = UInt8(truncatingIfNeeded: length >> 8)
    }

    private static func append(_ text: String?, to bytes: inout [UInt8]) {
        guard let text else { return bytes.append(Kind.null) }
        bytes.append(Kind.text)
        append(UInt16(text.utf8.count), to: &bytes)
        bytes += text.utf8
    }

    private static func append(_ number: Int?, to bytes: inout [UInt8]) {
        guard let number else { return bytes.append(Kind.null) }
        bytes.append(Kind.integer)
        append(UInt64(bitPattern: Int64(number)), to: &bytes)
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: number.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }

    // MARK: Reading

    /// Where an image begins, under the number of its row.
    struct Place {
        let row: Int64
        let offset: Int
    }

    /// The places of all images, in the order of their rows.
    static func sorted(_ images: UnsafeRawBufferPointer) -> [Place] {
        var places: [Place] = []
        var offset = 0
        while offset < images.count {
            let key = unsafe images.loadUnaligned(
                fromByteOffset: offset + keyOffset,
                as: UInt64.self
            )
            places.append(Place(row: Int64(key.bigEndian >> 1), offset: offset))
            offset += Int(
                unsafe images.loadUnaligned(fromByteOffset: offset, as: UInt16.self).littleEndian
            )
        }
        return places.sorted { $0.row < $1.row }
    }

    static func line(_ images: UnsafeRawBufferPointer, _ place: Place) -> Int {
        Int(
            unsafe images.loadUnaligned(
                fromByteOffset: place.offset + lineOffset,
                as: UInt32.self
            ).littleEndian
        )
    }

    static func isGone(_ images: UnsafeRawBufferPointer, _ place: Place) -> Bool {
        unsafe images[place.offset + goneOffset] == 1
    }

    static func key(_ images: UnsafeRawBufferPointer, _ place: Place) -> ArraySlice<UInt8> {
        let start = place.offset + keyOffset
        return unsafe Array(images[start..<start + CardKey.byteCount])[...]
    }

    /// Gives an image's values to a statement, the row's number first; the statement must be done
    /// with before the images go.
    static func bind(
        _ images: UnsafeRawBufferPointer,
        _ place: Place,
        to statement: OpaquePointer
    ) {
        unsafe sqlite3_bind_int64(statement, 1, place.row)
        guard let base = images.baseAddress else { return }
        let key = unsafe base + place.offset + keyOffset
        unsafe sqlite3_bind_blob(statement, 2, key, Int32(CardKey.byteCount), nil)
        var position = place.offset + valuesOffset
        for index in Int32(3)...Int32(RosterTable.columns + 1) {
            let value = unsafe base + position
            switch unsafe value.load(as: UInt8.self) {
            case Kind.integer:
                let number = unsafe value.loadUnaligned(fromByteOffset: 1, as: Int64.self)
                unsafe sqlite3_bind_int64(statement, index, number.littleEndian)
                position += 9
            case Kind.text:
                let length = unsafe value.loadUnaligned(fromByteOffset: 1, as: UInt16.self)
                let text = unsafe (value + 3).assumingMemoryBound(to: CChar.self)
                unsafe sqlite3_bind_text(statement, index, text, Int32(length.littleEndian), nil)
                position += 3 + Int(length.littleEndian)
            default:
                unsafe sqlite3_bind_null(statement, index)
                position += 1
            }
        }
    }

    /// Whether the row that a statement stands on, with its key in the first column, says the same.
    static func matches(
        _ images: UnsafeRawBufferPointer,
        _ place: Place,
        _ statement: OpaquePointer
    ) -> Bool {
        guard let base = images.baseAddress else { return false }
        let key = unsafe base + place.offset + keyOffset
        guard unsafe isEqual(statement, 0, SQLITE_BLOB, key, CardKey.byteCount) else {
            return false
        }
        var position = place.offset + valuesOffset
        for index in Int32(1)..<Int32(RosterTable.columns) {
            let value = unsafe base + position
            switch unsafe value.load(as: UInt8.self) {
            case Kind.integer:
                let number = unsafe value.loadUnaligned(fromByteOffset: 1, as: Int64.self)
                guard unsafe sqlite3_column_type(statement, index) == SQLITE_INTEGER,
                    unsafe sqlite3_column_int64(statement, index) == number.littleEndian
                else { return false }
                position += 9
            case Kind.text:
                let length = unsafe value.loadUnaligned(fromByteOffset: 1, as: UInt16.self)
                let count = Int(length.littleEndian)
                guard unsafe isEqual(statement, index, SQLITE_TEXT, value + 3, count) else {
                    return false
                }
                position += 3 + count
            default:
                guard unsafe sqlite3_column_type(statement, index) == SQLITE_NULL else {
                    return false
                }
                position += 1
            }
        }
        return true
    }

    private static func isEqual(
        _ statement: OpaquePointer,
        _ index: Int32,
        _ kind: Int32,
        _ bytes: UnsafeRawPointer,
        _ count: Int
    ) -> Bool {
        guard unsafe sqlite3_column_type(statement, index) == kind else { return false }
        let stored = unsafe sqlite3_column_blob(statement, index)
        guard unsafe Int(sqlite3_column_bytes(statement, index)) == count else { return false }
        guard count > 0 else { return true }
        guard let stored = unsafe stored else { return false }
        return unsafe memcmp(stored, bytes, count) == 0
    }
}
