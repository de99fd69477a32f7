// SPDX-License-Identifier: MPL-2.0

public import PortnerCore
import Synchronization

/// What is around a kiosk of the demonstration, as its page draws it.
public struct DemoStand: Sendable, Hashable, Codable {
    /// A letter that was sent.
    public struct Letter: Sendable, Hashable, Codable {
        /// The recipient, made up as everybody here.
        public var to: String
        /// The subject.
        public var subject: String
        /// The plain text.
        public var text: String

        /// A letter.
        public init(to: String, subject: String, text: String) {
            self.to = to
            self.subject = subject
            self.text = text
        }
    }

    /// How the printer is; nil where there is none.
    var printer: String?
    /// The number of the newest receipt; 0 before the first.
    var receipt = 0
    /// The newest letter.
    var letter: Letter?
    /// How many parts of which items lie on the pad; nil where there is none.
    var pad: [String: Int]?
}

/// What a hand does with an item on a kiosk's pad.
public enum DemoPadAct: String, Sendable, Hashable, CaseIterable, Codable {
    /// Puts all of it down.
    case put
    /// Puts only its first part down.
    case putFirst = "put-first"
    /// Lifts it.
    case lift
    /// Puts it down and lifts it as soon as its tags are being written.
    case snatch
}

/// What is around the kiosks of the demonstration, passed on to the pages that show it.
///
/// Safe to call from anywhere.
public final class DemoStands: Sendable {
    /// The greatest number of pages that are open at once.
    public static let pagesMax = 8

    private struct State {
        var stands: [KioskName: DemoStand] = [:]
        var pictures: [KioskName: String] = [:]
    }

    private let state = Mutex(State())
    private let broadcast = Broadcast<KioskName, DemoStand>(depth: 1, listenersMax: pagesMax)

    /// Kiosks around which there is nothing yet.
    public init() {}

    /// A receipt came out of the printer, drawn as a picture in SVG.
    public func printed(_ picture: String, at kiosk: KioskName) {
        change(kiosk) { state in
            state.pictures[kiosk] = picture
            state.stands[kiosk, default: DemoStand()].receipt += 1
        }
    }

    /// A letter was sent.
    public func mailed(_ letter: DemoStand.Letter, at kiosk: KioskName) {
        change(kiosk) { $0.stands[kiosk, default: DemoStand()].letter = letter }
    }

    /// The printer is another way than before.
    public func changed(_ printer: PrinterCondition, at kiosk: KioskName) {
        change(kiosk) { $0.stands[kiosk, default: DemoStand()].printer = printer.rawValue }
    }

    /// Other items lie on the pad, so many parts of each.
    public func padChanged(_ items: [String: Int], at kiosk: KioskName) {
        change(kiosk) { $0.stands[kiosk, default: DemoStand()].pad = items }
    }

    /// The newest receipt of a kiosk, if it has this number.
    func picture(_ number: Int, at kiosk: KioskName) -> String? {
        state.withLock { state in
            state.stands[kiosk]?.receipt == number ? state.pictures[kiosk] : nil
        }
    }

    /// What is around a kiosk, and then each change of it.
    func stands(of kiosk: KioskName) throws(TooManyListeners) -> AsyncStream<DemoStand> {
        try broadcast.listen(to: kiosk)
    }

    /// Published under the lock, so that pages hear of changes in their order.
    private func change(_ kiosk: KioskName, _ act: (inout State) -> Void) {
        state.withLock { state in
            act(&state)
            broadcast.publish(state.stands[kiosk] ?? DemoStand(), to: kiosk)
        }
    }
}
