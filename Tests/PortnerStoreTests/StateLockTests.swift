// SPDX-License-Identifier: MPL-2.0

import Foundation
import Testing

@testable import PortnerStore

@Suite struct `A state folder` {
    private let folder = TemporaryFolder()

    @Test func `is one process's at a time`() throws {
        do {
            let lock = try StateLock(in: folder.path)
            #expect(throws: StoreError.inUse) { try StateLock(in: folder.path) }
            withExtendedLifetime(lock) {}
        }
        _ = try StateLock(in: folder.path)
        #expect(try folder.mode(StateLock.fileName) == 0o600)
    }

    /// A hook that outlives the daemon must not keep the next one from starting.
    @Test func `is not locked by the programs that its process starts`() throws {
        let lock = try StateLock(in: folder.path)
        let info = "/proc/self/fdinfo/\(lock.file.fileDescriptor)"
        let text = String(
            decoding: FileManager.default.contents(atPath: info) ?? Data(),
            as: UTF8.self
        )
        let flags = text.split(separator: "\n").first { $0.hasPrefix("flags:") }
        let value = try #require(flags?.split(separator: "\t").last.flatMap { Int($0, radix: 8) })
        #expect(value & Int(O_CLOEXEC) != 0)
    }
}
