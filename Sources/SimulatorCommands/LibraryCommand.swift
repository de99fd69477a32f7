// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import Foundation
import Glibc
import LibrarySimulator
import NIOCore
import SIP2
import UnixSignals

/// `portner-sim library`: a library system to talk to.
struct LibraryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "library",
        abstract: "Run a made-up library system: SIP2 over TCP, TLS and HTTPS, and FBS REST.",
        discussion: """
            It runs until SIGINT or SIGTERM and keeps what is lent and returned until then. \
            TLS and HTTPS need a port to be given; their certificate is made anew at each start, \
            and clients must trust the file that is printed.

            A fault is written WHICH:NUMBER:FAULT: the NUMBERth request of a kind is struck, the \
            first when no number is given. WHICH is the two digits of a SIP2 request, a REST call \
            (\(FaultRule.Target.callNames.joined(separator: ", "))), or any. FAULT is one of \
            \(AnswerFault.names.joined(separator: ", ")). Example: 11:2:close-before ends the \
            connection instead of answering the second loan, which is made all the same.
            """
    )

    @Option(help: "The port of SIP2 over TCP; 0 for any free one.")
    var port: UInt16 = 6001

    @Option(help: "The port of SIP2 over TLS, often 6002; 0 for any free one.")
    var tlsPort: UInt16?

    @Option(help: "The port of SIP2 over HTTPS and of FBS REST, often 8443; 0 for any free one.")
    var httpsPort: UInt16?

    @Option(help: "The address to listen on.")
    var address = "127.0.0.1"

    @Option(
        help: ArgumentHelp(
            "A further name or address of this machine for the certificate; repeatable.",
            valueName: "host"
        )
    )
    var host: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            What is wrong with the certificate: \
            \(CertificateFault.allCases.map(\.rawValue).joined(separator: ", ")).
            """,
            valueName: "fault"
        ),
        transform: Self.certificateFault
    )
    var certificate: CertificateFault?

    @Option(
        help: ArgumentHelp(
            "Where to write the certificate to trust; by default a file that goes away.",
            valueName: "file"
        ),
        completion: .file(extensions: ["pem"])
    )
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "A made-up login that devices must use; repeatable. Without one any login will do.",
            valueName: "user:password"
        )
    )
    var login: [DeviceLogin] = []

    @Option(help: "The seed that all but the demo cards and items is made up from.")
    var seed = SimulatedLibrary.standardSeed

    @Flag(help: "Answer as Cicero does instead of strictly by the protocol.")
    var cicero = false

    @Option(
        help: ArgumentHelp(
            "The character set of TCP and TLS: utf-8, latin-1 or cp850.",
            valueName: "name"
        ),
        transform: Self.encoding
    )
    var encoding = TextEncoding.utf8

    @Option(
        help: ArgumentHelp(
            "How long each answer takes, in milliseconds: 80, or 20-200.",
            valueName: "ms"
        )
    )
    var latency = Latency(milliseconds: 0...0)

    @Option(
        help: ArgumentHelp("What goes wrong, as above; repeatable.", valueName: "rule"),
        transform: Self.faultRule
    )
    var fault: [FaultRule] = []

    @Option(
        help: ArgumentHelp(
            "How many of a hundred requests are struck by some fault; the seed decides which.",
            valueName: "percent"
        )
    )
    var faultShare: Int = 0

    @Flag(help: "Write each message, with patron data and secrets masked.")
    var log = false

    private static func certificateFault(_ text: String) throws -> CertificateFault {
        guard let fault = CertificateFault(rawValue: text) else {
            throw ValidationError("there is no such fault of a certificate")
        }
        return fault
    }

    private static func encoding(_ text: String) throws -> TextEncoding {
        switch text {
        case "utf-8": return .utf8
        case "latin-1": return .isoLatin1
        case "cp850": return .codePage850
        default: throw ValidationError("there is no character set \(text)")
        }
    }

    private static func faultRule(_ text: String) throws -> FaultRule {
        guard let rule = FaultRule(text: text) else {
            throw ValidationError("a fault is WHICH:NUMBER:FAULT, as in 11:2:close-before")
        }
        return rule
    }

    func validate() throws {
        guard (0...100).contains(faultShare) else {
            throw ValidationError("--fault-share must be from 0 to 100")
        }
        guard tlsPort != nil || httpsPort != nil || (certificate == nil && caFile == nil) else {
            throw ValidationError("--certificate and --ca-file need --tls-port or --https-port")
        }
    }

    func run() async throws {
        let server: LibrarySimulatorServer
        do {
            server = try await .listen(
                SimulatedLibrary(seed: seed, manner: manner),
                settings
            )
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Terminal.failure("a port of \(address) is taken")
        } catch {
            throw Terminal.failure("cannot listen on \(address): \(error)")
        }
        server.faults = faults
        let file = try writeAuthority(of: server)
        defer { if caFile == nil, let file { try? FileManager.default.removeItem(atPath: file) } }
        let signals = await UnixSignalsSequence(trapping: [.sigint, .sigterm])
        let summary = LibrarySummary(
            address: address,
            port: server.port,
            tlsPort: server.tlsPort,
            httpsPort: server.httpsPort,
            authorityFile: file,
            certificate: certificate,
            users: login.map(\.user)
        )
        Terminal.say(summary.text + "\n")
        Terminal.say(CardTable.text(for: manner, indent: 2) + "\n")
        Terminal.say(ItemTable.text(indent: 2) + "\n")
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            for await _ in signals { break }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private var manner: SimulatedLibrary.Manner { cicero ? .cicero : .strict }

    private var settings: LibrarySimulatorServer.Settings {
        var settings = LibrarySimulatorServer.Settings(clock: LocalClock.now)
        settings.address = address
        settings.port = Int(port)
        settings.tlsPort = tlsPort.map { Int($0) }
        settings.httpsPort = httpsPort.map { Int($0) }
        settings.hosts += [address] + host
        settings.certificateFault = certificate
        settings.logins = Dictionary(login.map { ($0.user, $0.password) }) { $1 }
        settings.encoding = encoding
        settings.seed = seed
        if log { settings.log = { Terminal.say($0.redacted) } }
        return settings
    }

    private var faults: Faults {
        var faults = Faults.none
        faults.latency = latency.range
        faults.rules = fault
        faults.chance = faultShare > 0 ? FaultChance(share: Double(faultShare) / 100) : nil
        return faults
    }

    /// Writes the certificate that clients must trust.
    ///
    /// - Returns: The file; `nil` when there is neither TLS nor HTTPS.
    private func writeAuthority(of server: LibrarySimulatorServer) throws -> String? {
        guard let authority = server.authority else { return nil }
        let name = "portner-library-\(server.httpsPort ?? server.tlsPort ?? 0).pem"
        let file =
            caFile.map { URL(fileURLWithPath: $0) }
            ?? FileManager.default.temporaryDirectory.appendingPathComponent(name)
        do {
            try Data(authority.utf8).write(to: file, options: .atomic)
        } catch {
            throw Terminal.failure("cannot write \(file.path): \(error.localizedDescription)")
        }
        return file.path
    }
}

/// A user and a password on the command line.
struct DeviceLogin: ExpressibleByArgument {
    let user: String
    let password: Secret

    /// Reads `USER:PASSWORD`, neither of them empty.
    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        user = String(parts[0])
        password = Secret(String(parts[1]))
    }
}

/// Where the library system is, for a technician.
struct LibrarySummary {
    var address: String
    var port: Int
    var tlsPort: Int?
    var httpsPort: Int?
    var authorityFile: String?
    var certificate: CertificateFault?
    var users: [String]

    /// The text, without a newline at the end.
    var text: String {
        let agency = SimulatedLibrary.institution
        var rows = [["SIP2 over TCP", "\(address):\(port)"]]
        if let tlsPort { rows.append(["SIP2 over TLS", "\(address):\(tlsPort)"]) }
        if let httpsPort {
            let base = "https://\(address):\(httpsPort)/rest"
            rows.append(["SIP2 over HTTPS", "\(base)/sip2/\(agency)"])
            rows.append(["FBS REST", "\(base), agency \(agency)"])
        }
        if let authorityFile { rows.append(["Trust", authorityFile]) }
        if let certificate { rows.append(["Certificate", "\(certificate.rawValue), on request"]) }
        rows.append(["Login", users.isEmpty ? "any" : users.joined(separator: ", ")])
        return "A made-up library system runs.\n\n" + TextTable.text(rows, indent: 2)
    }
}

/// A time or a range of times on the command line.
struct Latency: ExpressibleByArgument, Equatable, CustomStringConvertible {
    /// The longest time that can be asked for, in milliseconds.
    static let max = 60_000

    let milliseconds: ClosedRange<Int>

    init(milliseconds: ClosedRange<Int>) {
        self.milliseconds = milliseconds
    }

    /// Reads `80` or `20-200`.
    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(ends.count), let low = ends[0], let high = ends.last ?? nil,
            0 <= low, low <= high, high <= Self.max
        else { return nil }
        milliseconds = low...high
    }

    var range: ClosedRange<Duration> {
        .milliseconds(milliseconds.lowerBound) ... .milliseconds(milliseconds.upperBound)
    }

    var description: String {
        milliseconds.count == 1
            ? "\(milliseconds.lowerBound)"
            : "\(milliseconds.lowerBound)-\(milliseconds.upperBound)"
    }
}
