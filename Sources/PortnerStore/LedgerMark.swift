// SPDX-License-Identifier: MPL-2.0

internal import Crypto
internal import Foundation
internal import PortnerCore

/// How far the ledger had come, noted in a file beside it.
///
/// A ledger that was put back from a copy is whole and says nothing of what came after the copy,
/// least of all of the wrong attempts. The mark tells: it is written after every append, and where
/// the ledger ends before it, or does not contain it, another one lies there.
struct LedgerMark: Sendable, Hashable {
    /// The highest counts of wrong attempts.
    struct Highest: Sendable, Hashable {
        var card: Int
        var reader: Int
    }

    /// The newest entry.
    var head: LedgerHead
    /// The sum over all counts of wrong attempts, see ``CountBook``.
    var counts: UInt64
    /// The highest of them.
    var highest: Highest
    /// The ledger's file; its last change is known only of one that was closed.
    var file: FileIdentity
    /// Whether the ledger was closed, and nothing can have come after the mark.
    var isClosed: Bool
}

/// The file in which a ``LedgerMark`` is.
///
/// It is never made longer or written anew, so a full disk does not keep the mark from it. Two
/// places take turns: of a mark that was torn the one before is left. A mark is forced to disk when
/// the ledger is opened, copied or closed; in between a power cut costs the marks that the system
/// had not written yet, and the ledger is then found to have come further than its mark.
final class LedgerMarkFile: Sendable {
    /// The bytes of one place: what a disk writes whole or not at all.
    private static let slotSize = 512
    private static let slots: UInt64 = 2
    private static let sumCount = 16

    private let file: FileHandle

    /// Opens the file in a folder, or makes an empty one, readable by nobody else.
    init(in folder: String) throws(StoreError) {
        let path = folder + "/" + Ledger.markFileName
        let files = FileManager.default
        if !files.fileExists(atPath: path) {
            let empty = Data(repeating: 0, count: Self.slotSize * Int(Self.slots))
            let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
            guard files.createFile(atPath: path, contents: empty, attributes: mode) else {
                throw .noAccess
            }
        }
        guard let file = FileHandle(forUpdatingAtPath: path) else { throw .noAccess }
        self.file = file
    }

    deinit { try? file.close() }

    /// The newest mark that can be read, and its number; 0 without one.
    func read() -> (mark: LedgerMark?, number: UInt64) {
        guard (try? file.seek(toOffset: 0)) != nil,
            let content = try? file.read(upToCount: Self.slotSize * Int(Self.slots))
        else { return (nil, 0) }
        var newest: (mark: LedgerMark?, number: UInt64) = (nil, 0)
        for start in stride(from: 0, to: content.count, by: Self.slotSize) {
            let slot = content.dropFirst(start).prefix(Self.slotSize)
            guard let found = Self.decode(slot), found.number > newest.number else { continue }
            newest = found
        }
        return newest
    }

    /// Writes a mark in the place of the one before the last.
    func write(_ mark: LedgerMark, number: UInt64) throws {
        try file.seek(toOffset: number % Self.slots * UInt64(Self.slotSize))
        try file.write(contentsOf: Self.encode(mark, number: number))
    }

    /// Takes back that a ledger was closed, before the first thing is done to its file.
    ///
    /// Opening changes the file. A process that dies meanwhile would else leave one that is not
    /// the one that was closed, and the next would take it for a copy. A file that somebody has
    /// touched, or has put a log beside, keeps its mark.
    static func reopen(in folder: String, _ ledger: FileIdentity) throws(StoreError) {
        let logs = ["-wal", "-journal"].compactMap { suffix in
            FileManager.default.contents(atPath: "\(folder)/\(Ledger.fileName)\(suffix)")
        }
        guard logs.allSatisfy(\.isEmpty) else { return }
        let file = try LedgerMarkFile(in: folder)
        let (found, number) = file.read()
        guard var mark = found, mark.isClosed, mark.file == ledger else { return }
        mark.isClosed = false
        do {
            try file.write(mark, number: number + 1)
            try file.synchronize()
        } catch {
            throw .noAccess
        }
    }

    /// Waits until what was written is on disk.
    func synchronize() throws { try file.synchronize() }

    // MARK: The text

    private static func encode(_ mark: LedgerMark, number: UInt64) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(slotSize)
        for (name, value) in [
            ("mark", String(number)), ("sequence", String(mark.head.sequence)),
            ("chain", mark.head.hash), ("counts", String(mark.counts)),
            ("card-highest", String(mark.highest.card)),
            ("reader-highest", String(mark.highest.reader)),
            ("file", String(mark.file.number)), ("changed", String(mark.file.changed)),
            ("closed", mark.isClosed ? "1" : "0"),
        ] {
            FieldText.append(name: name, value: value, to: &text)
        }
        FieldText.append(name: "sum", value: sum(of: text), to: &text)
        return text + [UInt8](repeating: UInt8(ascii: "\n"), count: slotSize - text.count)
    }

    private static func decode(_ slot: Data) -> (mark: LedgerMark, number: UInt64)? {
        let text = String(decoding: slot, as: UTF8.self)
        guard let end = text.range(of: "sum="), text.utf8.count == slotSize,
            let fields = FieldText.fields(String(text[..<end.lowerBound])),
            text[end.upperBound...].prefix(sumCount * 2) == sum(of: text[..<end.lowerBound].utf8)
        else { return nil }
        let values = Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
        func number<Value: LosslessStringConvertible>(_ name: String) -> Value? {
            values[name].flatMap { Value($0) }
        }
        guard let mark: UInt64 = number("mark"), let sequence: Int64 = number("sequence"),
            let chain = values["chain"].flatMap({ bytes(hexadecimal: $0.utf8) }),
            let counts: UInt64 = number("counts"), let card: Int = number("card-highest"),
            let reader: Int = number("reader-highest"), let file: UInt64 = number("file"),
            let changed: Int64 = number("changed"), let isClosed = values["closed"]
        else { return nil }
        return (
            LedgerMark(
                head: LedgerHead(sequence: sequence, chain: Data(chain)),
                counts: counts,
                highest: LedgerMark.Highest(card: card, reader: reader),
                file: FileIdentity(number: file, changed: changed),
                isClosed: isClosed == "1"
            ), mark
        )
    }

    private static func sum(of text: some Sequence<UInt8>) -> String {
        hexadecimal(SHA256.hash(data: Array(text)).prefix(sumCount))
    }
}
