// SPDX-License-Identifier: MPL-2.0

import SIP2

extension FuzzTarget {
    /// The texts within fields: list entries, places, amounts and dates.
    static let sip2Values = FuzzTarget(
        name: "sip2-values",
        seeds: [
            "4935636731%20170720%Mirjams flugt%Stig Christensen%a%xx%99.4",
            "Jens Jensen%Testvej 2%8000%Aarhus%DK", "1.234,50", "-0.05", "20261206    235900",
            "2026-12-06", "LN:3210519784", "%%%%%%%%%%",
        ].map { Array($0.utf8) },
        check: { input in
            let text = String(decoding: input, as: UTF8.self)
            ValueStory.entries(text)
            ValueStory.amount(text)
            ValueStory.dates(text)
        }
    )
}

private enum ValueStory {
    /// Every entry keeps its text, and its title comes back when it is built again.
    static func entries(_ text: String) {
        let loan = LoanEntry(text)
        require(loan.text == text, "an entry keeps its text")
        let item = loan.item ?? ""
        let built = LoanEntry(item: item, dueDate: loan.dueDate, properties: loan.properties)
        guard let built else { fatalError("what was read cannot be built") }
        require(built.item == loan.item, "the item comes back")
        require(built.dueDate == loan.dueDate, "the date comes back")
        require(built.properties == loan.properties, "the properties come back")
        _ = (HoldEntry(text).properties.title, UnavailableHoldEntry(text).interestDate)
        _ = (FeeEntry(text).amount, RecallEntry(text).date, UnrenewedEntry(text).reason)
        _ = (BranchPlacement(text).sublocation, PatronIdentifier(text).number)
        let address = PostalAddress(text)
        let again = PostalAddress(
            name: address.name,
            street: address.street ?? "",
            postcode: address.postcode,
            city: address.city,
            country: address.country
        )
        require(again?.street == address.street, "the street comes back")
        require(again?.name == address.name, "the name comes back")
        guard let properties = ItemProperties(title: text, author: "a", classification: "86") else {
            fatalError("a title may be any text")
        }
        require(properties.title == (text.isEmpty ? nil : text), "any title comes back")
        require(properties.classification == "86", "and what follows it")
    }

    /// A number that is exact is the same when it is written and read again.
    static func amount(_ text: String) {
        for digits in [0, 2, 3] {
            guard let units = Amount(text).minorUnits(digits: digits) else { continue }
            let written = Amount(minorUnits: units, digits: digits)
            require(written.minorUnits(digits: digits) == units, "an amount comes back")
        }
    }

    static func dates(_ text: String) {
        let date = DateText(text)
        require(date.text == text, "a date keeps its text")
        guard let time = date.timestamp else { return }
        require(date.day == time.day, "day and time agree")
        require(DateText(time).timestamp == time, "a time comes back")
    }
}
