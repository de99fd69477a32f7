// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import LibraryLink
import PortnerCore
import SIP2

/// What became of a request, without saying whom or what it concerned.
struct LibraryInquiryReport: Codable, Sendable, Hashable {
    /// A message, masked.
    struct Line: Codable, Sendable, Hashable {
        /// The protocol's name of the message.
        var name: String
        /// Whether it went to the library system.
        var isRequest: Bool
        /// The message with everything masked that names a patron or an item.
        var text: String
    }

    /// The number of the format.
    var schema = ControlAPI.schema
    /// The messages in their order; none where the way has no messages.
    var messages: [Line] = []
    /// `done`, `refused`, `unknown`, `unavailable` or `not-supported`.
    var outcome = "unavailable"
    /// What is known beside that, by name.
    var details: [String: String] = [:]

    /// Has a request carried out.
    init(_ task: LibraryTask?, over talk: any LibraryTalk) async {
        guard let task else { return }
        do throws(ConversationError) {
            try await talk.open()
        } catch {
            if case .notOpened(let words) = error { details["reason"] = words }
            return
        }
        var lines: [Line] = []
        let outcome = await talk.outcome(of: task) { message in
            lines.append(
                Line(
                    name: message.command.name ?? "\(message.command)",
                    isRequest: message.command.response != nil,
                    text: message.redacted
                )
            )
        }
        messages = lines
        take(outcome)
    }

    /// The status to exit with.
    var status: ExitStatus {
        switch outcome {
        case "done": .success
        case "refused": .denied
        default: .failure
        }
    }

    private mutating func take(_ outcome: LibraryOutcome) {
        switch outcome {
        case .done(let result):
            self.outcome = "done"
            details = Self.details(of: result)
        case .refused(let refusal):
            self.outcome = "refused"
            details["reason"] = refusal.reason.rawValue
        case .unknown:
            self.outcome = "unknown"
            details["reason"] = "it may have been carried out: look before repeating it"
        case .unavailable(let why):
            self.outcome = "unavailable"
            details["reason"] = why.words
        case .notSupported:
            self.outcome = "not-supported"
            details["reason"] = "this way to the library system has no such thing"
        }
    }

    /// Numbers and codes; titles, names and texts stay out.
    private static func details(of result: LibraryResult) -> [String: String] {
        switch result {
        case .patron(let account): details(of: account)
        case .checkout(let loan): due(loan.due, ["is-renewal": "\(loan.isRenewal)"])
        case .checkin(let item): item.alert.map { ["alert": $0.rawValue] } ?? [:]
        case .renewal(let renewal): due(renewal.due, [:])
        case .renewals(let list):
            [
                "renewed": "\(list.count { $0.refusal == nil })",
                "refused": "\(list.count { $0.refusal != nil })",
            ]
        case .loans(let list, let isComplete):
            ["count": "\(list.count)", "is-complete": "\(isComplete)"]
        case .holds(let list):
            ["count": "\(list.count)", "ready": "\(list.count { $0.state == .ready })"]
        case .fees(let account):
            ["count": "\(account.fees.count)", "is-complete": "\(account.isComplete)"]
        case .item(let facts): due(facts.due, ["status": facts.status.rawValue])
        case .payment, .sessionEnded, .cardBlocked: [:]
        }
    }

    private static func details(of account: PatronAccount) -> [String: String] {
        let facts = account.facts
        var details = ["validity": facts.validity.value.rawValue]
        let codes = facts.blocks.value.union(facts.debts.value).sorted()
        details["blocks"] = codes.isEmpty ? "none" : codes.map(\.text).joined(separator: " ")
        if let age = facts.age { details["age-reached"] = "\(age.value.reached)" }
        if let accepted = account.pinAccepted { details["pin-accepted"] = "\(accepted)" }
        return details
    }

    private static func due(_ due: Due?, _ details: [String: String]) -> [String: String] {
        guard let date = due?.date else { return details }
        return details.merging(["due": date.description]) { $1 }
    }
}

extension Unavailability {
    /// Why there is no answer, in a technician's words.
    var words: String {
        switch self {
        case .offline: "there is no connection"
        case .recovering: "the line has just come back"
        case .busy: "too much is under way"
        case .timedOut: "no answer in time"
        case .connectionLost: "the connection was lost"
        case .unreadable: "the answer cannot be read"
        case .loginRefused: "the login was refused"
        case .cancelled: "it was given up"
        case .notEncodable: "the request cannot be written in this character set"
        }
    }
}

/// What ``LibraryInquiryReport`` found, in words.
struct LibraryInquiryText {
    let report: LibraryInquiryReport
    let style: TextStyle

    /// Words for a report.
    init(_ report: LibraryInquiryReport, style: TextStyle) {
        self.report = report
        self.style = style
    }

    /// The text, ending in a line break.
    var text: String {
        var lines: [String] = []
        for message in report.messages {
            lines.append("\(message.isRequest ? ">" : "<") \(style.paint(message.name, .heading))")
            lines.append("  \(message.text.printable)")
        }
        lines.append(style.paint(report.outcome, tone))
        lines += TextTable(
            rows: report.details.sorted { $0.key < $1.key }.map { name, value in
                [TextTable.Cell(name), TextTable.Cell(value)]
            }
        ).lines(style: style)
        return lines.joined(separator: "\n") + "\n"
    }

    private var tone: TextStyle.Tone {
        switch report.status {
        case .success: .heading
        case .denied: .warning
        default: .bad
        }
    }
}
