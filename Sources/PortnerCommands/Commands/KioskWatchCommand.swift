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
        @OptionGroup var format: FormatOptions

        @Flag(help: "Wait until the screen is to be lit.")
        var untilLit = false

        @Option(help: "The port of the pages, as the configuration sets it.")
        var port = 8090

        @Argument(help: "The kiosk's name.")
        var kiosk: String

        func run() async throws {
            try await format.report { environment in
                var vigil = ScreenVigil()
                while true {
                    let report = await ScreenClient.ask(kiosk, port: port)
                    if untilLit ? report?.isLit == true : vigil.isOver(after: report) { break }
                    guard await environment.pause(Self.interval) else { break }
                }
                return .success
            }
        }
    }
}

/// Whether a screen has to go dark or to begin anew, from one answer about it after the other.
struct ScreenVigil {
    /// How many answers in a row have to say the same before a screen is ended.
    static let answersMin = 3
    /// How many answers a page has to come up, two minutes: a small machine takes long to begin a
    /// browser, and what is known of the page is still that the one before it died.
    static let beginningMax = 24

    private var hasLived = false
    private var answers = 0

    /// Whether it is over with this answer; `nil` is none, which says nothing.
    mutating func isOver(after report: ScreenReport?) -> Bool {
        guard let report else {
            answers = 0
            return false
        }
        if report.isAlive { hasLived = true }
        // Nobody is sent away by a screen that goes dark or begins anew.
        guard !report.isServing, !report.isLit || !report.isAlive else {
            answers = 0
            return false
        }
        answers += 1
        return answers >= (hasLived || !report.isLit ? Self.answersMin : Self.beginningMax)
    }
}
