// SPDX-License-Identifier: MPL-2.0

import Foundation

/// The survivors that no test can kill, each with its reason.
///
/// A line is the mutant's name, two blanks, a `|`, a blank and the reason; `#` begins a remark.
struct ExplainedSurvivors {
    let reasons: [String: String]

    init(file: URL) throws {
        var reasons: [String: String] = [:]
        let text = try String(contentsOf: file, encoding: .utf8)
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: "  | ", maxSplits: 1)
            guard parts.count == 2 else { throw CocoaError(.fileReadCorruptFile) }
            reasons[String(parts[0])] = String(parts[1])
        }
        self.reasons = reasons
    }
}

/// What a run says: how many died, and which lived on.
struct Report {
    let fates: [(mutant: Mutant, fate: Fate)]
    let reasons: ExplainedSurvivors

    private var survivors: [Mutant] { fates.filter { $0.fate == .survived }.map(\.mutant) }

    /// How many of a hundred mutants the tests killed.
    var killed: Double {
        guard !fates.isEmpty else { return 0 }
        return 100 * Double(fates.count - survivors.count) / Double(fates.count)
    }

    /// Whether enough died and each of the others has its reason.
    func isGood(leastKilled: Double) -> Bool {
        killed >= leastKilled && survivors.allSatisfy { reasons.reasons[$0.name] != nil }
    }

    var text: String {
        let folders = Dictionary(grouping: fates) { fate in
            String(fate.mutant.file.prefix { $0 != "/" })
        }
        var lines = ["mutants of PortnerCore, by folder"]
        for (folder, fates) in folders.sorted(by: { $0.key < $1.key }) {
            let dead = fates.count { $0.fate != .survived }
            let hung = fates.count { $0.fate == .hung }
            let name = folder.padding(toLength: 12, withPad: " ", startingAt: 0)
            lines.append("  \(name) \(dead) of \(fates.count) killed, \(hung) of them hung")
        }
        lines += survivors.map { mutant in
            let reason = reasons.reasons[mutant.name].map { "explained: \($0)" } ?? "NOT EXPLAINED"
            return "  survived, line \(mutant.line): \(mutant.name)  | \(reason)"
        }
        let alive = Set(survivors.map(\.name))
        let known = Set(fates.map(\.mutant.name))
        for name in reasons.reasons.keys.sorted() where !alive.contains(name) {
            lines.append("  explained, but \(known.contains(name) ? "killed" : "gone"): \(name)")
        }
        let share = String(format: "%.1f", killed)
        lines.append("\(fates.count - survivors.count) of \(fates.count) killed, \(share) %")
        return lines.joined(separator: "\n")
    }
}
