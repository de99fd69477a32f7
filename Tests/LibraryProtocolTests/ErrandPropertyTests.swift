// SPDX-License-Identifier: MPL-2.0

import LibraryProtocol
import PortnerCore
import SIP2
import Testing

@Suite struct `Answers that were spoilt on the way` {
    /// A generator that gives the same numbers in every run.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let answers = [
        "121NUY20261122    125152AODK-761500|AA3210519784|AB3274626533|AJ06850537|"
            + "AH20261222    000000|CHHelbred dit liv%Hay, Louise L.%a%xx%61.36|BK19adc5e7|",
        "101YUN20261122    125152AODK-761500|AB3274626533|AQHovedbiblioteket%Voksen%%|"
            + "CHHelbred dit liv%Hay, Louise L.%a%xx%61.36|AFReserveret|CV01|",
        "301NNN20261122    125152AODK-761500|AA3210519784|AB3274626533|AJ06850537|"
            + "AH20261222    000000|AF[BEFORE_RENEW_PERIOD]|",
        "661000100012026112201    25152AODK-761500|BM3274626533%20261222%a%b%c%d%e|"
            + "BN3846731813%UNSUCCESSFUL%20261126%Prinsesse Mononoke%%m%th%77.7|",
        "64              00920261122    125152000100000002000100000001AODK-761500|"
            + "AALN:3210519784|AETestkort|BLY|CQY|BHDKK|BV25.50|CC220.00|"
            + "AS06850537%3274626533%12%20261129%DK-761500 - Hovedbiblioteket%a%b%c%d%e|"
            + "AU3846731813%20261126%Prinsesse Mononoke%%m%th%77.7|AV1%17%20261101%25.50%a|CD|",
        "1803020120261122    125152AB3274626533|AJPerl 5 desktop reference|CF2|",
        "38Y20261122    125152AODK-761500|AA3210519784|BK1|",
        "36Y20261122    125152AODK-761500|AA3210519784|",
    ]

    private static let scraps = ["|", "%", "AB", "AF", "BLN|", "CQN|", "0", " ", "ø", "[", "]", ""]

    /// The answer with a few characters cut, doubled or exchanged.
    private func spoilt(_ answer: String, using generator: inout Generator) -> String {
        var characters = Array(answer)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let start = Int.random(in: 2...characters.count, using: &generator)
            let end = min(start + Int.random(in: 0...8, using: &generator), characters.count)
            let scrap = Self.scraps.randomElement(using: &generator) ?? ""
            characters.replaceSubrange(start..<end, with: Array(scrap))
        }
        return String(characters)
    }

    private static func tasks(_ errands: Errands) -> [LibraryTask] {
        let amount = Money(hundredths: 100, currency: "DKK")
        return [
            .patron(errands.access, ageLimits: [15]), .checkout(errands.item, errands.access),
            .checkin(errands.item), .renew(errands.item, errands.access),
            .renewAll(errands.access), .loans(errands.access), .holds(errands.access),
            .fees(errands.access), .item(errands.item), .endSession(errands.access),
            .block(errands.access),
            .pay(FeePayment(fee: nil, amount: amount, means: .cash), errands.access),
        ]
    }

    @Test(arguments: [Dialect.Form.cicero, .threeM], 0..<4 as Range<UInt64>)
    func `end every request in one way that fits it`(form: Dialect.Form, seed: UInt64) throws {
        let errands = try Errands(form)
        let dialect = Dialect(form: form, encoding: .utf8, detectsErrors: false)
        var generator = Generator(state: seed)
        var read = 0
        for _ in 0..<300 {
            let answer = try #require(Self.answers.randomElement(using: &generator))
            let bytes = Array(spoilt(answer, using: &generator).utf8)
            guard let message = try? Message(decoding: bytes, in: dialect) else { continue }
            for task in Self.tasks(errands) {
                var errand = try errands.errand(task)
                let step = errand.received(
                    message,
                    asOf: Errands.now,
                    today: Errands.time.date
                )
                guard case .end(let outcome) = step else { continue }
                read += 1
                #expect(fits(outcome, task, errands.item), "\(task): \(outcome)")
            }
        }
        #expect(read > 1000)
    }

    /// Whether an outcome is one that a task can have.
    private func fits(_ outcome: LibraryOutcome, _ task: LibraryTask, _ item: ItemNumber) -> Bool {
        switch (task, outcome) {
        case (_, .refused): true
        case (_, .unknown): task.changesRecords
        case (_, .unavailable(let why)): !task.changesRecords && why == .unreadable
        case (.checkout, .done(.checkout(let loan))): loan.item.number == item
        case (.checkin, .done(.checkin(let back))): back.item.number == item
        case (.renew, .done(.renewal(let renewal))): renewal.item.number == item
        case (.item, .done(.item(let facts))): facts.item.number == item
        case (.patron, .done(.patron(let account))): account.pinAccepted == true
        case (.renewAll, .done(.renewals)), (.loans, .done(.loans)), (.holds, .done(.holds)),
            (.fees, .done(.fees)), (.pay, .done(.payment)), (.endSession, .done(.sessionEnded)),
            (.block, .done(.cardBlocked)):
            true
        default: false
        }
    }
}
