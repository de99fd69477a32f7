// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import PortnerCore

extension AccessCheckReply {
    /// A decision of the ledger in the form of a check, or `nil` for another entry.
    ///
    /// The ledger keeps the rule that decided and the facts it went by, not what each rule before
    /// it found: those let the patron pass, or were not asked for at the door.
    init?(decision event: EventReport) {
        guard event.kind == RecordKind.decision.rawValue else { return nil }
        func value(_ field: RecordField) -> String? { event.fields[field.rawValue] }
        let isGranted = value(.outcome) == "granted"
        let deciding = value(.rule).flatMap { AccessRule(rawValue: $0) }
        var isOver = false
        let findings = AccessRule.allCases.map { rule -> Finding in
            defer { isOver = isOver || rule == deciding }
            if isOver || (deciding == nil && !isGranted) {
                return Finding(rule: rule.rawValue, result: "not-asked", text: "not looked at")
            }
            guard rule == deciding else {
                let text = Self.recorded(rule, value)
                return Finding(rule: rule.rawValue, result: "passed", text: text)
            }
            let reason = value(.denial).flatMap { Denial(rawValue: $0)?.explanation }
            let blocks = rule == .blocks ? value(.blocks).map { ": \($0)" } ?? "" : ""
            let text = (reason ?? value(.denial) ?? "refused") + blocks
            return Finding(rule: rule.rawValue, result: "refused", text: text)
        }
        self.init(
            verdict: isGranted ? .granted : .denied,
            denial: value(.denial),
            door: value(.door) ?? "-",
            at: event.at,
            findings: findings,
            ages: nil
        )
    }

    /// What the ledger says of a rule that let the patron pass.
    private static func recorded(_ rule: AccessRule, _ value: (RecordField) -> String?) -> String {
        func time(_ field: RecordField) -> String? {
            value(field).flatMap { Int64($0) }.map { Duration.seconds($0).words }
        }
        switch rule {
        case .facts:
            guard let source = value(.source) else { return "passed, or not asked for" }
            let age = time(.age).map { ", \($0) old" } ?? ", asked just then"
            return "facts from \(source)\(age)\(time(.limit).map { "; good for \($0)" } ?? "")"
        case .blocks:
            return value(.blocks).map { "restrictions that did not matter here: \($0)" }
                ?? "no restriction, or not asked for"
        case .service, .clock, .hours, .throttle:
            return "passed"
        case .pinEntry, .pin, .list, .validity, .enrolment, .residence, .age:
            return "passed, or not asked for"
        }
    }
}
