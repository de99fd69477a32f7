// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import ControlAPI

extension KioskCommand {
    /// The command `portner kiosk watch`, which a screen's session runs beside its browser.
    ///
    /// It asks the page server on the loopback address, as any browser may, and never the control
    /// socket: a screen's user may see a page, and must not be able to open a door.
    struct Watch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Wait until a kiosk's screen has to end or, with --until-lit, to begin.",
            discussion: """
                Ends when the screen's hours are over, or when its page gives no sign of life and \
                nobody is being served. While portnerd cannot be asked, nothing is ended: the page \
                says so itself and goes on by itself.
                """
        )

        /// How often the page server is asked.
        static let interval = Duration.seconds(5)
        /// How many answers in a row have to say the same before a screen is ended.
        static let answersMin = 3

        @OptionGroup var format: FormatOptions

        @Flag(help: "Wait until the screen is to be lit.")
        var untilLit = false

        @Option(help: "The port of the pages, as the configuration sets it.")
        var port = 8090

        @Argument(help: "The kiosk's name.")
        var kiosk: String

        func run() async throws {
            try await format.report { environment in
                var count = 0
                while count < Self.answersMin {
                    let report = await ScreenClient.ask(kiosk, port: port)
                    let isOver = report.map { untilLit ? $0.isLit : $0.hasToEnd } ?? false
                    count = isOver ? count + 1 : 0
                    if untilLit, isOver { break }
                    guard await environment.pause(Self.interval) else { break }
                }
                return .success
            }
        }
    }
}

extension ScreenReport {
    /// Whether the screen has to go dark or to begin anew, with nobody in front of it.
    fileprivate var hasToEnd: Bool { !isServing && (!isLit || !isAlive) }
}
