// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Somebody at a kiosk, from the first scan until they leave or go on.
///
/// People go by what the screen shows, at their own pace.
final class KioskGuest {
    /// What somebody does.
    enum Manner {
        /// Has a card of their own and usually the right PIN, and makes mistakes.
        case patron
        /// Tries PINs on the cards of others, one after the other.
        case attacker
        /// Has a card of their own, is in no hurry and makes no mistakes.
        case steady
    }

    /// One thing that somebody means to do.
    enum Step {
        /// Go to where something is done.
        case go(KioskTask)
        /// Scan a copy.
        case scan(String)
        /// Scan a code that is nothing.
        case noise
        /// Renew the loan in a line.
        case renew(Int)
        case renewAll
        /// Have read every refusal.
        case acknowledge
        /// Another card is scanned in the middle.
        case otherCard
        /// Switch something on, or change the language.
        case wish
        /// Press something that was shown earlier.
        case stale
        case back
    }

    /// What the visit needs of the world.
    struct Port {
        let after: (Duration, @escaping () -> Void) -> Void
        let pin: (Person) -> String
        /// Somebody else with a card.
        let other: () -> Person
        let leave: (KioskGuest) -> Void
    }

    /// How long somebody stays at the most, by what they do.
    private static let actsMax = 250
    /// How often somebody tries to sign in.
    private static let triesMax = 3
    /// How often an attacker does.
    private static let attacksMax = 8

    let kiosk: SimulatedKiosk
    private(set) var person: Person
    private let manner: Manner
    private let pace: ClosedRange<Duration>
    private let port: Port
    private var plan: ArraySlice<Step>
    private var chance: Chance
    private var isBegun = false
    private var isOver = false
    private var acts = 0
    private var tries = 0
    private var pin: [UInt8] = []

    init(
        _ person: Person,
        _ manner: Manner,
        plan: [Step],
        pace: ClosedRange<Duration>,
        at kiosk: SimulatedKiosk,
        _ chance: Chance,
        port: Port
    ) {
        self.person = person
        self.manner = manner
        self.plan = plan[...]
        self.pace = pace
        self.kiosk = kiosk
        self.chance = chance
        self.port = port
    }

    /// Whether the person makes mistakes.
    private var errs: Bool { if case .steady = manner { false } else { true } }

    private var triesMax: Int {
        if case .attacker = manner { Self.attacksMax } else { Self.triesMax }
    }

    /// Does one thing after the other.
    func begin() {
        port.after(chance.duration(in: pace)) { [self] in
            guard !isOver else { return }
            act()
            begin()
        }
    }

    /// The visit is over, whatever the screen shows.
    func end() {
        guard !isOver else { return }
        isOver = true
        port.leave(self)
    }

    private func act() {
        acts += 1
        guard acts < Self.actsMax, !(errs && chance.oneIn(120)) else { return end() }
        // The page shows nothing while the daemon starts.
        guard let view = kiosk.view else { return }
        if let question = view.question { return answer(question) }
        switch view.page {
        case .outOfOrder, .leave: end()
        case .idle, .bye: isBegun && !(errs && chance.oneIn(4)) ? end() : signIn()
        case .card, .typing: kiosk.scan(person.card)
        case .pin(let typed, let length, _): type(typed, length)
        case .checking:
            if errs, chance.oneIn(30) { kiosk.scan("38" + chance.digits(8)) }
        case .refused: tries < triesMax ? signIn() : end()
        case .home, .loan, .returning, .loans, .holds, .fees: next(view)
        case .receipt: kiosk.press(.receipt(chance.pick(from: ReceiptChoice.allCases)))
        }
    }

    private func answer(_ question: KioskView.Question) {
        switch question {
        case .stillThere:
            // Some have left their place for a while.
            if !errs || chance.oneIn(3) { kiosk.press(.stay) }
        case .handOver, .another:
            switch chance.number(in: 1...6) {
            case 1...2: kiosk.press(.handOver(true))
            case 3...4: kiosk.press(.handOver(false))
            case 5: kiosk.scan(port.other().card)
            default: break
            }
        }
    }

    // MARK: Signing in

    private func signIn() {
        isBegun = true
        tries += 1
        switch manner {
        case .attacker:
            person = port.other()
            pin = Array(chance.digits(8).utf8)
        case .patron: pin = Array((chance.oneIn(8) ? chance.digits(8) : port.pin(person)).utf8)
        case .steady: pin = Array(port.pin(person).utf8)
        }
        // What can be returned is returned without a card.
        if case .go(.returning)? = plan.first { return next(nil) }
        if errs, chance.oneIn(4) { return kiosk.press(.choose(.loan)) }
        kiosk.scan(person.card)
    }

    private func type(_ typed: Int, _ length: Int?) {
        if pin.isEmpty { pin = Array(port.pin(person).utf8) }
        if errs, chance.oneIn(200) { return kiosk.key(Typing.escape) }
        guard typed < pin.count else {
            // Where the length is fixed, the last digit sends the PIN off.
            if length == nil { kiosk.key(Typing.padEnter) }
            return
        }
        let digit = pin[typed] - UInt8(ascii: "0")
        if typed.isMultiple(of: 2) {
            kiosk.key(Typing.padKey(digit))
        } else {
            kiosk.press(.key(.digit(digit)))
        }
    }

    // MARK: Signed in

    private func next(_ view: KioskView?) {
        guard let step = plan.popFirst() else { return kiosk.press(.finish, times: times) }
        switch step {
        case .go(let task): kiosk.press(.choose(task), times: times)
        case .scan(let item): kiosk.scan(item)
        case .noise: kiosk.scan(chance.digits(chance.number(in: 1...40)))
        case .renew(let line): kiosk.press(.renew(line), times: times)
        case .renewAll: kiosk.press(.renewAll, times: times)
        case .acknowledge: acknowledge(view)
        case .otherCard: kiosk.scan(port.other().card)
        case .wish:
            let wish = chance.pick(from: KioskInput.Wish.allCases)
            kiosk.press(chance.oneIn(2) ? .wish(wish, true) : .language(.english))
        case .stale:
            let session = (view?.session ?? 1) - 1
            kiosk.press(chance.oneIn(2) ? .renewAll : .finish, session: session)
        case .back: kiosk.press(.back, times: times)
        }
    }

    /// Some fingers press twice.
    private var times: Int { errs && chance.oneIn(12) ? 2 : 1 }

    private func acknowledge(_ view: KioskView?) {
        guard case .loan(let rows)? = view?.page else { return }
        for row in rows where row.wantsAttention { kiosk.press(.acknowledge(row.number)) }
    }
}
