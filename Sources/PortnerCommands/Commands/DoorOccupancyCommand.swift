// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

/// The command `portner door occupancy`.
struct DoorOccupancyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "occupancy",
        abstract: "Tell how many people may still be inside, for the closing round.",
        discussion: """
            An estimate: each opening of a door that counts is one person, whoever follows, and \
            nobody is counted while a door is held open. It says where to look, never that nobody \
            is there. No names are kept for it.
            """
    )

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
        try await format.report { environment in
            let status = try await ControlClient.with(socketPath: connection.socket) { client in
                try await client.status()
            }
            guard let occupancy = status.occupancy else {
                throw ControlFailure(.nobodyCounts)
            }
            if format.json {
                try environment.write(JSONText.pretty(occupancy))
            } else {
                try environment.write(OccupancyText(occupancy, now: status.now).text)
            }
            return .success
        }
    }
}

/// An estimate of who may be inside, in words.
struct OccupancyText: Sendable {
    let occupancy: StatusReport.Occupancy
    let now: LocalTime

    init(_ occupancy: StatusReport.Occupancy, now: LocalTime) {
        self.occupancy = occupancy
        self.now = now
    }

    /// The text, ending in a line break.
    var text: String {
        let people = occupancy.inside == 1 ? "1 person" : "\(occupancy.inside) people"
        var lines = [
            "\(people) may still be inside.",
            "  \(occupancy.entered) in and \(occupancy.left) out"
                + " since \(occupancy.since.short(from: now))",
        ]
        if let last = occupancy.lastEntry { lines.append("  last in  \(last.short(from: now))") }
        if let last = occupancy.lastExit { lines.append("  last out \(last.short(from: now))") }
        if occupancy.isBlurred {
            lines.append("  A door was held open meanwhile: more or fewer may be inside.")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
