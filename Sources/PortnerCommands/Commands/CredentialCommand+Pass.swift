// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import Foundation
import PortnerStore

extension CredentialCommand {
    /// The command `portner credential pass`.
    struct Pass: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the keys for passes on phones; works without portnerd.",
            discussion: """
                Writes three files into the folder, which nobody else may read: \
                \(PassMaker.secretName) and \(PassKeys.sealName) for the server that issues \
                passes, \(PassMaker.publicName) for the configuration and \(PassKeys.sealName) \
                for the credential of each station. Nothing is overwritten; a \
                \(PassKeys.sealName) that is there is kept, for another issuer beside the first.

                Exit status: 0 made, 1 not made.
                """
        )

        @Argument(help: "The folder to write the keys into.", completion: .directory)
        var folder: String

        func run() async throws {
            let environment = CommandEnvironment.current
            do {
                try PassMaker.makeKeys(in: folder)
            } catch {
                environment.tell(
                    "portner: the keys cannot be written into \(folder.printable)\n"
                        + "Next: name a folder that is there and holds no "
                        + "\(PassMaker.secretName) and \(PassMaker.publicName)\n"
                )
                throw ExitCode.failure
            }
            try environment.write(
                """
                For the server that issues passes: \(PassMaker.secretName), \(PassKeys.sealName)
                For the configuration: \(PassMaker.publicName), as passes.issuers[].key-file
                Next: systemd-creds encrypt --name=\(PassKeys.sealName) \
                \(PassKeys.sealName) /etc/credstore.encrypted/\(PassKeys.sealName)

                """
            )
        }
    }
}
