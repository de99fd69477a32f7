// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// What a patron has borrowed, reserved and owes.
extension KioskDrawing {
    func loans(_ listing: KioskView.Listing<KioskView.LoanLine>) -> (Stage, Work) {
        switch listing {
        case .asked: asked(words.tasks.loans)
        case .unavailable: unavailable(words.tasks.loans)
        case .known(let lines) where lines.isEmpty:
            empty(words.lists.noLoans, words.tasks.loans)
        case .known(let lines): loans(lines)
        }
    }

    private func loans(_ lines: [KioskView.LoanLine]) -> (Stage, Work) {
        let overdue = some(lines.count { isOverdue($0) })
        let soon = some(lines.count { isDueSoon($0) })
        let lead = [
            overdue.map { words.count(words.lists.areOverdue, $0) },
            soon.map { words.count(words.lists.areDueSoon, $0) },
        ].compactMap(\.self).joined(separator: " ")
        var foot = [backButton]
        if lines.contains(where: { canRenew($0) }) {
            foot.append(Button(.renewAll, .renew, words.tasks.renewAll, isMain: true))
        }
        return (
            Stage(
                voice: .calm,
                title: words.count(words.lists.loans, lines.count),
                lead: lead
            ),
            Work(
                name: words.tasks.loans,
                heading: words.lists.oldestFirst,
                groups: [KioskSnapshot.Group(heading: nil, rows: lines.map { row($0) })],
                foot: foot
            )
        )
    }

    private func row(_ line: KioskView.LoanLine) -> Row {
        let item = named(line.loan.item, line.number)
        var row = Row(
            key: "loan-\(line.number)",
            tone: .plain,
            title: item.title,
            isWork: item.isWork,
            text: item.author
        )
        if let renewal = line.renewal {
            let telling = telling(renewal, .renewal)
            row.tone = telling.tone
            row.chip = KioskSnapshot.Chip(tone: telling.tone, text: telling.word)
            if !telling.next.isEmpty { row.text = telling.next }
            row.slip = telling.slip ?? slip(line.loan.due, dueTone(line))
            row.isNew = view.notice?.what == .renewal(line.number)
            return row
        }
        row.tone = dueTone(line)
        row.slip = slip(line.loan.due, row.tone)
        if case .words = line.loan.due, let due = line.loan.due {
            row.text = words.due(due, seenFrom: today)
        }
        switch row.tone {
        case .no: row.chip = KioskSnapshot.Chip(tone: .no, text: words.lists.isOverdue)
        case .heed: row.chip = KioskSnapshot.Chip(tone: .heed, text: words.lists.isDueSoon)
        case .plain, .yes: break
        }
        if canRenew(line) {
            row.buttons = [Button(.renew(line.number), .renew, words.tasks.renew)]
        } else if line.loan.isRenewable == false {
            row.text = words.lists.notRenewable
        }
        return row
    }

    private func dueTone(_ line: KioskView.LoanLine) -> KioskSnapshot.Tone {
        isOverdue(line) ? .no : isDueSoon(line) ? .heed : .plain
    }

    private func isOverdue(_ line: KioskView.LoanLine) -> Bool {
        line.isOverdue && line.renewal?.due == nil
    }

    private func isDueSoon(_ line: KioskView.LoanLine) -> Bool {
        guard !line.isOverdue, line.renewal?.due == nil, let date = line.loan.due?.date else {
            return false
        }
        return date <= today.advanced(by: Self.soonDays)
    }

    private func canRenew(_ line: KioskView.LoanLine) -> Bool {
        line.renewal == nil && line.loan.isRenewable != false && view.isOnline
    }

    func holds(_ listing: KioskView.Listing<Hold>) -> (Stage, Work) {
        switch listing {
        case .asked: asked(words.tasks.holds)
        case .unavailable: unavailable(words.tasks.holds)
        case .known(let holds) where holds.isEmpty:
            empty(words.lists.noHolds, words.tasks.holds)
        case .known(let holds): self.holds(holds)
        }
    }

    private func holds(_ holds: [Hold]) -> (Stage, Work) {
        let ready = some(holds.count { $0.state == .ready })
        let rows = holds.enumerated().map { (state: $1.state, row: row($1, $0 + 1)) }
        let groups: [(Hold.State, String)] = [
            (.ready, words.lists.readyHeading), (.inTransit, words.lists.onTheWay),
            (.waiting, words.lists.waiting),
        ]
        return (
            Stage(
                voice: .calm,
                title: ready.map { words.count(words.lists.ready, $0) } ?? words.tasks.holds,
                lead: ready == nil ? words.lists.noneReady : words.lists.findReady
            ),
            Work(
                name: words.tasks.holds,
                groups: groups.compactMap { state, heading in
                    let group = rows.filter { $0.state == state }.map(\.row)
                    return group.isEmpty
                        ? nil : KioskSnapshot.Group(heading: heading, rows: group)
                },
                foot: [backButton]
            )
        )
    }

    private func row(_ hold: Hold, _ number: Int) -> Row {
        let item = named(hold.item, number)
        let isReady = hold.state == .ready
        let until = hold.until.map {
            words.lists.fetchBy.filled(["date": words.date($0, seenFrom: today)])
        }
        let branch = hold.branch.map {
            words.lists.fetchAt.filled(["branch": $0.plain.isolated])
        }
        let place = [isReady ? until : nil, branch].compactMap(\.self).joined(separator: ". ")
        var row = Row(
            key: "hold-\(number)",
            tone: isReady ? .yes : .plain,
            title: item.title,
            isWork: item.isWork,
            text: place.isEmpty ? item.author : place
        )
        if isReady { row.chip = KioskSnapshot.Chip(tone: .yes, text: words.lists.isReady) }
        if isReady, let shelf = hold.shelf {
            row.slip = KioskSnapshot.Slip(
                kind: .shelf,
                caption: words.lists.shelf,
                value: shelf.plain
            )
        } else if hold.state == .waiting, let position = hold.position {
            row.slip = KioskSnapshot.Slip(
                kind: .queue,
                caption: words.lists.queue,
                value: String(position)
            )
        }
        return row
    }

    func fees(_ listing: KioskView.FeeListing) -> (Stage, Work) {
        switch listing {
        case .asked: return asked(words.tasks.fees)
        case .unavailable: return unavailable(words.tasks.fees)
        case .known(let account):
            let total = account.total ?? account.sum
            guard !account.fees.isEmpty || total.map({ $0.hundredths > 0 }) == true else {
                return empty(words.lists.noFees, words.tasks.fees)
            }
            return fees(account, total)
        }
    }

    private func fees(_ account: FeeAccount, _ total: Money?) -> (Stage, Work) {
        let sum = total.map { words.money($0) }
        var work = Work(
            name: words.tasks.fees,
            groups: [
                KioskSnapshot.Group(
                    heading: nil,
                    rows: account.fees.enumerated().map { row($1, $0 + 1) }
                )
            ],
            code: hasAddress ? words.lists.pay : nil,
            remark: account.isComplete ? nil : words.lists.mayBeMore,
            foot: [backButton]
        )
        if let sum {
            work.total = KioskSnapshot.Chip(tone: .plain, text: words.lists.total)
            work.sum = sum
        }
        return (
            Stage(voice: .calm, title: sum ?? words.tasks.fees, lead: words.lists.balance),
            work
        )
    }

    private func row(_ fee: Fee, _ number: Int) -> Row {
        let title = view.wishes.hidesTitles ? nil : fee.item?.title?.plain
        return Row(
            key: "fee-\(number)",
            tone: .plain,
            title: fee.reason?.plain ?? words.lists.fee,
            isWork: false,
            text: title ?? fee.made.map { words.date($0, seenFrom: today) } ?? "",
            amount: fee.amount.map { words.money($0) }
        )
    }

    private func asked(_ name: String) -> (Stage, Work) {
        (
            Stage(voice: .calm, mark: .dots, words.lists.asked),
            Work(name: name, heading: name, foot: [backButton])
        )
    }

    private func unavailable(_ name: String) -> (Stage, Work) {
        (
            Stage(voice: .heed, mark: .cut, words.lists.unavailable),
            Work(name: name, heading: name, foot: [backButton])
        )
    }

    private func empty(_ phrase: Phrase, _ name: String) -> (Stage, Work) {
        (
            Stage(voice: .calm, phrase),
            Work(name: name, heading: name, foot: [backButton])
        )
    }
}

extension FeeAccount {
    /// The sum of the fees, where each tells its amount and all in one currency.
    fileprivate var sum: Money? {
        let amounts = fees.compactMap(\.amount)
        guard amounts.count == fees.count, let currency = amounts.first?.currency,
            amounts.allSatisfy({ $0.currency == currency })
        else { return nil }
        let (hundredths, hasOverflow) = amounts.reduce((0, false)) { sum, amount in
            let (next, overflow) = sum.0.addingReportingOverflow(amount.hundredths)
            return (next, sum.1 || overflow)
        }
        return hasOverflow ? nil : Money(hundredths: hundredths, currency: currency)
    }
}
