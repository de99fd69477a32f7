// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

private func hasNumber(_ text: String) -> Bool { text.contains { $0.isNumber } }

@Suite struct `The message catalogue` {
    @Test(arguments: Message.allCases, Language.allCases)
    func `has a title and a next step in every language`(_ message: Message, _ language: Language) {
        let words = message.words(in: language)
        for text in [words.title, words.next] {
            #expect(!text.isEmpty)
            #expect(text.first?.isWhitespace == false)
            #expect(text.last?.isWhitespace == false)
            // Arabic knows no capitals.
            #expect(text.first?.isUppercase == true || text.first?.isCased == false)
            #expect(!hasNumber(text))
        }
    }

    @Test(arguments: Message.allCases)
    func `says it in two different languages`(_ message: Message) {
        #expect(message.words(in: .danish) != message.words(in: .english))
    }

    @Test func `has no two messages that read the same`() {
        for language in Language.allCases {
            let whole = Message.allCases.map { $0.words(in: language) }.map {
                $0.title + "|" + $0.next
            }
            #expect(Set(whole).count == Message.allCases.count)
        }
    }

    @Test(arguments: Denial.allCases)
    func `explains every denial to a technician`(_ denial: Denial) {
        #expect(denial.explanation.count >= 15)
        #expect(!hasNumber(denial.explanation))
        #expect(Message.allCases.contains(denial.message))
    }

    @Test func `tells an unknown card, a wrong PIN and an invalid card in the same words`() {
        let alike: [Denial] = [.unknownCard, .wrongPIN, .cardInvalid]
        #expect(Set(alike.map(\.message)) == [.refused])
    }

    @Test func `has codes that never change`() {
        #expect(
            Denial.allCases.map(\.rawValue) == [
                "door-out-of-service", "locked-down", "interlocked", "alarm-armed",
                "clock-untrusted", "closed", "last-entry-over", "throttled", "unknown-card",
                "wrong-pin", "pin-not-entered", "number-not-taken",
                "card-expired", "card-invalid", "blocked", "deny-listed", "not-enrolled",
                "not-resident", "residence-unknown", "too-young", "no-consent", "age-unknown",
                "library-unreachable", "cache-failed", "not-recorded", "pass-foreign",
                "pass-forged",
                "pass-unreadable",
                "pass-too-long", "pass-not-yet-valid", "pass-expired", "pass-used",
            ]
        )
        #expect(
            Message.allCases.map(\.rawValue) == [
                "out-of-service", "closed", "closing-soon", "unreachable", "wait", "refused",
                "no-pin",
                "expired", "blocked", "too-young", "not-enrolled", "not-resident", "no-consent",
                "not-a-card",
                "busy", "pass-refused", "pass-over",
            ]
        )
    }
}
