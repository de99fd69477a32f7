// SPDX-License-Identifier: MPL-2.0

public import PortnerCore
public import SIP2

/// A question about a card as a SIP2 message, and its answer as facts.
///
/// The question is 63 Patron Information with an empty summary: unlike 23 Patron Status its answer
/// carries the birth date (`PB`) where a library system sends one, and with no summary it lists no
/// loans, fees or holds. Name and address in the answer are not looked at.
public struct PatronQuestions: Sendable, Hashable {
    /// The institution id that goes into `AO`.
    public var institution: String
    /// The language the library system should answer in, 009 for Danish.
    public var language: SIP2.Language

    /// Questions for an institution.
    public init(institution: String, language: SIP2.Language = .danish) {
        self.institution = institution
        self.language = language
    }

    /// The message that asks.
    ///
    /// A PIN goes along only when one was typed: an empty one is never sent, because some library
    /// systems call it right.
    public func request(
        for question: LibraryQuestion,
        at time: CivilTime
    ) -> PatronInformationRequest {
        PatronInformationRequest(
            language: language,
            transactionDate: SIP2.Timestamp(time),
            institutionID: institution,
            patron: PatronIdentifier(question.card.secret),
            patronPassword: question.pin.map { Secret(String(decoding: $0.secret, as: UTF8.self)) }
        )
    }

    /// What an answer says.
    ///
    /// `BL` decides first, then `CQ`, then the flags. What is missing is a no: there are systems
    /// that leave `CQ` out, and systems that leave it out for a wrong PIN. A card that `BL` does
    /// not vouch for is unknown without a name, and with one known and invalid.
    ///
    /// - Parameters:
    ///   - answer: The message that came back.
    ///   - question: What was asked.
    ///   - asOf: When the answer came.
    ///   - today: The local date, for ages and expiry.
    /// - Returns: `LibraryReply.noAnswer` when the message is not an answer to such a question.
    public func reply(
        from answer: SIP2.Message,
        to question: LibraryQuestion,
        asOf: PortnerCore.Timestamp,
        today: CivilDate
    ) -> LibraryReply {
        guard let response = PatronInformationResponse(answer) else { return .noAnswer }
        guard Self.isKnown(response) else { return .unknownCard }
        let facts = facts(
            in: response,
            patronNumber(in: response, otherThan: question.card),
            question.ageLimits,
            asOf: asOf,
            today: today
        )
        return .known(
            facts,
            pinAccepted: question.pin == nil ? nil : response.isValidPassword == true
        )
    }

    /// The message that asks about a patron who is not here, by the library's own number.
    ///
    /// It has no PIN. Whether a library system can be asked by the number that it answers with is
    /// for its first answer to show.
    ///
    /// - Returns: The message; nil for a number that SIP2 has not told.
    public func request(
        for inquiry: PatronInquiry,
        at time: CivilTime
    ) -> PatronInformationRequest? {
        guard inquiry.patron.fbs == nil else { return nil }
        return PatronInformationRequest(
            language: language,
            transactionDate: SIP2.Timestamp(time),
            institutionID: institution,
            patron: PatronIdentifier(inquiry.patron.secret),
            patronPassword: nil
        )
    }

    /// What an answer says about a patron who is not here.
    ///
    /// An answer that does not name the patron who was asked about, as the library's own number,
    /// is none: without a card nothing else ties it to the question.
    public func reply(
        from answer: SIP2.Message,
        to inquiry: PatronInquiry,
        asOf: PortnerCore.Timestamp,
        today: CivilDate
    ) -> LibraryReply {
        guard let response = PatronInformationResponse(answer) else { return .noAnswer }
        guard Self.isKnown(response) else { return .unknownCard }
        guard response.patron.scheme == .libraryNumber,
            PatronNumber(response.patron.number) == inquiry.patron
        else { return .noAnswer }
        let facts = facts(
            in: response,
            inquiry.patron,
            inquiry.ageLimits,
            asOf: asOf,
            today: today
        )
        return .known(facts, pinAccepted: nil)
    }

    private static func isKnown(_ response: PatronInformationResponse) -> Bool {
        response.isValidPatron == true || response.personalName?.isEmpty == false
    }

    private func facts(
        in response: PatronInformationResponse,
        _ patron: PatronNumber?,
        _ ageLimits: Set<Int>,
        asOf: PortnerCore.Timestamp,
        today: CivilDate
    ) -> PatronFacts {
        let born = response.birthDate.flatMap { CivilDate($0) }
        return PatronFacts(
            patron: patron,
            blocks: BlockCode.codes(of: response.status),
            validity: validity(of: response, today: today),
            age: born.map { AgeFact(born: $0, today: today, limits: ageLimits) },
            asOf: asOf
        )
    }

    /// The library's own number for the patron, where the answer says that it is one.
    ///
    /// Most systems repeat in `AA` what was asked, which is the number on the card and is not kept.
    private func patronNumber(
        in response: PatronInformationResponse,
        otherThan card: CardNumber
    ) -> PatronNumber? {
        let number = response.patron.number
        guard response.patron.scheme == .libraryNumber, CardNumber(number) != card else {
            return nil
        }
        return PatronNumber(number)
    }

    private func validity(
        of response: PatronInformationResponse,
        today: CivilDate
    ) -> CardValidity {
        if let expiry = response.patronExpiry.flatMap({ CivilDate($0) }), expiry < today {
            return .expired
        }
        return response.isValidPatron == true ? .valid : .invalid
    }
}

extension BlockCode {
    /// The codes of the patron-status flags that are set.
    static func codes(of status: PatronStatus) -> Set<BlockCode> {
        Set(
            BlockCode.sip2Flags.enumerated().compactMap { position, code in
                status.rawValue & (1 << UInt16(position)) == 0 ? nil : code
            }
        )
    }
}

extension CivilDate {
    /// The same day in the core's form.
    init?(_ day: CalendarDay) {
        self.init(year: day.year, month: day.month, day: day.day)
    }
}

extension SIP2.Timestamp {
    /// The beginning of a day, local time.
    init?(startOf date: CivilDate) {
        let (year, month, day) = date.parts
        guard let date = CalendarDay(year: year, month: month, day: day) else { return nil }
        self.init(day: date, hour: 0, minute: 0, second: 0)
    }

    /// A local time as SIP2 writes it, with a blank zone.
    init?(_ time: CivilTime) {
        let (year, month, day) = time.date.parts
        guard let date = CalendarDay(year: year, month: month, day: day) else { return nil }
        self.init(
            day: date,
            hour: time.secondOfDay / 3600,
            minute: time.secondOfDay / 60 % 60,
            second: time.secondOfDay % 60
        )
    }
}
