// SPDX-License-Identifier: MPL-2.0

import Foundation

/// The tests of a mutated package, run once for each mutant.
struct Trial {
    /// How many times the tests' own time without a mutant a run may take before it is ended.
    static let patience = 10.0

    private let program: URL
    private let limit: Duration

    /// Finds the test program and measures how long it takes when nothing is wrong.
    init(package: URL) throws {
        let products = package.appending(path: ".build/release", directoryHint: .isDirectory)
        let built = try FileManager.default.contentsOfDirectory(atPath: products.path)
        guard let name = built.first(where: { $0.hasSuffix(".xctest") }) else {
            throw CocoaError(.fileNoSuchFile)
        }
        program = products.appending(path: name)
        let taken = ContinuousClock().measure { [program] in
            _ = Self.run(program, mutant: 0, limit: .seconds(600))
        }
        limit = max(.seconds(5), taken * Self.patience)
    }

    /// Whether every test passes with this mutant awake; 0 is none.
    func passes(mutant: Int) -> Bool {
        Self.run(program, mutant: mutant, limit: limit) == .survived
    }

    /// Wakes the mutants, as many at once as there are processors.
    func fates(of mutants: [Mutant]) async -> [(mutant: Mutant, fate: Fate)] {
        await withTaskGroup(of: (Mutant, Fate).self) { group in
            var waiting = mutants.makeIterator()
            func startNext() {
                guard let mutant = waiting.next() else { return }
                group.addTask { [program, limit] in
                    (mutant, Self.run(program, mutant: mutant.id, limit: limit))
                }
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { startNext() }
            var fates: [(mutant: Mutant, fate: Fate)] = []
            for await (mutant, fate) in group {
                fates.append((mutant: mutant, fate: fate))
                startNext()
            }
            return fates.sorted { $0.mutant.id < $1.mutant.id }
        }
    }

    /// The suite that takes longer than all others together; it runs when they have all passed.
    private static let slowSuite = "StationStormTests"

    private static func run(_ program: URL, mutant: Int, limit: Duration) -> Fate {
        let fate = run(program, ["--skip", slowSuite], mutant: mutant, limit: limit)
        guard fate == .survived else { return fate }
        return run(program, ["--filter", slowSuite], mutant: mutant, limit: limit)
    }

    /// Runs tests until the first that fails.
    private static func run(
        _ program: URL,
        _ choice: [String],
        mutant: Int,
        limit: Duration
    ) -> Fate {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments =
            [
                "--signal=KILL", String(limit.components.seconds), program.path,
                "--testing-library", "swift-testing", "--quiet",
            ] + choice
        var environment = ProcessInfo.processInfo.environment
        environment["PORTNER_MUTANT"] = String(mutant)
        environment["SWIFT_BACKTRACE"] = "enable=no"
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        guard (try? process.run()) != nil else { return .killed }
        try? output.fileHandleForWriting.close()
        var hasFailed = false
        while let data = try? output.fileHandleForReading.read(upToCount: 4096), !data.isEmpty {
            guard !hasFailed, data.contains(Self.failureMark) else { continue }
            hasFailed = true
            process.terminate()
        }
        process.waitUntilExit()
        if hasFailed { return .killed }
        return switch process.terminationStatus {
        case 0: .survived
        case killedByTimeout where process.terminationReason == .exit: .hung
        default: .killed
        }
    }

    /// What stands before each failure in the output of the tests.
    private static let failureMark = Data("✘".utf8)

    /// What `timeout` ends with after it has sent SIGKILL.
    private static let killedByTimeout: Int32 = 128 + SIGKILL
}

extension Data {
    /// Whether these bytes stand anywhere in the data.
    fileprivate func contains(_ bytes: Data) -> Bool { range(of: bytes) != nil }
}
