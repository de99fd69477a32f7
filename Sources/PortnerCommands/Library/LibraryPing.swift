// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import LibraryLink
import PortnerCore
import PortnerSettings
import SIP2

/// How a library system answers, and what it says about itself.
struct LibraryPing: Codable, Sendable, Hashable {
    /// What the library system says about itself in its status (98).
    struct Status: Codable, Sendable, Hashable {
        /// Whether it calls itself on-line.
        var isOnline: Bool
        /// What it lets stations do: `checkin`, `checkout`, `renewal`.
        var offers: [String]
        /// The requests that it says it answers, and those that it says it does not.
        var answered: [String]
        var unanswered: [String]
        /// The version of the protocol.
        var protocolVersion: String
        /// How long it wants to be waited for, in seconds; nil where it does not say.
        var timeoutSeconds: Double?
        /// How far its clock is ahead of this machine's, in seconds; nil without a time.
        var clockAheadSeconds: Int?
        /// The library's name and where it believes the station to stand.
        var libraryName: String?
        var terminalLocation: String?
    }

    /// The number of the format.
    var schema = ControlAPI.schema
    /// Where the library system is.
    var host: String
    var port: Int
    /// The way to it.
    var carrier: String
    /// Whether it answers.
    var answers = false
    /// Why it does not, in words.
    var failure: String?
    /// How long connection, login and status took, in milliseconds.
    var openingMilliseconds: Double?
    /// How long each further message took, in milliseconds; none where the way has no such thing.
    var roundTripMilliseconds: [Double] = []
    /// What it says about itself; nil where the way has no such thing.
    var status: Status?

    /// Asks.
    init(_ talk: any LibraryTalk, count: Int) async {
        host = talk.terms.settings.host
        port = talk.terms.settings.port
        carrier = talk.terms.settings.carrier.rawValue
        do throws(ConversationError) {
            let clock = ContinuousClock()
            let start = clock.now
            try await talk.open()
            openingMilliseconds = (clock.now - start).milliseconds
            for _ in 0..<count {
                let sent = clock.now
                guard let status = try await talk.status() else { break }
                roundTripMilliseconds.append((clock.now - sent).milliseconds)
                self.status = Status(status, at: talk.terms.clock.civil)
            }
            answers = true
        } catch {
            failure =
                switch error {
                case .notOpened(let words): words
                case .notAnswered(let why, _): "a status was not answered: \(why.words)"
                }
        }
    }
}

extension LibraryPing.Status {
    /// Reads a status that came at a local time.
    init(_ status: ACSStatus, at now: CivilTime) {
        let requests: [Command] = [
            .patronStatus, .checkout, .checkin, .blockPatron, .scStatus, .login,
            .patronInformation, .endPatronSession, .feePaid, .itemInformation, .itemStatusUpdate,
            .patronEnable, .hold, .renew, .renewAll,
        ]
        func names(_ commands: [Command]) -> [String] { commands.compactMap(\.name) }
        let offers: [(ACSStatus.Offers, String)] = [
            (.checkin, "checkin"), (.checkout, "checkout"), (.renewal, "renewal"),
        ]
        isOnline = status.offers.contains(.onLine)
        self.offers = offers.filter { status.offers.contains($0.0) }.map(\.1)
        answered = names(requests.filter { status.supportedMessages.contains($0) })
        unanswered = names(requests.filter { !status.supportedMessages.contains($0) })
        protocolVersion = status.protocolVersion
        timeoutSeconds = status.timeoutPeriod.flatMap { $0 == 999 ? nil : Double($0) / 10 }
        clockAheadSeconds = status.dateTimeSync.flatMap { Self.lead($0, over: now) }
        libraryName = status.libraryName
        terminalLocation = status.terminalLocation
    }

    private static func lead(_ theirs: SIP2.Timestamp, over ours: CivilTime) -> Int? {
        let day = theirs.day
        guard theirs.zone == .local,
            let date = CivilDate(year: day.year, month: day.month, day: day.day)
        else { return nil }
        let second = (theirs.hour * 60 + theirs.minute) * 60 + theirs.second
        return (date.dayNumber - ours.date.dayNumber) * 86_400 + second - ours.secondOfDay
    }
}

extension Duration {
    /// The time in milliseconds, to a thousandth of one.
    var milliseconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) * 1000 + (Double(attoseconds) / 1e12).rounded() / 1000
    }
}

/// What ``LibraryPing`` found, in words.
struct LibraryPingText {
    /// How far two clocks may differ before somebody should look.
    private static let clockSecondsMax = 120

    let report: LibraryPing
    let style: TextStyle

    /// Words for a report.
    init(_ report: LibraryPing, style: TextStyle) {
        self.report = report
        self.style = style
    }

    /// The text, ending in a line break.
    var text: String {
        let place = "\(report.host.printable):\(report.port) by \(report.carrier)"
        guard report.answers else {
            let verdict = style.paint("no answer", .bad)
            return "\(verdict) from \(place)\n  \((report.failure ?? "").printable)\n"
        }
        let verdict = style.paint("answers", .heading)
        let table = TextTable(rows: times + (report.status.map(rows) ?? []))
        return (["\(place) \(verdict)"] + table.lines(style: style)).joined(separator: "\n") + "\n"
    }

    private var times: [[TextTable.Cell]] {
        var rows: [[TextTable.Cell]] = []
        if let opening = report.openingMilliseconds {
            rows.append(["opening", TextTable.Cell("\(Self.short(opening)) with login")])
        }
        let times = report.roundTripMilliseconds.sorted()
        if let least = times.first, let most = times.last {
            let words =
                "\(Self.short(times[times.count / 2])) in the middle of \(times.count), "
                + "\(Self.short(least)) to \(Self.short(most))"
            rows.append(["round trip", TextTable.Cell(words)])
        }
        return rows
    }

    private func rows(_ status: LibraryPing.Status) -> [[TextTable.Cell]] {
        var rows: [[TextTable.Cell]] = [
            [
                "status",
                status.isOnline
                    ? TextTable.Cell("on-line") : TextTable.Cell("calls itself off-line", .bad),
            ],
            ["offers", TextTable.Cell(status.offers.joined(separator: ", "))],
            ["protocol", TextTable.Cell(status.protocolVersion)],
        ]
        if !status.unanswered.isEmpty {
            let names = status.unanswered.joined(separator: ", ")
            rows.append(["not answered", TextTable.Cell(names)])
        }
        if let ahead = status.clockAheadSeconds {
            let isFar = ahead.magnitude > Self.clockSecondsMax
            let words =
                switch ahead {
                case 0: "as this machine's"
                case 1...: "\(ahead) s ahead of this machine's"
                default: "\(ahead.magnitude) s behind this machine's"
                }
            rows.append(["its clock", TextTable.Cell(words, isFar ? .warning : .plain)])
        }
        if let name = status.libraryName { rows.append(["library", TextTable.Cell(name)]) }
        if let place = status.terminalLocation { rows.append(["station", TextTable.Cell(place)]) }
        return rows
    }

    private static func short(_ milliseconds: Double) -> String {
        milliseconds < 10
            ? "\((milliseconds * 10).rounded() / 10) ms" : "\(Int(milliseconds.rounded())) ms"
    }
}
