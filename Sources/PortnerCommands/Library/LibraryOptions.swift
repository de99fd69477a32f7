// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI
import LibraryLink
import LibrarySetup
import PortnerSettings
import SIP2

/// Which library system is meant, and what this station proves itself with.
struct LibraryOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("The file with the section library.", valueName: "file"),
        completion: .file(extensions: ["yaml"])
    )
    var file = ConfigurationReport.usualPath

    @Option(
        help: ArgumentHelp(
            "The folder of credentials; $CREDENTIALS_DIRECTORY unless given.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var credentials: String?

    @Option(
        help: ArgumentHelp("How long an answer is waited for, 1 to 600.", valueName: "seconds")
    )
    var timeout = 20

    func validate() throws {
        guard (1...600).contains(timeout) else {
            throw ValidationError("The timeout is not between 1 and 600 seconds.")
        }
    }

    /// Opens the way to the library system for some work and closes it again.
    ///
    /// A file that is wrong or names files that cannot be used is reported as by `config check`.
    func talk(
        _ format: FormatOptions,
        in environment: CommandEnvironment,
        _ work: (any LibraryTalk) async throws -> ExitStatus
    ) async throws -> ExitStatus {
        let excerpt: LibraryExcerpt
        do throws(SettingsFile.Problems) {
            excerpt = try SettingsFile.loadLibrary(path: file)
        } catch {
            return try refuse(SettingsAdapter.problems(error), format, in: environment)
        }
        let secrets = try secrets(for: excerpt.library, in: environment)
        let talk: any LibraryTalk
        do throws(LibraryLinkError) {
            talk = try Self.talk(excerpt, secrets, within: .seconds(timeout))
        } catch {
            let problem = ConfigurationReport.Problem(
                file: file,
                line: 0,
                key: "library.tls",
                message: error.description
            )
            return try refuse([problem], format, in: environment)
        }
        do {
            let status = try await work(talk)
            await talk.close()
            return status
        } catch {
            await talk.close()
            throw error
        }
    }

    private static func talk(
        _ excerpt: LibraryExcerpt,
        _ secrets: LibrarySecrets,
        within timeout: Duration
    ) throws(LibraryLinkError) -> any LibraryTalk {
        let terms = LibraryTerms(
            settings: excerpt.library,
            clock: LibraryClock(zone: excerpt.timeZone),
            timeout: timeout
        )
        return switch LibraryWay(excerpt.library, secrets) {
        case .sip2(let way): try SIP2Talk(terms, way)
        case .fbs(let way): try FBSTalk(terms, way)
        }
    }

    private func refuse(
        _ problems: [ConfigurationReport.Problem],
        _ format: FormatOptions,
        in environment: CommandEnvironment
    ) throws -> ExitStatus {
        let report = ConfigurationReport(path: file, problems: problems)
        try environment.write(try format.json ? JSONText.pretty(report) : report.words)
        return .configuration
    }

    /// An empty password is never tried: a few of them lock the user out.
    private func secrets(
        for settings: LibrarySettings,
        in environment: CommandEnvironment
    ) throws(ControlFailure) -> LibrarySecrets {
        let folder = credentials ?? environment.variables["CREDENTIALS_DIRECTORY"]
        var secrets = LibrarySecrets(credentials: folder)
        guard let user = settings.user, secrets.password.isEmpty else { return secrets }
        guard environment.isInputTerminal else { throw ControlFailure(.noPassword) }
        let prompt = "Password of \(user.printable) (it is not shown): "
        guard let password = environment.readHidden(prompt), !password.isEmpty else {
            throw ControlFailure(.noPassword)
        }
        secrets.password = Secret(password)
        return secrets
    }
}
