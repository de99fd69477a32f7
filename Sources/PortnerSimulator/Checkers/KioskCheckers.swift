// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// No screen shows anything of a patron to anybody else: nothing is left after a session, and
/// nothing of another patron's is in one.
struct ScreenChecker: Checker {
    let invariant = Invariant.screen

    /// One kiosk as it was seen.
    private struct Stand {
        /// The card that was scanned last while no question was open.
        var card: CardKey?
        /// Whose session is shown, if anybody's is.
        var owner: CardKey?
        var session: UInt64 = 0
        var isAsking = false
        /// What was scanned in this session, or since the last one was shown.
        var scans: [String] = []
        /// Whether something was not shown because nothing could be recorded.
        var isBlurred = false
    }

    private var stands: [ReaderName: Stand] = [:]
    private var readers: [KioskName: ReaderName] = [:]
    private let register: Register
    private let library: LibrarySystem

    init(_ register: Register, _ library: LibrarySystem) {
        self.register = register
        self.library = library
    }

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .started(let settings):
            stands = [:]
            for kiosk in settings.kiosks { readers[kiosk.kiosk] = kiosk.reader }
        case .refused:
            for reader in stands.keys { stands[reader]?.isBlurred = true }
        case .began(.event(.codeScanned(let code, let reader))):
            scanned(code.secret, at: reader)
        case .sent(.showKiosk(let view)):
            guard let reader = readers[view.kiosk] else { return "an unknown kiosk is shown" }
            var stand = stands[reader] ?? Stand()
            turn(&stand, to: view)
            stands[reader] = stand
            return objection(to: view, stand).map { "the screen \(view.kiosk) shows \($0)" }
        default:
            break
        }
        return nil
    }

    private mutating func scanned(_ text: String, at reader: ReaderName) {
        var stand = stands[reader] ?? Stand()
        stand.scans.append(text)
        let card = CardNumber(text).map { register.key(of: $0) }
        if let card, register[card] != nil, !stand.isAsking { stand.card = card }
        stands[reader] = stand
    }

    private func turn(_ stand: inout Stand, to view: KioskView) {
        if view.session != stand.session {
            stand.session = view.session
            stand.owner = stand.card
            // The scan that a session begins with comes before the session.
            if !stand.isBlurred { stand.scans = stand.scans.suffix(1) }
        }
        stand.isBlurred = false
        stand.isAsking = if case .handOver? = view.question { true } else { false }
    }

    private func objection(to view: KioskView, _ stand: Stand) -> String? {
        if let name = view.patron?.name, name.shown != stand.owner.flatMap(firstName) {
            return "the name of somebody else"
        }
        switch view.page {
        case .idle, .card, .typing, .pin, .checking, .refused, .bye, .outOfOrder, .leave:
            return view.patron == nil ? nil : "a patron who is not signed in"
        case .loan(let rows), .returning(let rows):
            let numbers = rows.compactMap(\.item.number?.secret)
            return numbers.allSatisfy(stand.scans.contains) ? nil : "what nobody scanned"
        case .loans(.known(let lines)):
            let items = lines.compactMap(\.loan.item.number?.secret)
            return items.allSatisfy { concerns(stand.owner, library.collection[$0]) }
                ? nil : "the loans of somebody else"
        case .holds(.known(let holds)):
            let copies = holds.compactMap(\.item.title?.shown).map(library.collection.copy(titled:))
            return copies.allSatisfy { concerns(stand.owner, $0) }
                ? nil : "what somebody else has reserved"
        case .home, .loans, .holds, .fees, .receipt:
            return nil
        }
    }

    private func firstName(_ key: CardKey) -> String? {
        register[key].flatMap { LibrarySystem.name(of: $0.person).split(separator: " ").first }
            .map { String($0) }
    }

    /// Whether somebody ever had a copy or waited for it.
    private func concerns(_ owner: CardKey?, _ copy: Collection.Copy?) -> Bool {
        guard let owner, let card = register[owner]?.person.card, let copy else { return false }
        return copy.readers.contains(card)
    }
}

/// When all faults are over, kiosks are idle and a patron in good standing can borrow.
struct KioskLivenessChecker: Checker {
    let invariant = Invariant.liveness

    /// How soon after the beginning a loan is made, scans and typing included.
    static let servedWithin = Duration.seconds(40)

    mutating func see(_ observation: Observation, in situation: Situation) -> String? {
        switch observation {
        case .kiosksSettled(let views, _):
            for view in views where view.page != .idle || view.question != nil {
                return "the kiosk \(view.kiosk) does not come to rest"
            }
        case .borrowed(let time):
            guard let time else { return "a patron in good standing cannot borrow" }
            if time > Self.servedWithin { return "a patron in good standing waits \(time)" }
        default:
            break
        }
        return nil
    }
}
