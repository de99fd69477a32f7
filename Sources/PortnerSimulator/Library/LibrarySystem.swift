// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Roster
import SIP2

/// The library system of the world: what it knows about people, and its answers.
final class LibrarySystem {
    /// What the library knows about one card.
    struct Account {
        var pin: String
        var status: PatronStatus = []
        var isValid = true
        var hasExpired = false
        /// The card was given up: the library does not know it any more.
        var isDeleted = false
        let born: CivilDate
    }

    static let institution = "DK-799900"

    /// The copies.
    var collection: Collection
    /// Whether lists and reasons have Cicero's form; else the protocol's bare one.
    let isCicero: Bool
    /// The day by the library's own clock, which is right.
    var today: () -> CivilDate = { CivilDate(dayNumber: 0) }
    /// Is told what is carried out.
    var effected: (LibraryEffect) -> Void = { _ in }

    private var accounts: [String: Account] = [:]
    private let register: Register
    private var people: [Person]

    init(_ scenario: Scenario, register: Register) {
        people = scenario.people.filter(\.isPatron)
        collection = scenario.collection
        isCicero = scenario.isCicero
        self.register = register
        for person in people { open(person) }
    }

    /// What the library knows about a card; nil when it does not know it any more.
    func account(of card: String) -> Account? {
        accounts[card].flatMap { $0.isDeleted ? nil : $0 }
    }

    /// The keyed hash of a card number.
    func key(_ card: String) -> CardKey? { CardNumber(card).map { register.key(of: $0) } }

    /// The name of somebody, which tells people apart.
    static func name(of person: Person) -> String { "P\(person.number) Bogorm" }

    /// The library's own number of somebody.
    private static func number(of person: Person) -> String { "P\(person.number)" }

    private func number(of card: String) -> String? {
        people.first { $0.card == card }.map(Self.number)
    }

    /// The card of whom the library knows by a number of its own.
    func card(of number: String) -> String? {
        people.first { Self.number(of: $0) == number }?.card
    }

    private func open(_ person: Person) {
        accounts[person.card] = Account(pin: person.firstPIN, born: person.born)
    }

    /// Takes a new patron in.
    func add(_ person: Person) {
        people.append(person)
        register.add(person)
        open(person)
    }

    /// The PIN that is right now.
    func pin(of person: Person) -> String? { accounts[person.card]?.pin }

    /// Puts a patron in good standing.
    func clear(_ person: Person) {
        accounts[person.card]?.status = []
        accounts[person.card]?.isValid = true
        accounts[person.card]?.hasExpired = false
        accounts[person.card]?.isDeleted = false
    }

    /// Changes something about somebody; gives the words for a trace.
    func change(_ chance: inout Chance) -> String {
        let person = chance.pick(from: people)
        guard var account = accounts[person.card] else { return "nobody" }
        let words: String
        switch chance.number(in: 1...9) {
        case 1...2:
            account.status.formUnion([.chargePrivilegesDenied, .renewalPrivilegesDenied])
            words = "is blocked"
        case 3:
            account.status.insert(.cardReportedLost)
            words = "reports the card lost"
        case 4:
            account.status.formUnion([.excessiveOutstandingFines, .tooManyItemsOverdue])
            words = "owes money"
        case 5:
            account.pin = chance.digits(8)
            register.changePIN(of: person.number, to: account.pin)
            words = "changes the PIN"
        case 6:
            account.isDeleted = chance.oneIn(2)
            account.isValid = chance.oneIn(2)
            account.hasExpired = chance.oneIn(2)
            words = "leaves the library in some way"
        default:
            account = Account(pin: account.pin, born: account.born)
            words = "is in good standing"
        }
        accounts[person.card] = account
        return "person \(person.number) \(words)"
    }

    // MARK: Lists

    /// What a list says of each card that the library knows.
    func list() -> [String: RosterRow.Patron] {
        var list: [String: RosterRow.Patron] = [:]
        for person in people {
            guard let account = accounts[person.card], !account.isDeleted, account.isValid
            else { continue }
            var blocks: Set<BlockCode> = []
            if account.status.contains(.chargePrivilegesDenied) { blocks.insert(.excluded) }
            if account.status.contains(.cardReportedLost) { blocks.insert(.cardStolen) }
            if account.status.contains(.excessiveOutstandingFines) { blocks.insert(.debt) }
            list[person.card] = RosterRow.Patron(
                number: PatronNumber(Self.number(of: person)),
                blocks: blocks,
                validity: account.hasExpired ? .expired : .valid,
                born: account.born
            )
        }
        return list
    }

    // MARK: Answers

    /// The answer to a request.
    func answer(to request: SIP2.Message) -> SIP2.Message? {
        switch request.command {
        case .login:
            LoginResponse(isAccepted: true).message
        case .scStatus:
            ACSStatus(offers: [.onLine], dateTimeSync: nil, institutionID: Self.institution).message
        case .patronInformation:
            PatronInformationRequest(request).map(answer)
        default:
            answerAboutItems(request)
        }
    }

    private func answer(_ request: PatronInformationRequest) -> SIP2.Message {
        let asked = request.patron.number
        let card = isCicero ? card(of: asked) ?? asked : asked
        var answer = PatronInformationResponse(
            language: request.language,
            transactionDate: request.transactionDate,
            institutionID: request.institutionID,
            patron: isCicero ? PatronIdentifier("ANY:\(asked)") : request.patron
        )
        guard let account = account(of: card) else { return answer.message }
        if isCicero, let number = number(of: card) {
            answer.patron = PatronIdentifier("LN:\(number)")
        }
        answer.status = account.status
        answer.personalName = people.first { $0.card == card }.map(Self.name)
        answer.isValidPatron = account.isValid
        answer.isValidPassword = request.patronPassword.map { $0.revealed == account.pin }
        answer.extensions.append(Field(.birthDate, Self.day(account.born)))
        if account.hasExpired { answer.extensions.append(Field(.patronExpiry, "20200131")) }
        list(request.summary, of: card, in: &answer)
        return answer.message
    }

    static func day(_ date: CivilDate) -> String {
        date.description.filter { $0 != "-" }
    }
}
