// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Synchronization

/// Which kiosks staff took out of service, kept where a restart finds it.
///
/// The file has a line with the name of each, and there is none while all are in service. It is
/// written by whoever takes a technician's order, never on the station's thread.
final class KioskClosures: Sendable {
    /// The name of the file in the state folder.
    static let fileName = "kiosks-out-of-order"
    /// The greatest number of bytes that are read of it.
    static let bytesMax = 64 * 1024

    private let file: URL
    private let closed: Mutex<Set<KioskName>>

    /// Reads what a state folder keeps; lines that name no kiosk are passed over.
    init(stateDirectory: String) {
        file = URL(filePath: stateDirectory, directoryHint: .isDirectory)
            .appending(path: Self.fileName)
        let handle = try? FileHandle(forReadingFrom: file)
        let data = try? handle?.read(upToCount: Self.bytesMax)
        let lines = String(decoding: data ?? Data(), as: UTF8.self).split(separator: "\n")
        closed = Mutex(Set(lines.compactMap { KioskName(String($0)) }))
    }

    /// The kiosks that are out of service.
    var kiosks: Set<KioskName> { closed.withLock(\.self) }

    /// Keeps whether a kiosk is in service, on the disk when the call returns.
    ///
    /// - Throws: An error of the file system; then the file is as it was.
    func note(_ kiosk: KioskName, isInService: Bool) throws {
        try closed.withLock { closed in
            var changed = closed
            if isInService { changed.remove(kiosk) } else { changed.insert(kiosk) }
            guard changed != closed else { return }
            try write(changed)
            closed = changed
        }
    }

    private func write(_ kiosks: Set<KioskName>) throws {
        guard !kiosks.isEmpty else { return try FileManager.default.removeItem(at: file) }
        let text = kiosks.sorted().map { "\($0.text)\n" }.joined()
        try Data(text.utf8).write(to: file, options: .atomic)
        let handle = try FileHandle(forUpdating: file)
        try handle.synchronize()
        try handle.close()
    }
}
