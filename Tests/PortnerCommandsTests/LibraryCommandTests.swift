// SPDX-License-Identifier: MPL-2.0

import Foundation
import LibrarySimulator
import SIP2
import Testing

@testable import PortnerCommands

@Suite(.timeLimit(.minutes(5))) struct `portner library` {
    /// A way to the simulated library system.
    enum Way: String, CaseIterable {
        case tcp, tls, cicero, fbs
    }

    /// A made-up library system with files that lead to it, deleted afterwards.
    private func withLibrary(
        _ way: Way,
        password: String = "made-up",
        _ test: ([String]) async throws -> Void
    ) async throws {
        let day = CalendarDay(year: 2026, month: 11, day: 22)
        let noon = day.flatMap { SIP2.Timestamp(day: $0, hour: 12, minute: 0, second: 0) }
        let now = try #require(noon)
        var serving = LibrarySimulatorServer.Settings(clock: { now }, log: { _ in })
        serving.tlsPort = 0
        serving.httpsPort = 0
        serving.logins = ["desk": Secret("made-up")]
        let library = SimulatedLibrary(manner: way == .cicero ? .cicero : .strict)
        let server = try await LibrarySimulatorServer.listen(library, serving)
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "portner-library-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let authority = folder.appending(path: "authority.pem")
        try Data(try #require(server.authority).utf8).write(to: authority)
        try Data(password.utf8).write(to: folder.appending(path: "portner-library-password"))
        let port =
            switch way {
            case .tcp: server.port
            case .tls: try #require(server.tlsPort)
            case .cicero, .fbs: try #require(server.httpsPort)
            }
        let file = folder.appending(path: "library.yaml")
        let trust = way == .tcp ? "" : "\n  tls: { authority: \(authority.path) }"
        let text = """
            library:
              carrier: \(way.rawValue)
              host: localhost
              port: \(port)
              user: desk
              institution: \(SimulatedLibrary.institution)\(trust)
            """
        try Data(text.utf8).write(to: file)
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            try await test(
                ["--config", file.path, "--timeout", "600", "--credentials", folder.path]
            )
            group.cancelAll()
        }
    }

    private let card = "7105901234"
    private let pin = "1234"

    @Test(arguments: Way.allCases) func `ping says how the library system answers`(
        way: Way
    ) async throws {
        try await withLibrary(way) { options in
            let console = TestConsole()
            #expect(await console.run(["library", "ping", "--json"] + options) == 0)
            let report = try decode(LibraryPing.self, console.output)
            #expect(report.answers && report.carrier == way.rawValue)
            #expect(report.openingMilliseconds != nil)
            guard way != .fbs else {
                #expect(report.status == nil && report.roundTripMilliseconds.isEmpty)
                return
            }
            #expect(report.roundTripMilliseconds.count == 5)
            let status = try #require(report.status)
            #expect(status.isOnline && status.offers == ["checkin", "checkout", "renewal"])
            #expect(status.answered.contains("Patron Information"))
            let missing = way == .cicero ? ["Item Status Update", "Patron Enable"] : []
            #expect(status.unanswered == missing)
            let words = TestConsole()
            #expect(await words.run(["library", "ping", "--count", "1"] + options) == 0)
            #expect(words.output.contains("by \(way.rawValue) answers"))
        }
    }

    @Test(arguments: Way.allCases) func `ping says when the login is refused`(
        way: Way
    ) async throws {
        try await withLibrary(way, password: "wrong") { options in
            let console = TestConsole()
            #expect(await console.run(["library", "ping", "--json"] + options) == 1)
            let report = try decode(LibraryPing.self, console.output)
            #expect(!report.answers && report.failure != nil)
            let words = TestConsole()
            #expect(await words.run(["library", "ping"] + options) == 1)
            #expect(words.output.hasPrefix("no answer from localhost:"))
        }
    }

    @Test(arguments: Way.allCases) func `ask tells who a patron is and shows neither card nor PIN`(
        way: Way
    ) async throws {
        try await withLibrary(way) { options in
            for arguments in [options, options + ["--json"]] {
                let console = TestConsole(input: [card, pin])
                #expect(await console.run(["library", "ask", "patron", "--pin"] + arguments) == 0)
                for secret in [card, pin, "made-up"] {
                    #expect(!console.output.contains(secret))
                    #expect(!console.errors.contains(secret))
                }
            }
            let console = TestConsole(input: [card, pin])
            #expect(
                await console.run(["library", "ask", "patron", "--pin", "--json"] + options) == 0
            )
            let report = try decode(LibraryInquiryReport.self, console.output)
            #expect(report.outcome == "done")
            #expect(
                report.details == [
                    "validity": "valid", "blocks": "none", "age-reached": "18",
                    "pin-accepted": "true",
                ]
            )
            let names = way == .fbs ? [] : ["Patron Information", "Patron Information Response"]
            #expect(report.messages.map(\.name) == names)
            #expect(report.messages.map(\.isRequest) == (way == .fbs ? [] : [true, false]))
        }
    }

    @Test func `ask says that a PIN is wrong`() async throws {
        try await withLibrary(.cicero) { options in
            let console = TestConsole(input: [card, "4321"])
            #expect(await console.run(["library", "ask", "patron", "--pin"] + options) == 5)
            #expect(console.output.contains("refused\n  reason  wrong-pin\n"))
        }
    }

    @Test func `ask lends, renews and takes back, once it is confirmed`() async throws {
        let item = try #require(DemoItem.all.first { $0.id == "book" }).barcode
        try await withLibrary(.tls) { options in
            func ask(_ what: String, _ more: [String] = ["--yes"]) async -> (Int32, String) {
                let console = TestConsole(input: [card, pin])
                let status = await console.run(["library", "ask", what] + options + more)
                return (status, console.output)
            }
            let unconfirmed = await ask("checkin", ["--item", item])
            #expect(unconfirmed.0 == ExitStatus.usage.rawValue)
            let lent = await ask("checkout", ["--item", item, "--pin", "--yes"])
            #expect(lent.0 == 0 && lent.1.contains("due"))
            let listed = await ask("loans", ["--pin"])
            #expect(listed.0 == 0 && listed.1.contains("count        5"))
            #expect(await ask("item", ["--item", item]).1.contains("status  on-loan"))
            #expect(await ask("checkin", ["--item", item, "--yes"]).0 == 0)
            #expect(await ask("item", ["--item", item]).1.contains("status  available"))
            #expect(await ask("holds", ["--pin"]).0 == 0)
            #expect(await ask("fees", ["--pin"]).0 == 0)
            #expect(await ask("renew-all", ["--pin", "--yes"]).1.contains("renewed  1"))
            #expect(await ask("end-session", []).0 == 0)
        }
    }

    @Test func `ask says what the way does not have`() async throws {
        try await withLibrary(.fbs) { options in
            let console = TestConsole()
            let arguments = ["library", "ask", "item", "--item", "3274626533"] + options
            #expect(await console.run(arguments) == 1)
            #expect(console.output.hasPrefix("not-supported\n"))
        }
    }

    @Test(arguments: [
        ["checkout", "--yes"], ["patron", "--item", "3274626533"], ["item", "--item", "a b|c"],
        ["checkin", "--item", "3274626533", "--pin"], ["everything"],
    ])
    func `ask refuses what does not belong together`(arguments: [String]) async throws {
        let console = TestConsole(input: [card])
        let status = await console.run(["library", "ask"] + arguments + ["--config", "/nowhere"])
        #expect(status == ExitStatus.usage.rawValue)
    }

    @Test func `tries no empty password`() async throws {
        try await withLibrary(.tcp) { options in
            let config = Array(options.prefix(4))
            let console = TestConsole()
            #expect(await console.run(["library", "ping"] + config) == ExitStatus.usage.rawValue)
            #expect(console.errors.contains("there is no password for the library system"))
            let person = TestConsole(input: ["made-up"], isTerminal: true)
            #expect(await person.run(["library", "ping"] + config) == 0)
            #expect(person.prompts == ["Password of desk (it is not shown): "])
        }
    }

    @Test func `says what is wrong with the file`() async throws {
        let console = TestConsole()
        let status = await console.run("library", "ping", "--config", "/nowhere/a.yaml")
        #expect(status == ExitStatus.configuration.rawValue)
        #expect(console.output == "/nowhere/a.yaml: cannot be read\n")
    }

    private func decode<Report: Decodable>(
        _ type: Report.Type,
        _ text: String
    ) throws -> Report {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
