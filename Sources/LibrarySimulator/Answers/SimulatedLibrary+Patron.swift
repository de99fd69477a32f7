// SPDX-License-Identifier: MPL-2.0

import SIP2

/// Answers about patrons.
extension SimulatedLibrary {
    func answer(_ request: PatronStatusRequest?, at time: Timestamp) -> Message? {
        guard let request else { return nil }
        return status(of: request.patron, request.patronPassword, request.language, at: time)
    }

    /// Cicero carries a block out and says nothing.
    mutating func answer(_ request: BlockPatronRequest?, at time: Timestamp) -> Message? {
        guard let request else { return nil }
        try? library.block(request.patron.number)
        guard manner == .strict else { return nil }
        return status(of: request.patron, nil, .unknown, at: time)
    }

    private func status(
        of asked: PatronIdentifier,
        _ pin: Secret?,
        _ language: Language,
        at time: Timestamp
    ) -> Message {
        let patron = patron(asked.number)
        var answer = PatronStatusResponse(
            status: flags(of: patron, on: time.day),
            language: language,
            transactionDate: time,
            institutionID: Self.institution,
            patron: identifier(of: patron, askedAs: asked)
        )
        answer.personalName = patron?.name
        answer.isValidPatron = isValid(patron, on: time.day)
        answer.isValidPassword = isRight(pin, for: patron)
        return answer.message
    }

    mutating func answer(_ request: PatronEnableRequest?, at time: Timestamp) -> Message? {
        guard let request else { return nil }
        try? library.enable(request.patron.number)
        let patron = patron(request.patron.number)
        var answer = PatronEnableResponse(
            status: flags(of: patron, on: time.day),
            language: .unknown,
            transactionDate: time,
            institutionID: Self.institution,
            patron: identifier(of: patron, askedAs: request.patron)
        )
        answer.personalName = patron?.name
        answer.isValidPatron = isValid(patron, on: time.day)
        answer.isValidPassword = isRight(request.patronPassword, for: patron)
        return answer.message
    }

    func answer(_ request: EndPatronSessionRequest?, at time: Timestamp) -> Message? {
        guard let request else { return nil }
        return EndSessionResponse(
            hasEnded: true,
            transactionDate: time,
            institutionID: Self.institution,
            patron: request.patron
        ).message
    }

    // MARK: Information

    func answer(_ request: PatronInformationRequest?, at time: Timestamp) -> Message? {
        guard let request else { return nil }
        let patron = patron(request.patron.number)
        let account = patron.map { Account(of: $0, in: library, on: time.day) } ?? Account()
        var answer = PatronInformationResponse(
            status: flags(of: patron, on: time.day),
            language: request.language,
            transactionDate: time,
            counts: account.counts,
            institutionID: Self.institution,
            patron: identifier(of: patron, askedAs: request.patron)
        )
        answer.personalName = patron?.name
        answer.isValidPatron = isValid(patron, on: time.day)
        answer.isValidPassword = isRight(request.patronPassword, for: patron)
        guard let patron else { return answer.message }
        answer.currency = .danishKrone
        answer.feeAmount = Amount(minorUnits: library.debt(of: patron))
        answer.feeLimit = Amount(minorUnits: library.rules.debtMax)
        answer.lists = lists(of: account, asked: request)
        answer.homeAddress = patron.address
        answer.emailAddress = patron.emailAddress
        answer.birthDate = patron.birth.date(on: time.day)
        switch manner {
        case .strict:
            answer.holdItemsLimit = library.rules.holdsMax
            answer.overdueItemsLimit = library.rules.overdueMax
            answer.chargedItemsLimit = library.rules.loansMax
            answer.patronExpiry = patron.expiry
        case .cicero:
            answer.holdItemsLimit = 9999
            answer.overdueItemsLimit = 9999
            answer.chargedItemsLimit = 9999
        }
        return answer.message
    }

    /// The lists that were asked for; Cicero writes each of them, if only as an empty field.
    private func lists(
        of account: Account,
        asked request: PatronInformationRequest
    ) -> PatronInformationResponse.Lists {
        func list<Entry>(
            _ wanted: PatronInformationRequest.Summary,
            _ entries: [Entry],
            _ text: (Entry) -> String?
        ) -> [String] {
            guard request.summary.contains(wanted) else { return manner == .cicero ? [""] : [] }
            let first = max(request.startItem ?? 1, 1)
            let last = max(request.endItem ?? entries.count, 0)
            let texts = entries.prefix(last).dropFirst(first - 1).compactMap(text)
            return texts.isEmpty && manner == .cicero ? [""] : texts
        }
        var lists = PatronInformationResponse.Lists()
        lists.hold = list(.holdItems, account.readyHolds, { text($0) })
        lists.overdue = list(.overdueItems, account.overdue, { text($0) })
        lists.charged = list(.chargedItems, account.loans, { text($0) })
        lists.fine = list(.fineItems, account.fees, { text($0) })
        lists.recall = list(.recallItems, [Library.Loan](), { text($0) })
        lists.unavailableHold = list(.unavailableHolds, account.waitingHolds, { text($0) })
        return lists
    }

    // MARK: Manner

    /// A strict system denies all four privileges to a card it does not know; Cicero denies none.
    private func flags(of patron: SimulatedPatron?, on day: CalendarDay) -> PatronStatus {
        if let patron { return library.status(of: patron, on: day) }
        return switch manner {
        case .strict:
            [
                .chargePrivilegesDenied, .renewalPrivilegesDenied, .recallPrivilegesDenied,
                .holdPrivilegesDenied,
            ]
        case .cicero: []
        }
    }

    private func identifier(
        of patron: SimulatedPatron?,
        askedAs asked: PatronIdentifier
    ) -> PatronIdentifier {
        switch manner {
        case .strict: asked
        case .cicero: PatronIdentifier(patron.map { "LN:\($0.number)" } ?? "ANY:\(asked.number)")
        }
    }

    /// Cicero states no expiry in any recorded answer, so an expired card is simply not valid.
    private func isValid(_ patron: SimulatedPatron?, on day: CalendarDay) -> Bool {
        guard let patron, patron.isValid else { return false }
        return manner == .strict || !patron.hasExpired(on: day)
    }

    /// Whether a PIN is right: never when it is empty, and a strict system is silent when none
    /// was sent.
    private func isRight(_ pin: Secret?, for patron: SimulatedPatron?) -> Bool? {
        guard let pin else { return manner == .strict ? nil : false }
        return !pin.isEmpty && pin.revealed == patron?.pin
    }
}

/// What a patron has at the library on a day.
struct Account {
    var loans: [Library.Loan] = []
    var overdue: [Library.Loan] = []
    var readyHolds: [Library.Hold] = []
    var waitingHolds: [Library.Hold] = []
    var fees: [Library.Fee] = []

    /// Nothing.
    init() {}

    init(of patron: SimulatedPatron, in library: Library, on day: CalendarDay) {
        loans = library.loans(of: patron)
        overdue = loans.filter { $0.daysLate(on: day) > 0 }
        fees = library.unpaidFees(of: patron)
        for hold in library.holds(of: patron) {
            if case .ready = hold.state {
                readyHolds.append(hold)
            } else {
                waitingHolds.append(hold)
            }
        }
    }

    var counts: PatronInformationResponse.Counts {
        .init(
            hold: readyHolds.count,
            overdue: overdue.count,
            charged: loans.count,
            fine: fees.count,
            recall: 0,
            unavailableHold: waitingHolds.count
        )
    }
}

extension SimulatedPatron {
    /// An address in a town that does not exist.
    var address: PostalAddress? {
        PostalAddress(
            street: "Bogstien \(number.suffix(2))",
            postcode: "0999",
            city: "Demoby",
            country: "DK"
        )
    }

    /// An address at a domain that is reserved for examples.
    var emailAddress: String { "laaner\(number.suffix(4))@example.dk" }
}
