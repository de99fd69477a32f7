// SPDX-License-Identifier: MPL-2.0

import SIP2

/// The items of lists: at Cicero divided by percent signs, elsewhere a barcode and no more.
extension SimulatedLibrary {
    func text(_ loan: Library.Loan) -> String? {
        guard manner == .cicero else { return loan.item }
        guard let title = library.item(loan.item).map({ library.title(of: $0) }) else { return nil }
        return fitting(title) { properties in
            LoanEntry(item: loan.item, dueDate: loan.due, properties: properties)?.text
        }
    }

    /// A loan that could not be renewed.
    func text(unrenewed loan: Library.Loan) -> String? {
        guard manner == .cicero else { return loan.item }
        guard let title = library.item(loan.item).map({ library.title(of: $0) }) else { return nil }
        return fitting(title) { properties in
            UnrenewedEntry(
                item: loan.item,
                reason: "UNSUCCESSFUL",
                dueDate: loan.due,
                properties: properties
            )?.text
        }
    }

    func text(_ hold: Library.Hold) -> String? {
        guard let title = library.title(hold.record) else { return nil }
        guard case .ready(let item, let number, let until) = hold.state else {
            guard manner == .cicero else { return identifier(of: title) }
            return fitting(title) { properties in
                UnavailableHoldEntry(
                    record: hold.record,
                    item: nil,
                    interestDate: hold.expires,
                    properties: properties
                )?.text
            }
        }
        guard manner == .cicero else { return item }
        let branch = library.branch(hold.branch)
        return fitting(title) { properties in
            HoldEntry(
                record: hold.record,
                item: item,
                shelf: "\(number)",
                pickupDate: until,
                branch: branch.map { "\($0.id) - \($0.name)" },
                properties: properties
            )?.text
        }
    }

    func text(_ fee: Library.Fee) -> String? {
        let amount = Amount(minorUnits: fee.amount)
        let title = fee.item.flatMap { library.item($0) }.map { library.title(of: $0) }
        guard manner == .cicero else {
            return Self.cut("\(fee.id) \(amount) \(title?.name ?? "Fee")")
        }
        let head = [fee.item ?? "", "\(fee.id)", fee.created.description]
        guard let title else { return (head + [amount.text]).joined(separator: "%") + "%%%%%" }
        return fitting(title) { properties in
            FeeEntry(
                item: fee.item,
                feeIdentifier: "\(fee.id)",
                date: fee.created,
                amount: amount,
                properties: properties
            )?.text
        }
    }

    /// What Cicero tells of a title wherever it names one; a strict system tells nothing.
    func properties(of title: Library.Title) -> ItemProperties? {
        guard manner == .cicero else { return nil }
        return fitting(title) { $0.text }.map { ItemProperties($0) }
    }

    /// A text that has a title in it, with the title cut so that the text fits into a field.
    private func fitting(
        _ title: Library.Title,
        _ text: (ItemProperties) -> String?
    ) -> String? {
        var name = title.name
        while true {
            let (general, specific) = title.kind.designations
            let properties = ItemProperties(
                title: name,
                author: title.author,
                generalMaterial: general,
                specificMaterial: specific,
                classification: title.shelf
            )
            guard let whole = properties.flatMap(text) else { return nil }
            let excess = whole.utf8.count - Message.valueLengthMax
            guard excess > 0, !name.isEmpty else { return whole }
            name = Self.cut(name, to: max(0, name.utf8.count - excess))
        }
    }
}
