// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import Foundation

/// The command `portner support-bundle`.
struct SupportBundleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "support-bundle",
        abstract: "Gather what helps others to help, without anything that tells who came.",
        discussion: """
            Writes a tar file with the state of the station, alarms and what happened to devices, \
            the configuration without its comments, the journal, and what the machine says about \
            itself. CONTENTS.txt in it names every file and what could not be had. Only root, or a \
            member of the group systemd-journal, reads the journal. Works without portnerd.
            """
    )

    /// How many entries of the ledger are looked through for those that concern nobody.
    private static let entriesMax = ControlAPI.Limit.eventsMax

    @OptionGroup var connection: ConnectionOptions

    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"), completion: .file())
    var config = ConfigurationReport.usualPath

    @Argument(help: "The tar file to write; no file may be there.", completion: .file())
    var file: String?

    func run() async throws {
        let environment = CommandEnvironment.current
        let now = Date()
        var bundle = SupportBundle(madeAt: now.formatted(.iso8601))
        await addStation(to: &bundle)
        addConfiguration(to: &bundle, environment)
        for (name, about, program) in Self.programs {
            bundle.add(name, about, Self.words(of: program, environment))
        }
        let stamp = now.formatted(.iso8601.dateTimeSeparator(.standard).timeSeparator(.omitted))
        let path = file ?? "portner-support-\(stamp).tar"
        do {
            try BundleFile.write(bundle, to: path)
        } catch {
            environment.tell("portner: \(path.printable) is not written: \(Self.words(error))\n")
            throw ExitCode.failure
        }
        try environment.write("\(bundle.contents)\nWritten to \(path.printable).\n")
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case CocoaError.fileWriteFileExists: "it is there already"
        case let error as CocoaError: error.localizedDescription
        default: "\(error)"
        }
    }

    // MARK: The parts

    private func addStation(to bundle: inout SupportBundle) async {
        func ask<Value: Encodable & Sendable>(
            _ question: (ControlClient) async throws -> Value
        ) async -> SupportBundle.Content {
            do {
                let answer = try await ControlClient.with(
                    socketPath: connection.socket
                ) { client in
                    try JSONText.pretty(try await question(client))
                }
                return .text(answer)
            } catch let failure as ControlFailure {
                return .missing(failure.message)
            } catch {
                return .missing("\(error)")
            }
        }
        let status = await ask { client in
            var status = try await client.status()
            status.occupancy = nil
            return status
        }
        bundle.add("status.json", "how the station stands", status)
        bundle.add(
            "cache.json",
            "how much is known of patrons, by number",
            await ask { try await $0.cache() }
        )
        bundle.add("kiosks.json", "how the kiosks stand", await ask { try await $0.kiosks() })
        bundle.add(
            "events.json",
            "entries of the ledger that concern nobody, the newest",
            await ask { try await Self.events(from: $0) }
        )
    }

    /// Alarms, and the newest entries; of both only what concerns nobody, whatever the role.
    private static func events(from client: ControlClient) async throws -> [EventReport] {
        let alarms = try await client.events(limit: entriesMax, alarmsOnly: true).events
        let newest = try await client.events(limit: entriesMax, alarmsOnly: false).events
        let bySequence = (alarms + newest).reduce(into: [:]) { $0[$1.sequence] = $1 }
        return bySequence.values.compactMap(\.withoutPersons).sorted { $0.sequence < $1.sequence }
    }

    private func addConfiguration(
        to bundle: inout SupportBundle,
        _ environment: CommandEnvironment
    ) {
        let content: SupportBundle.Content
        do {
            let yaml = try String(contentsOfFile: config, encoding: .utf8)
            content = .text(SupportBundle.withoutComments(yaml))
        } catch {
            content = .missing("\(config) cannot be read")
        }
        bundle.add("portner.yaml", "the configuration without its comments", content)
        bundle.add(
            "config-check.txt",
            "what `portner config check` says of it",
            .text(environment.checkConfiguration(config).words)
        )
    }

    // MARK: What the machine says

    private static let units = ["portnerd.service", "portner-kiosk@*.service", "portner-*.timer"]

    /// The programs whose words are wanted, with the files that they go to.
    private static let programs: [(file: String, about: String, program: OutsideProgram)] = [
        (
            "journal.txt", "the last 5,000 lines of a week in the journal of Portner's units",
            OutsideProgram(
                name: "journalctl",
                arguments: units.map { "--unit=\($0)" } + [
                    "--since=-7days", "--lines=5000", "--no-pager", "--no-hostname",
                    "--output=short-iso", "--quiet",
                ]
            )
        ),
        (
            "units.txt", "how systemd's units stand",
            OutsideProgram(
                name: "systemctl",
                arguments: [
                    "show", "--no-pager",
                    "--property=Id,ActiveState,SubState,Result,NRestarts,ExecMainStatus,"
                        + "ActiveEnterTimestamp,MemoryCurrent,MemoryPeak,UnitFileState,DropInPaths",
                ] + units
            )
        ),
        ("system.txt", "the kernel", OutsideProgram(name: "uname", arguments: ["-a"])),
        ("release.txt", "the release", OutsideProgram(name: "cat", arguments: ["/etc/os-release"])),
        (
            "uptime.txt", "how long it runs, and its load",
            OutsideProgram(name: "uptime", arguments: [])
        ),
        ("clock.txt", "clock and zone", OutsideProgram(name: "timedatectl", arguments: ["show"])),
        ("memory.txt", "memory", OutsideProgram(name: "free", arguments: ["--mebi"])),
        (
            "disks.txt", "how full the disks are",
            OutsideProgram(name: "df", arguments: ["--human-readable", "--exclude-type=tmpfs"])
        ),
        ("usb.txt", "what is plugged in", OutsideProgram(name: "lsusb", arguments: [])),
        (
            "gpio.txt", "the GPIO chips and their lines",
            OutsideProgram(name: "gpioinfo", arguments: [])
        ),
    ]

    private static func words(
        of program: OutsideProgram,
        _ environment: CommandEnvironment
    ) -> SupportBundle.Content {
        guard let answer = try? environment.run(program) else {
            return .missing("\(program.name) could not be run")
        }
        guard answer.status != OutsideProgram.notFound else {
            return .missing("\(program.name) is not installed")
        }
        let text = answer.text.trimmingCharacters(in: .whitespacesAndNewlines)
        if text.isEmpty { return .missing("\(program.name) said nothing, status \(answer.status)") }
        let end = answer.status == 0 ? "" : "\n(status \(answer.status))"
        return .text(text + end + "\n")
    }
}

/// The tar file of a bundle.
private enum BundleFile {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Writes the files into a folder that nobody else reads, and `tar` makes one file of it.
    static func write(_ bundle: SupportBundle, to path: String) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "portner-support-\(UUID().uuidString)", directoryHint: .isDirectory)
        let inner = folder.appending(path: "portner-support", directoryHint: .isDirectory)
        let isPrivate: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
        try FileManager.default.createDirectory(
            at: inner,
            withIntermediateDirectories: true,
            attributes: isPrivate
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in bundle.files {
            try text.write(to: inner.appending(path: name), atomically: false, encoding: .utf8)
        }
        // An empty file first, which must not be there yet and which nobody else may read.
        try Data().write(to: URL(filePath: path), options: .withoutOverwriting)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let answer = try OutsideProgram(
            name: "tar",
            arguments: [
                "--create", "--file=\(path)", "--force-local", "--directory=\(folder.path)",
                "--owner=root:0",
                "--group=root:0", "--mode=u=rwX,go=", "portner-support",
            ]
        ).run()
        guard answer.status == 0 else {
            try? FileManager.default.removeItem(atPath: path)
            throw Failed(description: answer.text)
        }
    }
}
