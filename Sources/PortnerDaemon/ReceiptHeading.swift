// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerSettings
import Receipts

/// What stands on every receipt of a library, around what a patron did.
struct ReceiptHeading: Sendable {
    private let library: LibraryText?
    private let site: LibrarySite?

    init(_ settings: Settings) {
        library = LibraryText(settings.branch)
        site = settings.panel.url.flatMap { LibrarySite($0) }
    }

    /// A kiosk's receipt with its heading, nil for a library without a name; whose it is stands
    /// nowhere on it.
    func receipt(_ content: KioskReceipt, at time: CivilTime) -> Receipt? {
        guard let library else { return nil }
        let renewed = content.renewed.filter { line in
            // What was scanned and renewed stands among the loans already.
            !content.lent.contains { row in
                line.loan.item.number.map { row.item.bears($0) } ?? false
            }
        }
        let lines =
            content.lent.compactMap(Receipt.Line.init(lent:))
            + renewed.compactMap(Receipt.Line.init(renewed:))
            + content.returned.compactMap(Receipt.Line.init(returned:))
        let isReturn = content.lent.isEmpty && renewed.isEmpty
        return Receipt(
            isReturn ? .returns : .loans,
            library: library,
            time: time,
            isProvisional: (content.lent + content.returned).contains(where: \.isProvisional),
            lines: lines,
            summary: Receipt.Summary(
                nextDue: content.nextDue,
                loans: content.loans,
                owes: content.owes,
                holdsReady: content.ready
            ),
            site: site
        )
    }
}

extension Receipt.Line {
    /// What was borrowed, or is the patron's already; what was refused stands on no receipt.
    fileprivate init?(lent row: KioskRow) {
        switch row.outcome {
        case .lent(let due): self.init(row.item, .borrowed(due))
        case .renewed(let due): self.init(row.item, .renewed(due))
        case .lentOffline(let date): self.init(row.item, .borrowed(.on(date)))
        case .alreadyYours(let due): self.init(row.item, .onLoan(due))
        case .working, .doubtful: self.init(row.item, .unsettled(nil))
        case .returned, .returnedOffline, .incomplete, .refused: return nil
        }
    }

    /// What was returned.
    fileprivate init?(returned row: KioskRow) {
        switch row.outcome {
        case .returned, .returnedOffline: self.init(row.item, .returned)
        case .working, .doubtful: self.init(row.item, .unsettled(nil))
        case .lent, .renewed, .lentOffline, .alreadyYours, .incomplete, .refused: return nil
        }
    }

    /// What became of a renewal.
    fileprivate init?(renewed line: KioskView.LoanLine) {
        switch line.renewal {
        case .renewed(let due): self.init(line.loan.item, .renewed(due ?? line.loan.due))
        case .refused: self.init(line.loan.item, .notRenewed(line.loan.due))
        case .some: self.init(line.loan.item, .unsettled(nil))
        case nil: return nil
        }
    }
}

extension KioskRow {
    /// Whether the library system has yet to confirm it.
    fileprivate var isProvisional: Bool {
        switch outcome {
        case .lentOffline, .returnedOffline, .doubtful, .working: true
        default: false
        }
    }
}
