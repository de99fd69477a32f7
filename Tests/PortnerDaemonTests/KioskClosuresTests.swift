// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerDaemon

@Suite struct `What staff took out of service` {
    /// A state folder of its own, gone afterwards.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("portner-\(UUID().uuidString)").path
        var file: String { "\(path)/\(KioskClosures.fileName)" }

        init() throws {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func closures() -> KioskClosures { KioskClosures(stateDirectory: path) }
    }

    private let hall: KioskName = "hall"
    private let attic: KioskName = "attic"

    @Test func `is known after a restart, until it is back`() throws {
        let folder = try Folder()
        #expect(folder.closures().kiosks.isEmpty)
        try folder.closures().note(hall, isInService: false)
        let next = folder.closures()
        #expect(next.kiosks == [hall])
        try next.note(attic, isInService: false)
        #expect(folder.closures().kiosks == [hall, attic])
        try next.note(hall, isInService: true)
        #expect(folder.closures().kiosks == [attic])
        try next.note(attic, isInService: true)
        #expect(folder.closures().kiosks.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `is as it was when it cannot be written`() throws {
        let folder = try Folder()
        let closures = folder.closures()
        try FileManager.default.removeItem(atPath: folder.path)
        #expect(throws: (any Error).self) { try closures.note(hall, isInService: false) }
        #expect(closures.kiosks.isEmpty)
    }

    @Test func `is what can be read of a file that somebody wrote`() throws {
        let folder = try Folder()
        let text = "hall\n\n../etc\n\u{0}\nHALL HALL\nattic"
        try text.write(toFile: folder.file, atomically: true, encoding: .utf8)
        #expect(folder.closures().kiosks == [hall, attic])
    }
}
