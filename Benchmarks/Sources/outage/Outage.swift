// SPDX-License-Identifier: MPL-2.0

import Foundation
import Glibc
import LibrarySimulator
import Measuring

/// Whether a library system that is dead, slow or lying delays a decision that needs none:
/// `outage FOLDER [SECONDS]`, where the seconds are those of each trouble.
///
/// One door decides cards from its cache at a steady pace, in turns without any library and with
/// one that answers a flood of questions over TCP and HTTPS, each time with another trouble. The
/// library is a child of this process, the same program with `--library`.
@main struct Outage {
    /// How much later a decision may come.
    private static let limit = Duration.milliseconds(1)

    static func main() async throws {
        let words = CommandLine.arguments.dropFirst()
        if words.first == "--library" { return try await LibraryChild.run() }
        guard let folder = words.first else {
            print("usage: outage FOLDER [SECONDS]")
            exit(2)
        }
        let seconds = words.count > 1 ? Double(words[words.startIndex + 1]) ?? 2 : 2
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let door = try Door(in: folder)
        let library = try LibraryChild()
        defer { library.stop() }
        _ = try door.times(of: 200)
        var (quiet, troubled) = (Samples(), Samples())
        var table = Table(
            "outage: scan to lock order from the cache, \(Int(1 / Door.pace)) cards a second, "
                + "\(ProcessInfo.processInfo.activeProcessorCount) processors, "
                + "nice \(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0))",
            columns: ["p50", "p99", "max"]
        )
        let count = Int(seconds / Door.pace)
        for trouble in Trouble.all {
            let before = try door.times(of: count)
            library.meet(trouble)
            let flood = try Flood(library, into: door.inbox)
            let during = try await flood.run { try door.times(of: count) }
            for time in before { quiet.add(time) }
            for time in during { troubled.add(time) }
            var samples = Samples()
            for time in during { samples.add(time) }
            let answers = "\(flood.answered)/\(flood.asked)"
            table.add("\(trouble.name), \(answers) answered", microseconds: figures(samples))
        }
        table.add("all of these together", microseconds: figures(troubled))
        table.add("in turns with them, no library", microseconds: figures(quiet))
        let differences = zip(figures(troubled), figures(quiet)).map { $0 - $1 }
        table.add(
            "difference",
            differences.map { Table.text(max($0, 0) / 1000, digits: 2) + " us" }
        )
        // The longest times are the machine's as much without a library as with one.
        let most = limit / .nanoseconds(1)
        let judged = differences.dropLast()
        table.add("limit", judged.map { _ in Table.text(most / 1000, digits: 2) + " us" })
        table.addVerdicts(judged.map { $0 <= most })
        table.print()
    }

    private static func figures(_ samples: Samples) -> [Double] {
        [0.5, 0.99, 1].map(samples.percentile)
    }
}

/// What is wrong with the library.
struct Trouble: Sendable {
    let name: String

    static let all: [Trouble] =
        (["well", "slow", "silent", "gone", "login-refused"] + AnswerFault.names + ["everything"])
        .map { Trouble(name: $0) }

    var faults: Faults {
        var faults = Faults.none
        switch name {
        case "well": break
        case "slow": faults.latency = .milliseconds(500) ... .seconds(3)
        case "silent": faults.holdsAnswers = true
        case "gone": faults.isOffline = true
        case "login-refused": faults.refusesLogin = true
        case "everything":
            faults.latency = .zero ... .milliseconds(50)
            faults.chance = FaultChance(share: 0.5)
        default: faults = AnswerFault(name: name).map { Faults($0) } ?? .none
        }
        return faults
    }
}
