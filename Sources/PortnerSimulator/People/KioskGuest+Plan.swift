// SPDX-License-Identifier: MPL-2.0

import PortnerCore

extension KioskGuest.Step {
    /// What somebody with a card means to do, with mistakes in it.
    ///
    /// - Parameters:
    ///   - person: Who.
    ///   - collection: What there is to take and to bring back.
    ///   - haul: How many copies.
    ///   - chance: Decides the rest.
    /// - Returns: The steps in order.
    static func plan(
        _ person: Person,
        _ collection: Collection,
        _ haul: ClosedRange<Int>,
        _ chance: inout Chance
    ) -> [Self] {
        var plan: [Self] = []
        switch chance.number(in: 1...10) {
        case 1...5: plan = borrowing(collection, haul, &chance)
        case 6...7:
            plan = [.go(.returning)] + returning(person, collection, haul, &chance)
        case 8:
            plan = renewing(person, collection, &chance)
        case 9:
            plan = [.go(.loans), .go(.holds), .go(.fees), .back]
        default:
            plan =
                borrowing(collection, haul, &chance) + [.go(.returning)]
                + returning(person, collection, haul, &chance)
                + renewing(person, collection, &chance)
        }
        let slips: [Self] = [.noise, .otherCard, .wish, .stale, .acknowledge, .back]
        for slip in slips where chance.oneIn(10) {
            plan.insert(slip, at: chance.number(in: min(1, plan.count)...plan.count))
        }
        return plan
    }

    private static func borrowing(
        _ collection: Collection,
        _ haul: ClosedRange<Int>,
        _ chance: inout Chance
    ) -> [Self] {
        var plan: [Self] = []
        for _ in 0..<chance.number(in: haul) {
            var item = chance.pick(from: collection.items)
            // Whoever takes a book from a shelf has one that is there.
            for _ in 0..<4 where collection[item]?.loan != nil {
                item = chance.pick(from: collection.items)
            }
            if chance.oneIn(20) { item = "38" + chance.digits(8) }
            plan += chance.oneIn(10) ? [.scan(item), .acknowledge, .scan(item)] : [.scan(item)]
        }
        return plan
    }

    private static func returning(
        _ person: Person,
        _ collection: Collection,
        _ haul: ClosedRange<Int>,
        _ chance: inout Chance
    ) -> [Self] {
        var items = collection.loans(of: person.card).map(\.item)
        for _ in 0..<chance.number(in: 1...3) { items.append(chance.pick(from: collection.items)) }
        let first = chance.number(in: 0...items.count - 1)
        return items[first...].prefix(haul.upperBound).map { .scan($0) }
    }

    private static func renewing(
        _ person: Person,
        _ collection: Collection,
        _ chance: inout Chance
    ) -> [Self] {
        var plan: [Self] = [.go(.loans)]
        for _ in 0..<chance.number(in: 1...3) {
            switch chance.number(in: 1...3) {
            case 1: plan.append(.renewAll)
            case 2: plan.append(.renew(chance.number(in: 1...4)))
            default:
                let loans = collection.loans(of: person.card)
                if !loans.isEmpty { plan.append(.scan(chance.pick(from: loans).item)) }
            }
        }
        return plan
    }
}
