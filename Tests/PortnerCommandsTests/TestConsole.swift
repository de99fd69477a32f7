// SPDX-License-Identifier: MPL-2.0

import Synchronization

@testable import PortnerCommands

/// Stands in for the terminal and the process around a command.
final class TestConsole: Sendable {
    private struct Texts {
        var output = ""
        var errors = ""
        var input: [String]
        var prompts: [String] = []
    }

    private let texts: Mutex<Texts>
    private let isTerminal: Bool
    private let variables: [String: String]
    private let problems: [ConfigurationReport.Problem]
    private let answers: [String: OutsideProgram.Answer]
    /// Every write to standard output and standard error as it happens.
    private let writes = AsyncStream.makeStream(of: String.self)
    /// Answers to the question whether to wait once more.
    private let pauses = AsyncStream.makeStream(of: Bool.self)

    init(
        input: [String] = [],
        isTerminal: Bool = false,
        variables: [String: String] = [:],
        problems: [ConfigurationReport.Problem] = [],
        answers: [String: OutsideProgram.Answer] = [:]
    ) {
        texts = Mutex(Texts(input: input))
        self.isTerminal = isTerminal
        self.variables = variables
        self.problems = problems
        self.answers = answers
    }

    var output: String { texts.withLock(\.output) }
    var errors: String { texts.withLock(\.errors) }
    var prompts: [String] { texts.withLock(\.prompts) }

    /// Runs a command line and gives its exit status.
    func run(_ arguments: String...) async -> Int32 { await run(arguments) }

    /// Runs a command line and gives its exit status.
    func run(_ arguments: [String]) async -> Int32 {
        await CommandEnvironment.$current.withValue(environment) {
            await PortnerCommand.execute(arguments)
        }
    }

    /// The next text that the command writes, to either side.
    func nextWrite() async -> String? {
        for await text in writes.stream { return text }
        return nil
    }

    /// Lets the command wait and try again, or tells it that there is no more to wait for.
    ///
    /// The first try may still meet the old daemon's connection, so there are some more.
    func pause(goOn: Bool) {
        for _ in 0..<(goOn ? 20 : 1) { pauses.continuation.yield(goOn) }
    }

    private var environment: CommandEnvironment {
        CommandEnvironment(
            write: { text throws(CommandEnvironment.OutputClosed) in
                self.texts.withLock { $0.output += text }
                self.writes.continuation.yield(text)
            },
            tell: { text in
                self.texts.withLock { $0.errors += text }
                self.writes.continuation.yield(text)
            },
            isOutputTerminal: isTerminal,
            isInputTerminal: isTerminal,
            variables: variables,
            readLine: { self.takeLine() },
            readHidden: { prompt in
                self.texts.withLock { $0.prompts.append(prompt) }
                return self.takeLine()
            },
            pause: { _ in
                for await goOn in self.pauses.stream { return goOn }
                return false
            },
            checkConfiguration: { ConfigurationReport(path: $0, problems: self.problems) },
            run: { program in
                self.answers[program.name] ?? .init(status: OutsideProgram.notFound, text: "")
            }
        )
    }

    private func takeLine() -> String? {
        texts.withLock { $0.input.isEmpty ? nil : $0.input.removeFirst() }
    }
}
