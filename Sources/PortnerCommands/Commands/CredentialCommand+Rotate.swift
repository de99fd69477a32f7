// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import Foundation
import PortnerStore

extension CredentialCommand {
    /// The command `portner credential rotate`.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Exchange the card key without losing the cache; works without portnerd.",
            discussion: """
                The card key becomes the previous one and a new one is drawn; neither is shown. \
                From the next start of portnerd each patron is brought under the new key at the \
                next visit, and all of a roster with the next full one. 'portner cache status' \
                says how many are left. After 90 days nobody is: --finish drops the previous key. \
                Cards on the station's own list go over when they are shown; write those down anew \
                that were not, for they are dropped with the key. \
                Doors that share a key need the same two files.
                """
        )

        @Option(help: "The folder of the credentials.")
        var folder = "/etc/credstore.encrypted"

        @Flag(help: "The credentials in the folder are not encrypted.")
        var plain = false

        @Flag(help: "Drop the previous key.")
        var finish = false

        func run() async throws {
            let environment = CommandEnvironment.current
            let rotation =
                plain
                ? CardKeyRotation(in: folder)
                : CardKeyRotation(in: folder, unseal: Sealing.unseal, seal: Sealing.seal)
            do {
                if finish { try rotation.finish() } else { try rotation.begin() }
            } catch let error as CardKeyRotationError {
                environment.tell("portner: \(error.explanation)\n")
                throw ExitCode.failure
            } catch {
                environment.tell("portner: the keys in \(folder) cannot be read or written\n")
                throw ExitCode.failure
            }
            let done = finish ? "The previous card key is dropped." : "The card key is exchanged."
            try environment.write("\(done)\nNext: systemctl restart portnerd\n")
        }
    }
}

/// Keys as `systemd-creds` encrypts them for this machine.
private enum Sealing {
    struct Failed: Error {}

    static func unseal(_ bytes: [UInt8], _ name: String) throws -> [UInt8] {
        try run(["decrypt", "--name=\(name)", "-", "-"], bytes)
    }

    static func seal(_ key: [UInt8], _ name: String) throws -> [UInt8] {
        try run(["encrypt", "--name=\(name)", "-", "-"], key)
    }

    private static func run(_ arguments: [String], _ input: [UInt8]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/systemd-creds")
        process.arguments = arguments
        let (given, taken) = (Pipe(), Pipe())
        process.standardInput = given
        process.standardOutput = taken
        try process.run()
        // A credential is shorter than a pipe holds, so neither side waits for the other.
        try given.fileHandleForWriting.write(contentsOf: input)
        try given.fileHandleForWriting.close()
        let output = try taken.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0, !output.isEmpty else { throw Failed() }
        return Array(output)
    }
}
