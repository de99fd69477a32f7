// SPDX-License-Identifier: MPL-2.0

internal import Foundation
public import PortnerCore
internal import Synchronization

/// The cards of which something was heard that the cache could not write, in a file of their own.
///
/// A block that was heard and not written waits in memory; were the station restarted then, the
/// cache would come back without it (invariant I4). The file `cache.unwritten` outlives that. It
/// has its full size from the beginning and is only ever written over, so the full disk that kept
/// the change from the cache does not keep the card from here.
///
/// At the next start nothing is believed of these cards until the library system has been asked:
/// see ``changes(asOf:)``.
public final class UnwrittenChanges: Sendable {
    /// The name of the file in the state folder.
    public static let fileName = "cache.unwritten"
    /// The greatest number of cards that can be kept; with more the whole cache is not believed.
    public static let cardsMax = 1000
    /// The size of the file in bytes, from its beginning to its end.
    public static let fileSize = (cardsMax + 1) * CardKey.byteCount

    private struct State {
        let file: FileHandle
        /// The card in each place.
        var places: [CardKey?]
        var hasOverflowed: Bool
    }

    private let state: Mutex<State>

    /// Opens the file in the state folder, or makes one without cards.
    ///
    /// - Throws: ``StoreError/noAccess`` or ``StoreError/full`` when the file cannot be made.
    public init(in folder: String) throws(StoreError) {
        let path = folder + "/" + Self.fileName
        let files = FileManager.default
        let size = Self.fileSize
        do {
            if !files.fileExists(atPath: path) {
                let empty = Data(repeating: 0, count: size)
                let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
                guard files.createFile(atPath: path, contents: empty, attributes: mode) else {
                    throw StoreError.noAccess
                }
            }
            guard let file = FileHandle(forUpdatingAtPath: path) else { throw StoreError.noAccess }
            // A file that was being made when the power was cut holds no card yet.
            var content = try file.readToEnd() ?? Data()
            if content.count < size {
                try file.seekToEnd()
                try file.write(contentsOf: Data(repeating: 0, count: size - content.count))
                content.append(Data(repeating: 0, count: size - content.count))
            }
            try file.synchronize()
            let slots = stride(from: 0, to: size, by: CardKey.byteCount)
                .map { content.dropFirst($0).prefix(CardKey.byteCount) }
            let keys = slots.map { slot in
                slot.allSatisfy { $0 == 0 } ? nil : CardKey(bytes: slot)
            }
            state = Mutex(
                State(
                    file: file,
                    places: Array(keys.dropFirst()),
                    hasOverflowed: keys.first != .some(nil)
                )
            )
        } catch let error as StoreError {
            throw error
        } catch {
            throw (error as? CocoaError)?.code == .fileWriteOutOfSpace ? .full : .noAccess
        }
    }

    /// The cards that are kept.
    public var cards: [CardKey] { state.withLock { $0.places.compactMap(\.self) } }

    /// Whether there were too many cards: then nothing in the cache is to be believed.
    public var hasOverflowed: Bool { state.withLock(\.hasOverflowed) }

    /// What takes the cards out of cache and roster, until the library system speaks of them anew.
    ///
    /// The time must not be before the roster's, or its older word would count.
    public func changes(asOf time: Timestamp) -> [CacheChange] {
        cards.map { .doubt($0, asOf: time) }
    }

    /// Keeps a card and returns when that is on disk.
    public func keep(_ key: CardKey) throws(StoreError) {
        try writing { state in
            guard !state.places.contains(where: { $0?.matches(key) == true }) else { return }
            guard let free = state.places.firstIndex(where: { $0 == nil }) else {
                try Self.write(Array(repeating: 0xFF, count: CardKey.byteCount), 0, state.file)
                state.hasOverflowed = true
                return try state.file.synchronize()
            }
            try Self.write(key.bytes, free + 1, state.file)
            state.places[free] = key
            try state.file.synchronize()
        }
    }

    /// Lets cards go and returns when that is on disk: everything that was heard of them is on the
    /// disk itself, or they are erased, and no power cut may bring them back.
    public func release(_ keys: [CardKey]) throws(StoreError) {
        try writing { state in
            let places = state.places.indices.filter { place in
                keys.contains { state.places[place]?.matches($0) == true }
            }
            guard !places.isEmpty else { return }
            for place in places {
                try Self.write(Array(repeating: 0, count: CardKey.byteCount), place + 1, state.file)
            }
            try state.file.synchronize()
            for place in places { state.places[place] = nil }
        }
    }

    private func writing(_ body: (inout State) throws -> Void) throws(StoreError) {
        do {
            try state.withLock { state in try body(&state) }
        } catch {
            throw (error as? CocoaError)?.code == .fileWriteOutOfSpace ? .full : .io(0)
        }
    }

    private static func write(_ bytes: [UInt8], _ slot: Int, _ file: FileHandle) throws {
        try file.seek(toOffset: UInt64(slot * CardKey.byteCount))
        try file.write(contentsOf: bytes)
    }
}
