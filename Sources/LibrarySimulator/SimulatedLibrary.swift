// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// A library system as a value: patrons made up from a seed, and an answer for each request.
///
/// It has no clock and does no I/O. The same seed gives the same patrons on every machine; ages
/// count from the time of the request, so a patron of 14 years stays one.
public struct SimulatedLibrary: Sendable {
    /// How the answers are worded, where library systems differ.
    public enum Manner: Sendable, Hashable, CaseIterable {
        /// As the protocol prescribes; a request that deviates from it is not answered.
        case strict
        /// As the recorded answers of Cicero: identifiers with `LN:` or `ANY:` before them, no flag
        /// for an unknown card, empty lists as empty fields, no expiry.
        case cicero
    }

    /// The seed of demonstrations and tests.
    public static let standardSeed: UInt64 = 1850
    /// The institution that the library calls itself; no municipality has this number.
    public static let institution = "DK-799900"
    /// The library's name.
    public static let name = "Demobiblioteket"
    /// The last day of every card that has expired.
    static let longAgo = CalendarDay(year: 2020, month: 1, day: 31)
    /// The requests that are answered.
    static let answered: Set<Command> = [
        .login, .scStatus, .requestACSResend, .patronStatus, .patronInformation,
        .endPatronSession,
    ]

    /// How the answers are worded.
    public let manner: Manner
    /// All patrons, those of the demo cards first.
    public let patrons: [SimulatedPatron]
    private let byCard: [String: Int]

    /// Makes up a library.
    public init(seed: UInt64 = standardSeed, manner: Manner = .strict) {
        self.manner = manner
        let patrons = PatronRegister(seed: seed).patrons
        self.patrons = patrons
        byCard = Dictionary(uniqueKeysWithValues: zip(patrons.map(\.card), patrons.indices))
    }

    /// The patron with a card or with the library's own number.
    public func patron(_ identifier: String) -> SimulatedPatron? {
        byCard[identifier].map { patrons[$0] } ?? patrons.first { $0.number == identifier }
    }

    /// The answer to a request; `nil` when the library gives none.
    ///
    /// - Parameters:
    ///   - request: What was asked.
    ///   - time: When; it dates the answer and decides ages and expiry.
    /// - Returns: The answer in the library's ``manner-swift.property``.
    public func answer(to request: Message, at time: Timestamp) -> Message? {
        if manner == .strict, !request.notes.isEmpty { return nil }
        switch request.command {
        case .login:
            return LoginResponse(isAccepted: true).message
        case .scStatus:
            return status(at: time)
        case .patronStatus:
            return PatronStatusRequest(request).map { answer($0, at: time) }
        case .patronInformation:
            return PatronInformationRequest(request).map { answer($0, at: time) }
        case .endPatronSession:
            return EndPatronSessionRequest(request).map { answer($0, at: time) }
        default:
            return nil
        }
    }

    private func status(at time: Timestamp) -> Message {
        var status = ACSStatus(
            offers: [.onLine, .offLine],
            dateTimeSync: time,
            institutionID: Self.institution,
            supportedMessages: SupportedMessages(Self.answered)
        )
        status.libraryName = Self.name
        return status.message
    }

    private func answer(_ request: PatronStatusRequest, at time: Timestamp) -> Message {
        let patron = patron(request.patron.number)
        var answer = PatronStatusResponse(
            status: flags(of: patron),
            language: request.language,
            transactionDate: time,
            institutionID: request.institutionID,
            patron: identifier(of: patron, askedAs: request.patron)
        )
        answer.personalName = patron?.name
        answer.isValidPatron = isValid(patron, on: time.day)
        answer.isValidPassword = isRight(request.patronPassword, for: patron)
        return answer.message
    }

    private func answer(_ request: PatronInformationRequest, at time: Timestamp) -> Message {
        let patron = patron(request.patron.number)
        let none = PatronInformationResponse.Counts(
            hold: 0,
            overdue: 0,
            charged: 0,
            fine: 0,
            recall: 0,
            unavailableHold: 0
        )
        var answer = PatronInformationResponse(
            status: flags(of: patron),
            language: request.language,
            transactionDate: time,
            counts: none,
            institutionID: request.institutionID,
            patron: identifier(of: patron, askedAs: request.patron)
        )
        answer.personalName = patron?.name
        answer.isValidPatron = isValid(patron, on: time.day)
        answer.isValidPassword = isRight(request.patronPassword, for: patron)
        guard let patron else { return answer.message }
        answer.currency = "DKK"
        answer.feeAmount = patron.owes
        answer.feeLimit = "200.00"
        if manner == .cicero {
            answer.lists = .allEmptyFields
        } else if let expiry = patron.expiry {
            answer.extensions.append(Field(.patronExpiry, expiry.description))
        }
        if let birth = patron.birth.date(on: time.day) {
            answer.extensions.append(Field(.birthDate, birth.description))
        }
        return answer.message
    }

    private func answer(_ request: EndPatronSessionRequest, at time: Timestamp) -> Message {
        EndSessionResponse(
            hasEnded: true,
            transactionDate: time,
            institutionID: request.institutionID,
            patron: request.patron
        ).message
    }

    // MARK: Manner

    /// A strict system denies all four privileges to a card it does not know; Cicero denies none.
    private func flags(of patron: SimulatedPatron?) -> PatronStatus {
        if let patron { return patron.status }
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

extension PatronInformationResponse.Lists {
    /// Lists without items as Cicero writes them.
    fileprivate static var allEmptyFields: Self {
        var lists = Self()
        lists.hold = [""]
        lists.overdue = [""]
        lists.charged = [""]
        lists.fine = [""]
        lists.recall = [""]
        lists.unavailableHold = [""]
        return lists
    }
}
