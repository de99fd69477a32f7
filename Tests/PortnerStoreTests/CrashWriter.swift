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
        /// Nothing, with all files open.
        case open
    }

    /// Runs it in a folder of a file system that holds so little, and copies what it leaves back.
    ///
    /// A mount needs a namespace of its own, which not every machine gives.
    static let onFullDisk = """
        mkdir -p "$3/full" && exec unshare -rm sh -c '
            mount -t tmpfs -o size=600k full "$3/full" || exit 1
            "$1" "$2" "$3/full" "$4"
            cp -a "$3/full/." "$3"' sh "$@"
        """

    /// Whether this machine lets a process mount a file system for itself.
    static let mayMount: Bool = {
        let trial = Process()
        trial.executableURL = URL(fileURLWithPath: "/bin/sh")
        trial.arguments = ["-c", "unshare -rm mount -t tmpfs full /mnt 2>/dev/null"]
        guard (try? trial.run()) != nil else { return false }
        trial.waitUntilExit()
        return trial.terminationStatus == 0
    }()

    /// How often a run kills it that is asked for more than a test run affords.
    static var kills: UInt16? {
        ProcessInfo.processInfo.environment["KILLS"].flatMap { UInt16($0) }
    }

    private let process = Process()
    private let output = Pipe()
    /// What the process reads, and never comes to the end of.
    private let input = Pipe()
    private var unread = Data()

    init(
        _ work: Work,
        in folder: TemporaryFolder,
        count: Int = 0,
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
        process.standardInput = input
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
