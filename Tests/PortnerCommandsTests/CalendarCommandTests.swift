// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerCommands

/// A configuration file of one door for the life of a test.
private final class ConfigurationFile {
    let path: String

    init(_ calendar: String = "") throws {
        path = NSTemporaryDirectory() + "portner-calendar-\(UUID().uuidString).yaml"
        try Data(
            """
            branch: Bakkelund & Omegn
            library: { host: 192.0.2.17, port: 6001 }
            devices:
              - { name: scanner, role: scanner, usb: { port: "1-1" } }
            doors:
              - name: front
                hours:
                  monday-friday: [08:00-10:00 self-service, 10:00-16:00 staffed]
                  saturday-sunday: [10:00-14:00 self-service no-pin age 15]
                lock: { chip: gpio, line: lock, kind: maglock }
            readers:
              - { name: outside, door: front, scanner: scanner }
            \(calendar)
            """.utf8
        ).write(to: URL(filePath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct `A preview of the calendar` {
    private func preview(
        _ calendar: String,
        from date: String,
        _ arguments: String...
    ) async throws -> (status: Int32, output: String) {
        let file = try ConfigurationFile(calendar)
        let console = TestConsole()
        let status = await console.run(
            ["calendar", "preview", "--config", file.path, "--from", date] + arguments
        )
        return (status, console.output + console.errors)
    }

    @Test func `shows each day, what is not as usual, and the night in which clocks change`()
        async throws
    {
        let (status, output) = try await preview(
            """
            calendar:
              exceptions:
                - { date: 2027-03-30, hours: closed, reason: optælling }
            """,
            from: "2027-03-27",
            "--days",
            "5"
        )
        #expect(status == 0)
        #expect(
            output == """
                Door front
                     Sat  2027-03-27  10:00-14:00 self-service age 15
                  *  Sun  2027-03-28  closed                                             \
                påskedag; the clocks change in the night
                  *  Mon  2027-03-29  closed                                             2. påskedag
                  *  Tue  2027-03-30  closed                                             optælling
                     Wed  2027-03-31  08:00-10:00 self-service pin, 10:00-16:00 staffed

                """
        )
    }

    @Test func `warns of a holiday that would be open, and exits with 1`() async throws {
        let (status, output) = try await preview(
            "calendar: { holidays: as-usual }",
            from: "2026-05-14",
            "--days",
            "1"
        )
        #expect(status == 1)
        #expect(
            output == """
                Door front
                  !  Thu  2026-05-14  08:00-10:00 self-service pin, 10:00-16:00 staffed  \
                Kristi himmelfartsdag

                Warnings
                  door front: Thursday 2026-05-14 (Kristi himmelfartsdag) would be open as \
                staffed and self-service

                """
        )
    }

    @Test func `is a page to print that escapes what it shows`() async throws {
        let (status, output) = try await preview(
            "calendar: { holidays: as-usual }",
            from: "2026-05-14",
            "--html"
        )
        #expect(status == 1)
        #expect(output.hasPrefix("<!DOCTYPE html>\n<html lang=\"da\">"))
        #expect(output.contains("<h1>Døråbninger – Bakkelund &amp; Omegn</h1>"))
        #expect(output.contains("<th scope=\"row\">torsdag 14.5.2026</th>"))
        #expect(output.contains("08:00–10:00 selvbetjening<br>10:00–16:00 med personale"))
        #expect(output.contains("er åben som på en almindelig dag"))
        #expect(!output.contains("http"))
    }

    @Test func `is JSON for programs`() async throws {
        let (_, output) = try await preview("", from: "2026-12-24", "--json", "--days", "2")
        let preview = try JSONDecoder().decode(CalendarPreview.self, from: Data(output.utf8))
        let days = try #require(preview.doors.first).days
        #expect(days.map(\.origin) == ["week", "holiday"])
        #expect(days.map(\.open.count) == [2, 0])
        #expect(preview.holidays.map(\.holiday) == ["juleaftensdag"])
    }

    @Test func `says what is wrong with the file, the date or the door`() async throws {
        let wrong = try await preview("calendar: { holidays: sometimes }", from: "2026-12-24")
        #expect(wrong.status == 78)
        #expect(wrong.output.contains(":13: calendar.holidays: must be closed or a list"))
        #expect(try await preview("", from: "2026-02-30").status == 2)
        #expect(try await preview("", from: "2026-12-24", "--door", "back").status == 1)
        #expect(try await preview("", from: "2026-12-24", "--days", "0").status == 2)
    }
}

@Suite struct `Imported opening hours` {
    private func website(_ rows: [(String, String, String, String)]) -> [UInt8] {
        let entries = rows.enumerated().map { index, row in
            """
            {"id": \(index), "category": {"title": "\(row.3)", "color": "#fff"},
             "date": "\(row.0)", "start_time": "\(row.1)", "end_time": "\(row.2)",
             "branch_id": 7, "branch_isil_id": "DK-710100"}
            """
        }
        return Array("[\(entries.joined(separator: ","))]".utf8)
    }

    private func words(_ plan: DayPlan?) -> [String] {
        (plan?.periods ?? []).map { "\($0.from)-\($0.to) \($0.mode.rawValue)" }
    }

    @Test func `of a website become a week and what differs from it`() throws {
        let mondays = ["2026-11-30", "2026-12-07", "2026-12-14"]
        let hours = try ImportedHours(
            website(
                mondays.map { ($0, "07:00", "23:59", "Selvbetjening") }
                    + mondays.map { ($0, "10:00", "18:00", "Betjent") }
                    + [
                        ("2026-12-21", "10:00", "14:00", "Selvbetjening"),
                        ("2026-12-21", "09:00", "12:00", "Telefontid"),
                    ]
            ),
            branch: nil,
            ImportedHours.Categories()
        )
        #expect(
            words(hours.week[.monday]) == [
                "07:00-10:00 self-service", "10:00-18:00 staffed", "18:00-24:00 self-service",
            ]
        )
        #expect(words(hours.week[.tuesday]).isEmpty)
        let date = try #require(CivilDate(iso8601: "2026-12-21"))
        #expect(hours.exceptions.keys.sorted() == [date])
        #expect(words(hours.exceptions[date]?.plan) == ["10:00-14:00 self-service"])
        #expect(hours.ignored == ["Telefontid"])
    }

    @Test func `of FBS have self-service where they are open and not staffed`() throws {
        let json = """
            [{"branchId": "DK-710100", "day": "FRIDAY",
              "openHoursStartTime": "08:00:00", "openHoursEndTime": "22:00:00",
              "serviceHoursStartTime": "10:00:00", "serviceHoursEndTime": "16:00:00"},
             {"branchId": "DK-710101", "day": "FRIDAY",
              "openHoursStartTime": "09:00:00", "openHoursEndTime": "10:00:00"}]
            """
        var hours = try ImportedHours(Array(json.utf8), branch: "DK-710100", .init())
        #expect(
            words(hours.week[.friday]) == [
                "08:00-10:00 self-service", "10:00-16:00 staffed", "16:00-22:00 self-service",
            ]
        )
        let closing = """
            [{"branchId": "DK-710100", "closingDate": "2026-12-31", "description": "nytår"}]
            """
        try hours.addClosingDates(Array(closing.utf8), branch: "DK-710100")
        let date = try #require(CivilDate(iso8601: "2026-12-31"))
        #expect(hours.exceptions[date]?.plan == .closed)
        #expect(throws: ImportedHours.Flaw.whichBranch(["DK-710100", "DK-710101"])) {
            try ImportedHours(Array(json.utf8), branch: nil, .init())
        }
        #expect(throws: ImportedHours.Flaw.noSuchBranch(["DK-710100", "DK-710101"])) {
            try ImportedHours(Array(json.utf8), branch: "DK-1", .init())
        }
    }

    @Test(arguments: ["", "{}", "[]", "[1]", "[{\"date\": \"2026-11-30\"}]", "<html>"])
    func `that are something else are refused`(_ text: String) {
        #expect(throws: ImportedHours.Flaw.notUnderstood) {
            try ImportedHours(Array(text.utf8), branch: nil, .init())
        }
    }

    @Test func `are refused where times or dates cannot be`() {
        for row in [
            ("2026-02-30", "10:00", "12:00", "Betjent"),
            ("2026-11-30", "25:00", "26:00", "Betjent"),
            ("2026-11-30", "12:00", "10:00", "Betjent"),
        ] {
            #expect(throws: ImportedHours.Flaw.notUnderstood) {
                try ImportedHours(website([row]), branch: nil, .init())
            }
        }
    }

    @Test func `are printed as lines that the file takes, and compared with it`() async throws {
        let file = try ConfigurationFile()
        let saved = file.path + ".json"
        defer { try? FileManager.default.removeItem(atPath: saved) }
        let rows = website([
            ("2026-11-28", "10:00", "14:00", "Selvbetjening"),
            ("2026-11-29", "10:00", "15:00", "Selvbetjening"),
        ])
        try Data(rows).write(to: URL(filePath: saved))
        let console = TestConsole()
        let status = await console.run("calendar", "import", saved, "--config", file.path)
        #expect(status == 1)
        #expect(console.output.contains("      sunday: [\"10:00-15:00 self-service\"]\n"))
        #expect(
            console.errors == """
                Door front:
                  Sunday 2026-11-29: the file has 10:00-14:00 self-service, elsewhere \
                10:00-15:00 self-service

                """
        )
        #expect(await TestConsole().run("calendar", "import", saved + "x") == 78)
        let missing = TestConsole()
        #expect(
            await missing.run("calendar", "import", saved + "x", "--config", file.path) == 1
        )
        #expect(missing.errors.contains("this cannot be read"))
    }
}
