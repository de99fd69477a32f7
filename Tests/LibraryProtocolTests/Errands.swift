// SPDX-License-Identifier: MPL-2.0

@testable import LibraryProtocol
@testable import PortnerCore
import SIP2
import Testing

/// Requests as messages and answers as outcomes, at one moment of 2026-11-22.
struct Errands {
    static let now = PortnerCore.Timestamp(milliseconds: 1_795_348_800_000)
    static let time = CivilTime(now, secondsAheadOfUTC: 3600)

    let translation: SIP2Translation
    let access: PatronAccess
    let item: ItemNumber

    init(_ form: Dialect.Form, pin: String? = "12345") throws {
        translation = SIP2Translation(institution: "DK-761500", location: "hb", form: form)
        access = PatronAccess(
            card: try #require(CardNumber("3210519784")),
            pin: try pin.map { try #require(PIN(Array($0.utf8))) }
        )
        item = try #require(ItemNumber("3274626533"))
    }

    func errand(_ task: LibraryTask) throws -> SIP2Errand {
        let id = try #require(RequestID("r-1"))
        return SIP2Errand(
            LibraryRequest(id: id, task: task, timeout: .seconds(10)),
            in: translation,
            at: Self.time
        )
    }

    /// The message that carries out a task, as it stands on the line.
    func text(_ task: LibraryTask) throws -> String {
        let dialect = Dialect(form: translation.form, encoding: .utf8, detectsErrors: false)
        return String(decoding: try errand(task).first.encoded(in: dialect), as: UTF8.self)
    }

    /// What becomes of a task with these answers, one after the other.
    func outcome(_ task: LibraryTask, _ answers: String...) throws -> LibraryOutcome {
        var errand = try errand(task)
        for (index, answer) in answers.enumerated() {
            let message = try Message(
                decoding: Array(answer.utf8),
                in: Dialect(form: translation.form, encoding: .utf8, detectsErrors: false)
            )
            switch errand.received(message, asOf: Self.now, today: Self.time.date) {
            case .end(let outcome):
                #expect(index == answers.count - 1)
                return outcome
            case .send: continue
            }
        }
        throw NoEnd()
    }

    struct NoEnd: Error {}
}

extension LibraryOutcome {
    /// The result, or a failed test.
    func result() throws -> LibraryResult {
        guard case .done(let result) = self else { throw NotDone(outcome: self) }
        return result
    }

    struct NotDone: Error {
        let outcome: LibraryOutcome
    }
}

extension CivilDate {
    /// A date of a test.
    init(_ year: Int, _ month: Int, _ day: Int) throws {
        self = try #require(CivilDate(year: year, month: month, day: day))
    }
}
