// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// Somebody at a reader, from the scan until they go in or away.
///
/// People go by what the panel shows, at their own pace.
final class Visit {
    /// What somebody does.
    enum Manner {
        /// Has a card of their own and usually the right PIN.
        case patron
        /// Tries PINs on the cards of others, one after the other, as fast as they can.
        case attacker(tries: Int)
        /// Scans a card and walks on.
        case absentMinded
        /// Has a card of their own, is in no hurry and makes no mistakes.
        case steady
    }

    /// What the visit needs of the world.
    struct Port {
        let now: () -> Duration
        let after: (Duration, @escaping () -> Void) -> Void
        let pin: (Person) -> String
        /// Somebody whose card an attacker tries.
        let victim: () -> Person
        let door: (ReaderName) -> SimulatedDoor?
        let leave: (Visit, Bool) -> Void
        let badScans: Bool
    }

    /// How often a patron tries again.
    private static let retriesMax = 2

    let reader: SimulatedReader
    private(set) var person: Person
    private let manner: Manner
    private let port: Port
    private var chance: Chance
    private var left: Int
    private var typed = 0
    /// The digits that this visit means to type.
    private var intended: [UInt8] = []
    private var isTyping = false
    private var isOver = false
    private var touches: Bool

    init(
        _ person: Person,
        _ manner: Manner,
        at reader: SimulatedReader,
        _ chance: Chance,
        port: Port
    ) {
        self.person = person
        self.manner = manner
        self.reader = reader
        self.chance = chance
        self.port = port
        left = if case .attacker(let tries) = manner { tries } else { Self.retriesMax }
        touches = false
        touches = self.chance.oneIn(2)
    }

    /// Begins with the scan, and goes away when nothing comes of it.
    func begin() {
        scan()
        port.after(.seconds(180)) { [self] in end(isIn: false) }
    }

    /// Scans the card, now and then badly.
    func scan() {
        isTyping = false
        intended = Array(pin().utf8)
        let reports = Typing.code(person.card, releases: chance.oneIn(2))
        guard errs, port.badScans, chance.oneIn(3) else { return reader.scan(reports) }
        switch chance.number(in: 1...4) {
        case 1:
            // Half a code, then the whole one.
            reader.scan(reports.prefix(chance.number(in: 1...8)))
            port.after(.milliseconds(900)) { [self] in if !isOver { reader.scan(reports) } }
        case 2:
            // The same code twice.
            reader.scan(reports)
            port.after(chance.duration(in: .milliseconds(50) ... .seconds(3))) { [self] in
                reader.scan(reports)
            }
        case 3:
            // A code that is no card, and the card after it.
            reader.scan(Typing.code("978" + chance.digits(10), releases: true))
            port.after(.seconds(1)) { [self] in if !isOver { reader.scan(reports) } }
        default:
            // The code in two parts, with whatever happens at other readers in between.
            let cut = chance.number(in: 1...(reports.count - 1))
            reader.scan(reports[..<cut])
            port.after(.milliseconds(200)) { [self] in reader.scan(reports[cut...]) }
        }
    }

    /// Whether the person makes mistakes.
    private var errs: Bool { if case .steady = manner { false } else { true } }

    private func pin() -> String {
        switch manner {
        case .attacker: chance.digits(8)
        case .patron, .absentMinded: chance.oneIn(8) ? chance.digits(8) : port.pin(person)
        case .steady: port.pin(person)
        }
    }

    // MARK: The panel

    /// The panel shows something else.
    func see(_ sign: PanelView.Sign) {
        guard !isOver else { return }
        switch sign {
        case .enterPIN:
            guard !isTyping else { return }
            isTyping = true
            typed = 0
            if case .absentMinded = manner { return end(isIn: false) }
            typeNext()
        case .granted:
            isTyping = false
            walkIn()
        case .denied(.closed), .denied(.outOfService):
            end(isIn: false)
        case .denied, .wait:
            isTyping = false
            refused()
        case .closed, .outOfService, .fire, .evacuation:
            port.after(.seconds(3)) { [self] in end(isIn: false) }
        case .ready, .heldOpen, .asking, .enterNumber:
            break
        }
    }

    private func typeNext() {
        let slowest = Duration.milliseconds(errs ? 900 : 400)
        let pace = chance.duration(in: .milliseconds(120)...slowest)
        // Some are interrupted for longer than a door waits.
        let pause = errs && chance.oneIn(150) ? Duration.seconds(70) : .zero
        port.after(pace + pause) { [self] in
            guard !isOver, isTyping else { return }
            if typed < intended.count { return typeDigit() }
            // Where the length is fixed, the last digit sends the PIN off.
            if case .enterPIN(_, length: nil)? = reader.view?.sign { press(.enter) }
        }
    }

    private func typeDigit() {
        if errs, chance.oneIn(60) {
            press(.digit(7))
            press(.clear)
        }
        if errs, chance.oneIn(120) { return press(.cancel) }
        press(.digit(intended[typed] - UInt8(ascii: "0")))
        typed += 1
        typeNext()
    }

    private func press(_ key: Key) {
        if touches { return reader.touch(key) }
        switch key {
        case .digit(let digit): reader.press(Typing.padKey(digit))
        case .enter: reader.press(Typing.padEnter)
        case .clear: reader.press(Typing.backspace)
        case .cancel: reader.press(Typing.escape)
        }
    }

    private func refused() {
        left -= 1
        guard left > 0 else { return end(isIn: false) }
        var pause = chance.duration(in: .seconds(1) ... .seconds(12))
        if case .attacker = manner {
            pause = chance.duration(in: .milliseconds(300) ... .seconds(4))
            if chance.oneIn(3) { person = port.victim() }
        }
        port.after(pause) { [self] in if !isOver { scan() } }
    }

    private func walkIn() {
        port.after(chance.duration(in: .milliseconds(400) ... .seconds(4))) { [self] in
            guard !isOver, let door = port.door(reader.name) else { return }
            let hold =
                chance.oneIn(12)
                ? chance.duration(in: .seconds(30) ... .seconds(120))
                : chance.duration(in: .seconds(2) ... .seconds(7))
            end(isIn: door.pull(holdingFor: hold))
        }
    }

    /// The visit is over.
    func end(isIn: Bool) {
        guard !isOver else { return }
        isOver = true
        port.leave(self, isIn)
    }
}
