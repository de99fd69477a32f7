// SPDX-License-Identifier: MPL-2.0

import Foundation
import Glibc
import Testing

/// The program that writes to a station's files until it is killed.
final class Writer {
    /// What it writes.
    enum Work: String {
        /// Records of grants.
        case grants
        /// Rosters, visits and erasures.
        case people
    }

    /// How often a run kills it that is asked for more than a test run affords.
    static var kills: UInt16? {
        ProcessInfo.processInfo.environment["KILLS"].flatMap { UInt16($0) }
    }

    private let process = Process()
    private let output = Pipe()
    private var unread = Data()

    init(
        _ work: Work,
        in folder: TemporaryFolder,
        count: Int,
        shell: String? = nil,
        environment: [String: String] = [:]
    ) throws {
        let program = try Self.program()
        let arguments = [work.rawValue, folder.path, "\(count)"]
        if let shell {
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", shell, "sh", program] + arguments
        } else {
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
        }
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        try process.run()
    }

    deinit {
        kill()
        process.waitUntilExit()
    }

    func kill() { _ = Glibc.kill(process.processIdentifier, SIGKILL) }

    /// The next whole line; `nil` at the end.
    func nextLine() -> String? {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread = Data(unread[unread.index(after: end)...])
                return line
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return nil }
            unread += more
        }
    }

    /// The program stands beside the one that runs the tests.
    private static func program() throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = (tests as NSString).deletingLastPathComponent + "/CrashWriter"
        try #require(FileManager.default.isExecutableFile(atPath: path), "\(path) was not built")
        return path
    }
}
