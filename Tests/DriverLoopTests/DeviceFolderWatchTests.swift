// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import Foundation
import Testing

@Suite final class `A watch over a folder of devices` {
    private let folder: URL
    private let watch: DeviceFolderWatch

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "portner-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        watch = try DeviceFolderWatch(folder: folder.path, prefix: "gpiochip")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test func `tells of a node that comes`() throws {
        try make("gpiochip0")

        #expect(watch.drain())
        #expect(!watch.drain())
    }

    @Test func `tells of a node that goes`() throws {
        try make("gpiochip0")
        _ = watch.drain()

        try FileManager.default.removeItem(at: folder.appending(path: "gpiochip0"))

        #expect(watch.drain())
    }

    @Test func `tells of a node whose permissions change`() throws {
        try make("gpiochip0")
        _ = watch.drain()

        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600],
            ofItemAtPath: folder.appending(path: "gpiochip0").path
        )

        #expect(watch.drain())
    }

    @Test func `keeps quiet about other nodes`() throws {
        try make("ttyACM0")

        #expect(!watch.drain())
    }

    @Test func `finds its node among many others`() throws {
        for number in 0..<300 { try make("a-rather-long-name-of-another-node-\(number)") }
        try make("gpiochip7")

        #expect(watch.drain())
    }

    private func make(_ name: String) throws {
        try Data().write(to: folder.appending(path: name))
    }
}
