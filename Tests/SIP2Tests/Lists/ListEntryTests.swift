// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

/// Entries as Cicero was recorded to write them, with shorter titles.
@Suite struct `An entry of a list` {
    static let day = CalendarDay("20170720")

    @Test func `of loans names item, due date and properties`() {
        let entry = LoanEntry("4935636731%20170720%Mirjams flugt%Stig C., Christoffer R.%a%xx%99.4")
        #expect(entry.item == "4935636731")
        #expect(entry.dueDate == Self.day)
        #expect(entry.properties.title == "Mirjams flugt")
        #expect(entry.properties.author == "Stig C., Christoffer R.")
        #expect(entry.properties.generalMaterial == "a")
        #expect(entry.properties.specificMaterial == "xx")
        #expect(entry.properties.classification == "99.4")
    }

    @Test func `of loans leaves out what is empty`() {
        let entry = LoanEntry("3846731813%20170626%Prinsesse Mononoke%%m%th%77.7")
        #expect(entry.properties.author == nil)
        #expect(entry.properties.generalMaterial == "m")
        #expect(LoanEntry("%%%%%%").item == nil)
        #expect(LoanEntry("%%%%%%").properties.title == nil)
        #expect(LoanEntry("").item == nil)
    }

    @Test func `of holds tells where and how long the copy waits`() {
        let entry = HoldEntry(
            "870970-basis:1%5012345678%Hylde 7%20170720%DK-775100 - Hovedbiblioteket%Titel%Navn"
                + "%a%xx%86"
        )
        #expect(entry.record == "870970-basis:1")
        #expect(entry.item == "5012345678")
        #expect(entry.shelf == "Hylde 7")
        #expect(entry.pickupDate == Self.day)
        #expect(entry.branch == "DK-775100 - Hovedbiblioteket")
        #expect(entry.properties.title == "Titel")
        #expect(entry.properties.classification == "86")
    }

    @Test func `of holds that are not available tells the interest date`() {
        let entry = UnavailableHoldEntry("870970-basis:1%%20170720%Titel%Navn%a%xx%86")
        #expect(entry.record == "870970-basis:1")
        #expect(entry.item == nil)
        #expect(entry.interestDate == Self.day)
        #expect(entry.properties.author == "Navn")
    }

    @Test func `of fees tells what to pay and by which number`() {
        let entry = FeeEntry("5012345678%998877%20170720%12,50%Titel%Navn%a%xx%86")
        #expect(entry.item == "5012345678")
        #expect(entry.feeIdentifier == "998877")
        #expect(entry.date == Self.day)
        #expect(entry.amount?.minorUnits() == 1_250)
        #expect(entry.properties.title == "Titel")
    }

    @Test func `of recalls tells the date`() {
        let entry = RecallEntry("5012345678%20170720%Titel%Navn%a%xx%86")
        #expect(entry.item == "5012345678")
        #expect(entry.date == Self.day)
        #expect(entry.properties.specificMaterial == "xx")
    }

    @Test func `of refused renewals tells the reason`() {
        let entry = UnrenewedEntry("3846731813%UNSUCCESSFUL%20170720%Titel%Navn%a%xx%86")
        #expect(entry.item == "3846731813")
        #expect(entry.reason == "UNSUCCESSFUL")
        #expect(entry.dueDate == Self.day)
        #expect(entry.properties.title == "Titel")
    }

    // Nothing is known of an escape: what is too much belongs to the free text.
    @Test func `gives percent signs that are too many to the title`() {
        let entry = LoanEntry("1%20170720%100% dansk % mere%Navn%a%xx%86")
        #expect(entry.properties.title == "100% dansk % mere")
        #expect(entry.properties.author == "Navn")
        #expect(entry.properties.classification == "86")
    }

    @Test func `that comes short has what there is`() {
        let entry = FeeEntry("5012345678%998877")
        #expect(entry.feeIdentifier == "998877")
        #expect(entry.date == nil)
        #expect(entry.amount == nil)
        #expect(entry.properties.title == nil)
        let loan = LoanEntry("1%20170720%Titel%Navn")
        #expect(loan.properties.title == "Titel")
        #expect(loan.properties.author == "Navn")
        #expect(loan.properties.generalMaterial == nil)
    }

    @Test func `of another system is the item alone`() {
        let entry = LoanEntry("Perl 5 desktop reference")
        #expect(entry.item == "Perl 5 desktop reference")
        #expect(entry.dueDate == nil)
        #expect(entry.properties.title == nil)
    }

    @Test func `with a date that is none has no date`() {
        #expect(LoanEntry("1%20171320%T").dueDate == nil)
        #expect(LoanEntry("1%i morgen%T").dueDate == nil)
        #expect(LoanEntry("1%2017072%T").dueDate == nil)
    }

    @Test func `keeps the text it was read from`() {
        for text in ["", "%", "a%%", "a%b%c%d%e%f%g%h%i%j%k", "100%", "å%20170720%ø"] {
            #expect(LoanEntry(text).text == text)
            #expect(HoldEntry(text).text == text)
            #expect(UnavailableHoldEntry(text).text == text)
            #expect(FeeEntry(text).text == text)
            #expect(RecallEntry(text).text == text)
            #expect(UnrenewedEntry(text).text == text)
            #expect(ItemProperties(text).text == text)
            #expect(PostalAddress(text).text == text)
            #expect(BranchPlacement(text).text == text)
        }
    }

    @Test func `shows nothing of what a patron reads`() {
        let text = "hemmelig"
        #expect(!"\(LoanEntry(text)) \(String(reflecting: HoldEntry(text)))".contains(text))
        #expect(!"\(FeeEntry(text)) \(PostalAddress(text)) \(RecallEntry(text))".contains(text))
        #expect(!"\(UnrenewedEntry(text)) \(ItemProperties(text))".contains(text))
        #expect(!"\(UnavailableHoldEntry(text))".contains(text))
        #expect("\(BranchPlacement(text))" == text)
    }
}

@Suite struct `An entry that is built` {
    static let properties = ItemProperties(
        title: "Titel",
        author: "Navn",
        generalMaterial: "a",
        specificMaterial: "xx",
        classification: "86"
    )

    @Test func `is written as Cicero writes it`() throws {
        let properties = try #require(Self.properties)
        let day = CalendarDay("20170720")
        #expect(properties.text == "Titel%Navn%a%xx%86")
        #expect(
            LoanEntry(item: "1", dueDate: day, properties: properties)?.text
                == "1%20170720%Titel%Navn%a%xx%86"
        )
        #expect(
            HoldEntry(
                record: "r",
                item: "1",
                shelf: "h",
                pickupDate: day,
                branch: "b",
                properties: properties
            )?.text == "r%1%h%20170720%b%Titel%Navn%a%xx%86"
        )
        #expect(
            UnavailableHoldEntry(record: "r", item: nil, interestDate: nil, properties: properties)?
                .text == "r%%%Titel%Navn%a%xx%86"
        )
        #expect(
            FeeEntry(
                item: "1",
                feeIdentifier: "f",
                date: day,
                amount: Amount(minorUnits: 1_250),
                properties: properties
            )?.text == "1%f%20170720%12.50%Titel%Navn%a%xx%86"
        )
        #expect(
            RecallEntry(item: "1", date: nil, properties: properties)?.text
                == "1%%Titel%Navn%a%xx%86"
        )
        #expect(
            UnrenewedEntry(item: "1", reason: "NEJ", dueDate: day, properties: properties)?.text
                == "1%NEJ%20170720%Titel%Navn%a%xx%86"
        )
    }

    @Test func `with a percent sign where none can be is not built`() throws {
        let properties = try #require(Self.properties)
        #expect(ItemProperties(title: "t", author: "%") == nil)
        #expect(ItemProperties(title: "t", classification: "8%6") == nil)
        #expect(LoanEntry(item: "1%2", dueDate: nil, properties: properties) == nil)
        #expect(RecallEntry(item: "%", date: nil, properties: properties) == nil)
        #expect(
            UnrenewedEntry(item: "1", reason: "%", dueDate: nil, properties: properties) == nil
        )
        #expect(
            UnavailableHoldEntry(record: "%", item: nil, interestDate: nil, properties: properties)
                == nil
        )
        #expect(
            HoldEntry(
                record: "r",
                item: nil,
                shelf: "100%",
                pickupDate: nil,
                branch: nil,
                properties: properties
            ) == nil
        )
        #expect(
            FeeEntry(
                item: nil,
                feeIdentifier: "%",
                date: nil,
                amount: nil,
                properties: properties
            ) == nil
        )
    }

    @Test func `has its title back with any percent signs`() throws {
        var generator = SeededGenerator(seed: 72)
        for _ in 0..<500 {
            let title = String(
                (0..<Int.random(in: 1...8, using: &generator)).map { _ in
                    ["%", "a", "å", " "][Int.random(in: 0..<4, using: &generator)]
                }.joined()
            )
            let properties = try #require(ItemProperties(title: title, author: "n"))
            let entry = try #require(
                LoanEntry(item: "1", dueDate: CalendarDay("20170720"), properties: properties)
            )
            #expect(LoanEntry(entry.text).properties.title == title)
            #expect(LoanEntry(entry.text).properties.author == "n")
            #expect(LoanEntry(entry.text).item == "1")
        }
    }
}

@Suite struct `A place` {
    @Test(arguments: [
        ("Jens Jensen%Testvej 2%8000%Aarhus%DK", "Jens Jensen"),
        ("Testvej 2%8000%Aarhus%DK", nil),
        ("Jens % Jensen%Testvej 2%8000%Aarhus%DK", "Jens % Jensen"),
    ])
    func `of a patron is counted from the right`(text: String, name: String?) {
        let address = PostalAddress(text)
        #expect(address.name == name)
        #expect(address.street == "Testvej 2")
        #expect(address.postcode == "8000")
        #expect(address.city == "Aarhus")
        #expect(address.country == "DK")
    }

    @Test func `of a patron that nothing divides is the street`() {
        let address = PostalAddress("1 Example Street")
        #expect(address.street == "1 Example Street")
        #expect(address.name == nil)
        #expect(address.postcode == nil)
        #expect(PostalAddress("Testvej 2%8000").postcode == "8000")
    }

    @Test func `of a patron is built with a name and without`() {
        let named = PostalAddress(
            name: "Bo",
            street: "Vej 1",
            postcode: "8000",
            city: "Aarhus",
            country: "DK"
        )
        #expect(named?.text == "Bo%Vej 1%8000%Aarhus%DK")
        let unnamed = PostalAddress(street: "Vej 1", postcode: nil, city: "Aarhus", country: nil)
        #expect(unnamed?.text == "Vej 1%%Aarhus%")
        #expect(PostalAddress(street: "%", postcode: nil, city: nil, country: nil) == nil)
    }

    @Test func `of an item is branch, department, location and sublocation`() {
        let place = BranchPlacement("Hovedbiblioteket%Voksen%Skøn%Krimi")
        #expect(place.branch == "Hovedbiblioteket")
        #expect(place.department == "Voksen")
        #expect(place.location == "Skøn")
        #expect(place.sublocation == "Krimi")
        #expect(BranchPlacement("hb").branch == "hb")
        #expect(BranchPlacement("hb").department == nil)
        #expect(BranchPlacement(branch: "hb", location: "Skøn")?.text == "hb%%Skøn%")
        #expect(BranchPlacement(branch: "h%b") == nil)
    }
}
