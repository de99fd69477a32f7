// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import PortnerCore

/// What can be asked of the library system by hand.
enum LibraryInquiry: String, CaseIterable, ExpressibleByArgument {
    /// Who a patron is, and whether the PIN is right.
    case patron
    /// What a patron has borrowed.
    case loans
    /// What a patron has reserved.
    case holds
    /// What a patron owes.
    case fees
    /// Where an item is.
    case item
    /// To lend an item.
    case checkout
    /// To take an item back.
    case checkin
    /// To lend an item for longer.
    case renew
    /// To lend all items for longer.
    case renewAll = "renew-all"
    /// To note that a patron has finished.
    case endSession = "end-session"

    /// The ages that are told of a patron, those of the door rules that are known.
    private static let ageLimits: Set<Int> = [13, 15, 16, 18]

    /// What the argument can be.
    static let help = "\(allCases.map(\.rawValue).joined(separator: ", "))."

    /// Whether it is about an item.
    var concernsItem: Bool {
        switch self {
        case .item, .checkout, .checkin, .renew: true
        case .patron, .loans, .holds, .fees, .renewAll, .endSession: false
        }
    }

    /// Whether it is about a patron.
    var concernsPatron: Bool {
        switch self {
        case .item, .checkin: false
        case .patron, .loans, .holds, .fees, .checkout, .renew, .renewAll, .endSession: true
        }
    }

    /// Whether the library's records may change.
    var changesRecords: Bool {
        switch self {
        case .checkout, .checkin, .renew, .renewAll: true
        case .patron, .loans, .holds, .fees, .item, .endSession: false
        }
    }

    /// The task; nil when what it concerns is missing.
    func task(_ item: ItemNumber?, _ access: PatronAccess?) -> LibraryTask? {
        switch self {
        case .patron: access.map { .patron($0, ageLimits: Self.ageLimits) }
        case .loans: access.map { .loans($0) }
        case .holds: access.map { .holds($0) }
        case .fees: access.map { .fees($0) }
        case .item: item.map { .item($0) }
        case .checkout: item.flatMap { item in access.map { .checkout(item, $0) } }
        case .checkin: item.map { .checkin($0) }
        case .renew: item.flatMap { item in access.map { .renew(item, $0) } }
        case .renewAll: access.map { .renewAll($0) }
        case .endSession: access.map { .endSession($0) }
        }
    }
}
