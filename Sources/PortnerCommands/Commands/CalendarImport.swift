// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import AsyncHTTPClient
import ControlAPI
import Foundation
import NIOCore
import NIOHTTP1
import PortnerCore
import PortnerSettings

extension CalendarCommand {
    /// The command `portner calendar import`.
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn opening hours from elsewhere into lines for the configuration file.",
            discussion: """
                Reads what a library's website (DPL CMS, /api/v1/opening_hours) or FBS \
                (openinghours) answers, from a saved file or an https address, and prints lines to \
                put into the file by hand, and what they would change. Nothing is written: the \
                file stays what holds.

                On a website, categories whose names speak of self-service (selvbetjening, \
                ubemandet) or of staff (betjent, personale) are taken; others, such as the \
                telephone's hours, are left out and named. Add names with --staffed and \
                --self-service.

                Exit status: 0 nothing differs from the file, 1 something does.
                """
        )

        @OptionGroup var format: FormatOptions
        @OptionGroup var file: ConfigurationOptions

        @Argument(help: "A saved answer, or an https address.", completion: .file())
        var source: String

        @Option(
            help: ArgumentHelp(
                "The branch's ISIL or id, where there are several.",
                valueName: "id"
            )
        )
        var branch: String?

        @Option(
            help: ArgumentHelp("A saved answer of FBS with closing dates.", valueName: "path"),
            completion: .file()
        )
        var closingDates: String?

        @Option(help: ArgumentHelp("The door to compare with.", valueName: "name"))
        var door: String?

        @Option(
            help: ArgumentHelp(
                "Part of a category's name that means staff.",
                valueName: "text"
            )
        )
        var staffed: [String] = []

        @Option(
            help: ArgumentHelp(
                "Part of a category's name that means self-service.",
                valueName: "text"
            )
        )
        var selfService: [String] = []

        func run() async throws {
            try await format.report { environment in
                guard let settings = try file.load(format, environment) else {
                    return .configuration
                }
                let named = try settings.door(named: door)
                let rules = settings.station.rules.filter { named == nil || $0.door == named }
                guard let rules = rules.first, rules.door == named || settings.lines.count == 1
                else { throw ControlFailure(.whichDoor) }
                let hours = try await read()
                let text = ImportText(hours: hours)
                let today = LocalZone(settings.timeZone).today
                let differences = text.differences(from: rules.schedule, today: today)
                if format.json {
                    let report = ImportReport(
                        lines: text.lines,
                        differences: differences,
                        ignored: hours.ignored.sorted()
                    )
                    try environment.write(JSONText.pretty(report))
                } else {
                    try environment.write(text.lines)
                    environment.tell(Self.words(differences, hours, door: rules.door))
                }
                return differences.isEmpty ? .success : .failure
            }
        }

        private func read() async throws -> ImportedHours {
            var categories = ImportedHours.Categories()
            categories.staffed += staffed.map { $0.lowercased() }
            categories.selfService += selfService.map { $0.lowercased() }
            do throws(ImportedHours.Flaw) {
                var hours = try ImportedHours(
                    try await Self.bytes(of: source),
                    branch: branch,
                    categories
                )
                if let closingDates {
                    try hours.addClosingDates(
                        try await Self.bytes(of: closingDates),
                        branch: branch
                    )
                }
                return hours
            } catch {
                throw ControlFailure(error)
            }
        }

        /// What differs and what was left out.
        private static func words(
            _ differences: [String],
            _ hours: ImportedHours,
            door: DoorName
        ) -> String {
            var lines = hours.ignored.sorted().map { "Left out: \($0.printable)" }
            lines +=
                differences.isEmpty
                ? ["Door \(door): nothing differs from the file."] : ["Door \(door):"]
            lines += differences.map { "  \($0)" }
            return lines.joined(separator: "\n") + "\n"
        }

        /// A file, or what an address answers.
        private static func bytes(of source: String) async throws(ImportedHours.Flaw) -> [UInt8] {
            guard source.hasPrefix("https://") else {
                guard let handle = FileHandle(forReadingAtPath: source),
                    let data = try? handle.read(upToCount: ImportedHours.sizeMax + 1),
                    data.count <= ImportedHours.sizeMax
                else { throw .notReadable(source) }
                return Array(data)
            }
            do {
                let response = try await HTTPClient.shared.execute(
                    HTTPClientRequest(url: source),
                    timeout: .seconds(30)
                )
                guard response.status == .ok else { throw ImportedHours.Flaw.notReadable(source) }
                let body = try await response.body.collect(upTo: ImportedHours.sizeMax)
                return Array(body.readableBytesView)
            } catch {
                throw .notReadable(source)
            }
        }
    }
}

/// What `portner calendar import --json` says.
struct ImportReport: Codable, Sendable, Hashable {
    /// The number of the format.
    var schema = ControlAPI.schema
    /// Lines for the configuration file.
    var lines: String
    /// What they would change.
    var differences: [String]
    /// Categories that were left out.
    var ignored: [String]
}

extension ControlFailure {
    /// Why hours from elsewhere cannot be taken.
    init(_ flaw: ImportedHours.Flaw) {
        switch flaw {
        case .notUnderstood:
            self.init(.notHours)
        case .notReadable(let source):
            self.init(.notReadable, detail: source)
        case .noSuchBranch(let names):
            self.init(.whichBranch, detail: "there are \(names.joined(separator: ", "))")
        case .whichBranch(let names):
            self.init(.whichBranch, detail: names.joined(separator: ", "))
        }
    }
}
