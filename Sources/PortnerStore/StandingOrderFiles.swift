// SPDX-License-Identifier: MPL-2.0

internal import Foundation
public import PortnerCore
internal import Synchronization

/// Where it is kept what staff have ordered until they lift it.
///
/// Three files in the state folder, each of which is there only while it says something:
/// `doors-locked-down` and `kiosks-out-of-order` with a line for the name of each, and
/// `everybody-out`, which says it by being there. What is kept is on the disk when the call
/// returns.
///
/// What cannot be read counts for the order: from a file of lock-downs of which not every line
/// names a door it is not known which doors are free, so all of them are locked down until staff
/// lift that. Whoever leaves is not held up by a lock-down.
///
/// Everything here blocks its thread.
public final class StandingOrderFiles: Sendable {
    /// The name of the file with the doors that are locked down.
    public static let doorsFile = "doors-locked-down"
    /// The name of the file with the kiosks that are out of service.
    public static let kiosksFile = "kiosks-out-of-order"
    /// The name of the file that is there while everybody is to leave.
    public static let evacuationFile = "everybody-out"
    /// The greatest number of bytes that are read of a file.
    public static let bytesMax = 64 * 1024

    private let folder: String
    /// What the files say, as far as it is known.
    private let kept = Mutex<StandingOrders?>(nil)

    /// The files in a state folder.
    public init(in folder: String) { self.folder = folder }

    /// Reads what was kept last.
    ///
    /// - Parameter doors: The doors that there are.
    /// - Returns: The orders, and whether the doors that were locked down are known; where they are
    ///   not, all are.
    public func read(doors: some Sequence<DoorName>) -> (orders: StandingOrders, isWhole: Bool) {
        var orders = StandingOrders(isEvacuation: exists(Self.evacuationFile))
        // A kiosk that serves by mistake lets nobody in.
        orders.outOfOrder = Set((lines(of: Self.kiosksFile) ?? []).compactMap { KioskName($0) })
        let lines = lines(of: Self.doorsFile)
        orders.lockedDown = Set((lines ?? []).compactMap { DoorName($0) })
        let isWhole = lines?.allSatisfy { DoorName($0) != nil } ?? false
        if !isWhole { orders.lockedDown.formUnion(doors) }
        kept.withLock { $0 = isWhole ? orders : nil }
        return (orders, isWhole)
    }

    /// Keeps orders in the place of those before; they are on the disk on return.
    ///
    /// - Throws: ``StoreError/noAccess`` or ``StoreError/full``; then a file may be as it was.
    public func keep(_ orders: StandingOrders) throws(StoreError) {
        do {
            try kept.withLock { kept in
                if kept?.lockedDown != orders.lockedDown {
                    try write(orders.lockedDown.sorted().map(\.text), to: Self.doorsFile)
                }
                if kept?.outOfOrder != orders.outOfOrder {
                    try write(orders.outOfOrder.sorted().map(\.text), to: Self.kiosksFile)
                }
                if kept?.isEvacuation != orders.isEvacuation {
                    let lines = orders.isEvacuation ? [Self.evacuationFile] : []
                    try write(lines, to: Self.evacuationFile)
                }
                kept = orders
            }
        } catch {
            throw (error as? CocoaError)?.code == .fileWriteOutOfSpace ? .full : .noAccess
        }
    }

    private func path(of name: String) -> String { "\(folder)/\(name)" }

    private func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path(of: name))
    }

    /// The lines of a file, none where there is no file; `nil` when there is one without any that
    /// can be read.
    private func lines(of name: String) -> [Substring]? {
        guard exists(name) else { return [] }
        guard let file = FileHandle(forReadingAtPath: path(of: name)) else { return nil }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: Self.bytesMax + 1),
            (1...Self.bytesMax).contains(data.count)
        else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        return lines.isEmpty ? nil : lines
    }

    /// Puts lines in the place of a file's; without any there is no file.
    private func write(_ lines: [String], to name: String) throws {
        let path = path(of: name)
        if lines.isEmpty {
            guard exists(name) else { return }
            try FileManager.default.removeItem(atPath: path)
        } else {
            let text = lines.map { "\($0)\n" }.joined()
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
            guard let file = FileHandle(forUpdatingAtPath: path) else { throw StoreError.noAccess }
            defer { try? file.close() }
            try file.synchronize()
        }
        try StoreFile.synchronizeFolder(folder)
    }
}
