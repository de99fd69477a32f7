// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import Foundation

/// `portner-sim demo`: a library, a door and its panel to try.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run a whole station with a made-up library and virtual devices.",
        discussion: """
            It starts portnerd in a temporary folder and prints where to look. Ctrl-C ends \
            everything and removes the folder.
            """
    )

    /// The panel's port unless it is taken.
    static let usualPort = 8090

    @Option(
        help: ArgumentHelp(
            "The folder of portnerd and portner; by default that of this program.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var binaries: String?

    @Option(
        help: "The port of the pages; by default \(usualPort), or any free one when it is taken."
    )
    var port: UInt16?

    @Option(help: "The way to the library: cicero, tls, tcp or fbs.")
    var carrier = DemoStation.Carrier.cicero

    func validate() throws {
        if let port, port < 1024 { throw ValidationError("The port must be 1024 or higher.") }
    }

    func run() async throws {
        let programs =
            binaries.map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let daemon = programs.appendingPathComponent("portnerd")
        guard FileManager.default.isExecutableFile(atPath: daemon.path) else {
            throw Terminal.failure("there is no portnerd in \(programs.path)")
        }
        let folder = try DemoFolder()
        defer { folder.remove() }
        let status = try await DemoRun(
            daemon: daemon,
            client: binaries.map { "\($0)/portner" }
                ?? programs.appendingPathComponent("portner").path,
            folder: folder,
            panelPort: try await panelPort(),
            carrier: carrier
        ).run()
        guard status == 0 else { throw ExitCode(status) }
    }

    private func panelPort() async throws -> Int {
        guard let port else { return try await LoopbackPort.free(preferring: Self.usualPort) }
        guard await LoopbackPort.isFree(Int(port)) else {
            throw Terminal.failure("port \(port) is taken")
        }
        return Int(port)
    }
}

extension DemoStation.Carrier: ExpressibleByArgument {}

/// A folder that lives as long as the demonstration.
struct DemoFolder {
    let url: URL

    /// Makes a folder that only this user can look into.
    ///
    /// Its name is short because the path of a socket has room for about a hundred bytes.
    init() throws {
        let name = "portner-demo-\(String(UInt32.random(in: .min ... .max), radix: 16))"
        url = FileManager.default.temporaryDirectory.appendingPathComponent(name)
        for part in ["state", "credentials"] {
            try FileManager.default.createDirectory(
                at: url.appendingPathComponent(part),
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o700],
            ofItemAtPath: url.path
        )
    }

    func file(_ name: String) -> URL { url.appendingPathComponent(name) }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: file(name))
    }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
