// SPDX-License-Identifier: MPL-2.0

/// The questions that stand in the page's place, and who may answer them.
///
/// A patron who left without ending the session is signed in until a question is not answered. What
/// somebody else does meanwhile must neither count for that patron nor get lost without a word:
/// cards and items bring up a question of their own, and only a press, or the patron's card,
/// answers it.
extension KioskMachine {
    enum Asked: Sendable {
        /// Whether somebody is there.
        case stillThere
        /// Whether the patron has finished: another card was scanned.
        case handOver(Visitor)
        /// Whether it is another patron who scanned this item, after it was asked whether somebody
        /// is there; nil for one on the pad, which can be read again.
        case another(ItemNumber?)
    }

    /// Another card was scanned while a patron is signed in.
    mutating func asksForTurn(of next: Visitor, at now: Uptime) -> [Action] {
        switch asked {
        case .handOver?, .another?:
            return misplaced(.questionFirst, at: now)
        case .stillThere?, nil:
            asked = .handOver(next)
            until = now + KioskSettings.handOverMax
            return []
        }
    }

    /// What an item brings up while a question is open; nil when it is to be dealt with.
    ///
    /// Lending it at once would lend it to a patron who may have gone; taking the scan for a "yes"
    /// would, with the next one. Whoever returns without a card has no account that it could harm.
    mutating func asksWhose(
        _ item: ItemNumber,
        isOnPad: Bool,
        at now: Uptime
    ) -> [Action]? {
        switch asked {
        case nil:
            return nil
        case .handOver?, .another?:
            return misplaced(.questionFirst, at: now)
        case .stillThere?:
            guard case .active(let session) = state, session.visitor != nil else { return nil }
            notice = nil
            asked = .another(isOnPad ? nil : item)
            // Once and no longer, however much is scanned: it is the patron's account that waits.
            until = now + KioskSettings.handOverMax
            return []
        }
    }

    /// An answer to a question, or whatever may be pressed while it is open.
    mutating func answered(_ input: KioskInput, at now: Uptime) -> [Action]? {
        switch (asked, input) {
        case (nil, _):
            return nil
        case (.stillThere?, .finish):
            asked = nil
            // Who was offered a receipt and is asked again leaves without one.
            guard case .active(let session) = state, session.place == .receipt else { return nil }
            return end(KioskView.ReceiptOutcome.none, at: now)
        case (.stillThere?, _):
            // Whatever is pressed shows that somebody is there, and does nothing else.
            return touched(at: now)
        case (.handOver(let next)?, .handOver(true)):
            return handOver(to: next, at: now)
        case (.handOver?, .handOver(false)), (.handOver?, .stay):
            return resume(at: now) + [.readPad]
        case (.another?, .handOver(true)):
            return makeRoom(at: now)
        case (.another(let item)?, .handOver(false)):
            return resume(at: now) + (item.map { itemScanned($0, at: now) } ?? [.readPad])
        case (.handOver?, _), (.another?, _):
            return [.ignored(.misplaced)]
        }
    }

    mutating func handOver(to next: Visitor, at now: Uptime) -> [Action] {
        let ended = end(at: now)
        return ended + identify(next, at: now)
    }

    /// The patron goes on, and is not told any more to answer first.
    private mutating func resume(at now: Uptime) -> [Action] {
        notice = nil
        return touched(at: now)
    }

    /// Somebody else's turn begins with an item: it was taken for nobody, and the card comes first.
    private mutating func makeRoom(at now: Uptime) -> [Action] {
        let ended = end(at: now)
        return ended + misplaced(.cardFirst, at: now)
    }
}
