// SPDX-License-Identifier: MPL-2.0

import Foundation
import Glibc
import LibrarySimulator
import SIP2

/// The simulated library in a process of its own, which hears of its troubles line by line.
final class LibraryChild {
    private static let login = "station"

    let port: Int
    let httpsPort: Int
    let authority: String
    private let process = Process()
    private let orders = Pipe()

    struct Failed: Error {}

    init() throws {
        let answers = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["--library"]
        process.standardInput = orders
        process.standardOutput = answers
        try process.run()
        var told = ""
        while told.split(separator: "\n").count < 3 {
            let bytes = answers.fileHandleForReading.availableData
            guard !bytes.isEmpty else { throw Failed() }
            told += String(decoding: bytes, as: UTF8.self)
        }
        let lines = told.split(separator: "\n").map(String.init)
        guard let port = Int(lines[0]), let httpsPort = Int(lines[1]) else { throw Failed() }
        (self.port, self.httpsPort, authority) = (port, httpsPort, lines[2])
    }

    /// Goes wrong in another way from now on.
    func meet(_ trouble: Trouble) {
        orders.fileHandleForWriting.write(Data((trouble.name + "\n").utf8))
    }

    /// Ends the process.
    func stop() {
        try? orders.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    // MARK: Inside of the child

    /// Gives way to the station: a real library works on a machine of its own.
    private static let niceness: Int32 = 10

    static func run() async throws {
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
        guard let day = CalendarDay(year: 2026, month: 11, day: 22),
            let noon = SIP2.Timestamp(day: day, hour: 12, minute: 0, second: 0)
        else { return }
        var settings = LibrarySimulatorServer.Settings(clock: { noon })
        settings.httpsPort = 0
        settings.logins = [login: Secret("made up")]
        let server = try await LibrarySimulatorServer.listen(
            SimulatedLibrary(manner: .cicero),
            settings
        )
        let authority = FileManager.default.temporaryDirectory
            .appendingPathComponent("portner-outage-\(UUID().uuidString).pem")
        try Data((server.authority ?? "").utf8).write(to: authority)
        let serving = Task { try await server.run() }
        let told = "\(server.port)\n\(server.httpsPort ?? 0)\n\(authority.path)\n"
        FileHandle.standardOutput.write(Data(told.utf8))
        while let name = readLine() {
            server.faults = Trouble(name: name).faults
        }
        serving.cancel()
        try? FileManager.default.removeItem(at: authority)
    }
}
