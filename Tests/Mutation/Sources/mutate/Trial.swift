// SPDX-License-Identifier: MPL-2.0

import Foundation

/// The tests of a mutated package, run once for each mutant.
struct Trial {
    /// How many times the tests' own time without a mutant a run may take before it is ended.
    static let patience = 10.0

    private let program: URL
    private let tests: URL
    private let limit: Duration

    /// Finds the test program and measures how long it takes when nothing is wrong.
    init(package: URL) throws {
        let products = package.appending(path: ".build/release", directoryHint: .isDirectory)
        let built = try FileManager.default.contentsOfDirectory(atPath: products.path)
        guard let name = built.first(where: { $0.hasSuffix(".xctest") }) else {
            throw CocoaError(.fileNoSuchFile)
        }
        program = products.appending(path: name)
        tests = package.appending(path: "Tests/PortnerCoreTests", directoryHint: .isDirectory)
        let taken = ContinuousClock().measure { [program] in
            _ = Self.run(program, Self.others, mutant: 0, limit: .seconds(600))
        }
        limit = max(.seconds(5), taken * Self.patience)
    }

    /// Whether every test passes with this mutant awake; 0 is none.
    func passes(mutant: Int) -> Bool { fate(of: mutant, in: nil) == .survived }

    /// Wakes the mutants, as many at once as there are processors.
    func fates(of mutants: [Mutant]) async -> [(mutant: Mutant, fate: Fate)] {
        await withTaskGroup(of: (Mutant, Fate).self) { group in
            var waiting = mutants.makeIterator()
            func startNext() {
                guard let mutant = waiting.next() else { return }
                group.addTask {
                    let folder = mutant.file.split(separator: "/").dropLast().last
                    return (mutant, fate(of: mutant.id, in: folder.map { String($0) }))
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
    private static let others = ["--skip", slowSuite]
    /// The folder whose tests go through all the others' rules, within a second.
    private static let widestFolder = "Station"

    /// Wakes a mutant; the tests beside its file's come first, then those of the whole
    /// station, since most often one of them fails.
    private func fate(of mutant: Int, in folder: String?) -> Fate {
        let folders = [folder, Self.widestFolder].compactMap(\.self)
        let choices =
            folders.compactMap { near($0) }.map { ["--filter", $0] }
            + [Self.others, ["--filter", Self.slowSuite]]
        for choice in choices {
            let fate = Self.run(program, choice, mutant: mutant, limit: limit)
            guard fate == .survived else { return fate }
        }
        return .survived
    }

    /// The tests in the folder of the same name, as a choice; `nil` where there are none.
    private func near(_ folder: String) -> String? {
        let place = tests.appending(path: folder, directoryHint: .isDirectory)
        let files = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        let names = files.filter { $0.hasSuffix(".swift") }.map { $0.dropLast(".swift".count) }
            .filter { $0 != Self.slowSuite }
        return names.isEmpty ? nil : "/(\(names.sorted().joined(separator: "|")))\\.swift:"
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
