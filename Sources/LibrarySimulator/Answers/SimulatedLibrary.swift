// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// A library system as a value: a ``Library``, and an answer for each request of SIP2.
///
/// It has no clock and does no I/O. The same seed and the same requests give the same answers on
/// every machine; ages count from the time of the request, so a patron of 14 years stays one.
public struct SimulatedLibrary: Sendable {
    /// How the answers are worded, where library systems differ.
    public enum Manner: Sendable, Hashable, CaseIterable {
        /// As the protocol of 3M prescribes; a request that deviates from it is not answered.
        case strict
        /// As the recorded answers of Cicero: identifiers with `LN:` or `ANY:` before them, no flag
        /// for an unknown card, percent signs between sub-fields, empty lists as empty fields,
        /// tokens for reasons, no expiry.
        case cicero
    }

    /// The seed of demonstrations and tests.
    public static let standardSeed: UInt64 = 1850
    /// The institution that the library calls itself; no municipality has this number.
    public static let institution = Library.institution
    /// The library's name.
    public static let name = "Demobiblioteket"
    /// The last day of every card that has expired.
    static let longAgo = CalendarDay(year: 2020, month: 1, day: 31)

    /// How the answers are worded.
    public let manner: Manner
    /// What the library has and does.
    public var library: Library

    /// Makes up a library.
    public init(seed: UInt64 = standardSeed, manner: Manner = .strict) {
        self.manner = manner
        library = Library(seed: seed)
    }

    /// All patrons, those of the demo cards first.
    public var patrons: [SimulatedPatron] { library.patrons }

    /// The patron with a card or with the library's own number.
    public func patron(_ identifier: String) -> SimulatedPatron? { library.patron(identifier) }

    /// The requests that are answered.
    ///
    /// Cicero announces all but two; it answers Block Patron too, but with nothing.
    var answered: Set<Command> {
        let all = Set(Command.requests)
        return manner == .strict ? all : all.subtracting([.itemStatusUpdate, .patronEnable])
    }

    /// Carries a request out and gives the answer; `nil` when the library gives none.
    ///
    /// - Parameters:
    ///   - request: What was asked.
    ///   - time: When; it dates the answer and decides ages, expiry and due dates.
    /// - Returns: The answer in the library's ``manner-swift.property``.
    public mutating func answer(to request: Message, at time: Timestamp) -> Message? {
        if manner == .strict, !request.notes.isEmpty { return nil }
        guard answered.contains(request.command) else { return nil }
        library.open(on: time.day)
        return switch request.command {
        case .login: LoginResponse(isAccepted: true).message
        case .scStatus: status(at: time)
        case .patronStatus: answer(PatronStatusRequest(request), at: time)
        case .patronInformation: answer(PatronInformationRequest(request), at: time)
        case .endPatronSession: answer(EndPatronSessionRequest(request), at: time)
        case .blockPatron: answer(BlockPatronRequest(request), at: time)
        case .patronEnable: answer(PatronEnableRequest(request), at: time)
        case .checkout: answer(CheckoutRequest(request), at: time)
        case .checkin: answer(CheckinRequest(request), at: time)
        case .renew: answer(RenewRequest(request), at: time)
        case .renewAll: answer(RenewAllRequest(request), at: time)
        case .hold: answer(HoldRequest(request), at: time)
        case .feePaid: answer(FeePaidRequest(request), at: time)
        case .itemInformation: answer(ItemInformationRequest(request), at: time)
        case .itemStatusUpdate: answer(ItemStatusUpdateRequest(request), at: time)
        default: nil
        }
    }

    private func status(at time: Timestamp) -> Message {
        var status = ACSStatus(
            offers: [.onLine, .checkin, .checkout, .renewal, .statusUpdate, .offLine],
            dateTimeSync: time,
            institutionID: Self.institution,
            supportedMessages: SupportedMessages(answered)
        )
        status.libraryName = Self.name
        if manner == .cicero { status.timeoutPeriod = 600 }
        return status.message
    }

    // MARK: Manner

    /// Why something was refused, as the library puts it.
    func words(_ refusal: Library.Refusal) -> String {
        switch manner {
        case .strict: refusal.english
        case .cicero: "[\(refusal.token)]"
        }
    }

    /// What names a title: its name, or at Cicero the number of its record.
    func identifier(of title: Library.Title) -> String {
        manner == .cicero ? title.record : Self.cut(title.name)
    }

    /// A due date, which Cicero states with midnight and others with the end of the day.
    func dueText(_ date: CalendarDay) -> DateText {
        DateText(date.description + (manner == .cicero ? "    000000" : "    235959"))
    }

    /// A text that fits into a field, cut at a character.
    static func cut(_ text: String, to bytesMax: Int = Message.valueLengthMax) -> String {
        var text = text
        while text.utf8.count > bytesMax { text.removeLast() }
        return text
    }
}

extension Library.Claim {
    init(_ patron: PatronIdentifier, _ pin: Secret?) {
        self.init(patron: patron.number, pin: pin?.revealed)
    }
}

extension Command {
    /// The requests of the protocol.
    static let requests: [Command] = [
        .patronStatus, .checkout, .checkin, .blockPatron, .scStatus, .requestACSResend, .login,
        .patronInformation, .endPatronSession, .feePaid, .itemInformation, .itemStatusUpdate,
        .patronEnable, .hold, .renew, .renewAll,
    ]
}
