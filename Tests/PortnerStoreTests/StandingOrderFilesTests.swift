// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `What staff ordered until they lift it` {
    private let folder = TemporaryFolder()
    private let doors: [DoorName] = ["main", "side"]

    init() throws {
        try FileManager.default.createDirectory(
            atPath: folder.path,
            withIntermediateDirectories: true
        )
    }

    private var files: StandingOrderFiles { StandingOrderFiles(in: folder.path) }

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func `is known after a restart, until it is lifted`() throws {
        #expect(files.read(doors: doors) == (StandingOrders(), true))
        let steps = [
            StandingOrders(lockedDown: ["main"]),
            StandingOrders(lockedDown: ["main", "side"], outOfOrder: ["hall"]),
            StandingOrders(lockedDown: ["gone"], outOfOrder: ["attic"], isEvacuation: true),
            StandingOrders(isEvacuation: true),
            StandingOrders(),
        ]
        for orders in steps {
            let files = files
            _ = files.read(doors: doors)
            try files.keep(orders)
            #expect(self.files.read(doors: doors) == (orders, true))
        }
        #expect(try names().isEmpty)
    }

    @Test func `is written by whoever has not read it`() throws {
        try files.keep(StandingOrders(lockedDown: ["main"], isEvacuation: true))
        try files.keep(StandingOrders(outOfOrder: ["hall"]))
        #expect(try names() == [StandingOrderFiles.kiosksFile])
    }

    @Test(arguments: ["", "\n\n", "main\n../etc\n", "main\nMAIN MAIN\n", "\u{0}"])
    func `locks every door down where it cannot be read which`(text: String) throws {
        try write(text, to: StandingOrderFiles.doorsFile)
        let files = files
        let (orders, isWhole) = files.read(doors: doors)
        #expect(!isWhole)
        #expect(orders == StandingOrders(lockedDown: ["main", "side"]))
        try files.keep(StandingOrders(lockedDown: ["side"]))
        #expect(self.files.read(doors: doors) == (StandingOrders(lockedDown: ["side"]), true))
    }

    @Test func `locks every door down where the file is none, or is too large`() throws {
        try FileManager.default.createDirectory(
            atPath: path(StandingOrderFiles.doorsFile),
            withIntermediateDirectories: false
        )
        #expect(files.read(doors: doors).orders.lockedDown == ["main", "side"])
        try FileManager.default.removeItem(atPath: path(StandingOrderFiles.doorsFile))
        let text = String(repeating: "main\n", count: StandingOrderFiles.bytesMax / 5 + 1)
        try write(text, to: StandingOrderFiles.doorsFile)
        #expect(!files.read(doors: doors).isWhole)
    }

    @Test func `sends everybody out by a file that is there, whatever is in it`() throws {
        try write("", to: StandingOrderFiles.evacuationFile)
        #expect(files.read(doors: doors) == (StandingOrders(isEvacuation: true), true))
    }

    @Test func `of kiosks is what can be read of a file that somebody wrote`() throws {
        try write("hall\n\n../etc\n\u{0}\nHALL HALL\nattic", to: StandingOrderFiles.kiosksFile)
        let orders = StandingOrders(outOfOrder: ["hall", "attic"])
        #expect(files.read(doors: doors) == (orders, true))
    }

    @Test func `says that it was not kept`() throws {
        let files = files
        _ = files.read(doors: doors)
        try FileManager.default.removeItem(atPath: folder.path)
        #expect(throws: StoreError.noAccess) {
            try files.keep(StandingOrders(lockedDown: ["main"]))
        }
    }
}
