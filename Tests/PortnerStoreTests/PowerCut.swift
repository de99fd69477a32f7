// SPDX-License-Identifier: MPL-2.0

import Foundation

/// What a disk holds when the power is cut after some of its changes.
///
/// A change is certain once the file was synced after it. Before that it may have happened or not,
/// in part, and before or after the others.
struct PowerCut: Sendable {
    /// What became of the changes that were not certain.
    enum Fate: Sendable, Hashable {
        /// None happened.
        case dropped
        /// All happened.
        case kept
        /// Each happened whole, not at all or in some of its sectors, and they in any order.
        case torn(seed: UInt64)

        /// All, with so many of the last.
        static func all(torn count: Int, at point: Int) -> [Fate] {
            [.dropped, .kept]
                + (0..<count).map { .torn(seed: UInt64(point) &* 1_000_003 &+ UInt64($0)) }
        }
    }

    /// The bytes that a disk writes whole or not at all.
    private static let sectorSize = 512

    private var certain: DiskImage
    private var pending: [DiskChange] = []

    /// A disk before its first change.
    init(_ image: DiskImage) { certain = image }

    /// Lets one more change come before the cut.
    mutating func add(_ change: DiskChange) {
        switch change.kind {
        case .create, .write, .truncate:
            pending.append(change)
        case .sync:
            for earlier in pending where earlier.file == change.file {
                Self.apply(earlier, to: &certain)
            }
            pending.removeAll { $0.file == change.file }
        case .lose:
            pending.removeAll { $0.file == change.file && !$0.isCreation }
        case .delete:
            // Files are deleted when nothing depends on them any more, with their folder synced.
            pending.removeAll { $0.file == change.file }
            certain.files[change.file] = nil
        }
    }

    /// What the disk holds afterwards.
    func image(_ fate: Fate) -> DiskImage {
        var image = certain
        switch fate {
        case .dropped: break
        case .kept: for change in pending { Self.apply(change, to: &image) }
        case .torn(let seed):
            var source = SplitMix64(seed: seed)
            for change in pending.shuffled(using: &source) {
                switch source.number(0...2) {
                case 0: break
                case 1: Self.apply(change, to: &image)
                default: Self.tear(change, &image, &source)
                }
            }
        }
        return image
    }

    private static func apply(_ change: DiskChange, to image: inout DiskImage) {
        var bytes = image.files[change.file] ?? Data()
        switch change.kind {
        case .write(let offset, let written):
            let end = offset + written.count
            if bytes.count < end { bytes.append(Data(repeating: 0, count: end - bytes.count)) }
            bytes.replaceSubrange(offset..<end, with: written)
        case .truncate(let size):
            bytes = bytes.prefix(size)
        case .create, .sync, .lose, .delete: break
        }
        image.files[change.file] = bytes
    }

    private static func tear(
        _ change: DiskChange,
        _ image: inout DiskImage,
        _ source: inout SplitMix64
    ) {
        guard case .write(var offset, var rest) = change.kind else { return }
        while !rest.isEmpty {
            let part = Data(rest.prefix(sectorSize - offset % sectorSize))
            if source.oneIn(2) {
                let piece = DiskChange(file: change.file, kind: .write(offset: offset, bytes: part))
                apply(piece, to: &image)
            }
            offset += part.count
            rest = Data(rest.dropFirst(part.count))
        }
    }
}

extension DiskChange {
    fileprivate var isCreation: Bool { if case .create = kind { true } else { false } }
}
