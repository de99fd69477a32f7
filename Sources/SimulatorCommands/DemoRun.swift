// SPDX-License-Identifier: MPL-2.0

import Foundation
import Glibc
import LibrarySimulator
import SIP2
import UnixSignals

/// One run of the demonstration, from the start of the library to the end of the daemon.
struct DemoRun {
    /// How long the daemon may take until its page answers.
    static let readyMax = Duration.seconds(60)
    /// How long the daemon may take to end when it is told to.
    static let endingMax = Duration.seconds(20)
    /// How often the page is tried.
    static let tryInterval = Duration.milliseconds(100)

    /// The program `portnerd`.
    let daemon: URL
    /// The program `portner`, as it is written in the summary.
    let client: String
    let folder: DemoFolder
    let panelPort: Int
    let carrier: DemoStation.Carrier

    private enum Event: Sendable {
        case ready
        case notReady
        case signalled(UnixSignal)
        case notEnding
        case ended(Int32)
    }

    /// Runs until the daemon has ended.
    ///
    /// - Returns: The daemon's status; 0 when it was told to end and did.
    /// - Throws: When the library cannot listen or the daemon cannot be started.
    func run() async throws -> Int32 {
        let password = Secret(String(UInt64.random(in: .min ... .max), radix: 36))
        let server = try await library(password)
        let station = DemoStation(
            carrier: carrier,
            libraryPort: try port(of: server),
            panelPort: panelPort,
            folder: folder.url.path,
            startMinute: Self.minuteOfDay
        )
        let file = folder.file("portner.yaml")
        try folder.write(station.configuration, to: "portner.yaml")
        try folder.write(server.authority ?? "", to: DemoStation.authorityFile)
        try folder.write(password.revealed, to: "credentials/portner-library-password")
        let signals = await UnixSignalsSequence(trapping: [.sigint, .sigterm])
        let (events, report) = AsyncStream.makeStream(of: Event.self)
        let process = try DaemonProcess(
            daemon,
            configuration: file,
            credentials: folder.file("credentials"),
            log: folder.file("portnerd.log")
        ) { report.yield(.ended($0)) }
        return await withTaskGroup { group in
            group.addTask { try? await server.run() }
            group.addTask { for await signal in signals { report.yield(.signalled(signal)) } }
            group.addTask { report.yield(await isReady() ? .ready : .notReady) }
            defer { group.cancelAll() }
            var isEnding = false
            for await event in events {
                switch event {
                case .ready:
                    Terminal.say(station.summary(client: client))
                case .notReady:
                    Terminal.complain("portner-sim: portnerd does not answer")
                    process.send(SIGKILL)
                case .signalled(let signal):
                    isEnding = true
                    process.send(signal == .sigint ? SIGINT : SIGTERM)
                    group.addTask {
                        try? await Task.sleep(for: Self.endingMax)
                        report.yield(.notEnding)
                    }
                case .notEnding:
                    process.send(SIGKILL)
                case .ended(let status):
                    return isEnding ? status : fail(status, process.lastWords)
                }
            }
            return 0
        }
    }

    /// The minute of the day where the daemon believes itself to be.
    private static var minuteOfDay: Int {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Copenhagen") ?? calendar.timeZone
        let time = calendar.dateComponents([.hour, .minute], from: Date())
        return (time.hour ?? 0) * 60 + (time.minute ?? 0)
    }

    /// The library system, in the manner of those that are reached this way.
    private func library(_ password: Secret) async throws -> LibrarySimulatorServer {
        var settings = LibrarySimulatorServer.Settings(clock: LocalClock.now)
        settings.logins = [DemoStation.user: password]
        switch carrier {
        case .cicero, .fbs: settings.httpsPort = 0
        case .tls: settings.tlsPort = 0
        case .tcp: break
        }
        return try await .listen(SimulatedLibrary(manner: carrier.manner), settings)
    }

    private func port(of server: LibrarySimulatorServer) throws -> Int {
        let port =
            switch carrier {
            case .cicero, .fbs: server.httpsPort
            case .tls: server.tlsPort
            case .tcp: Optional(server.port)
            }
        guard let port else { throw Terminal.failure("the library does not listen") }
        return port
    }

    /// Tries the panel's page until it answers; `false` when it takes too long.
    private func isReady() async -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now + Self.readyMax
        let path = "/door/\(DemoStation.reader)"
        while clock.now < deadline, !Task.isCancelled {
            if await LoopbackPort.answers(port: panelPort, path: path) { return true }
            try? await Task.sleep(for: Self.tryInterval)
        }
        return false
    }

    /// Tells that the daemon ended unasked.
    private func fail(_ status: Int32, _ lastWords: String) -> Int32 {
        Terminal.complain("portner-sim: portnerd ended with status \(status)")
        if !lastWords.isEmpty { Terminal.complain(lastWords) }
        return status == 0 ? 1 : status
    }
}
