// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `An amount` {
    @Test(arguments: [
        ("115.57", 11_557), ("0.00", 0), ("0", 0), ("7", 700), ("7.", 700), (".5", 50),
        ("25,00", 2_500), ("25,5", 2_550), ("-12.50", -1_250), ("-0.01", -1), (" 12.50 ", 1_250),
        ("1.234,50", 123_450), ("1,234.50", 123_450), ("12.345.678,90", 1_234_567_890),
        ("1 234,50", 123_450), ("12.3400", 1_234), ("00012.50", 1_250),
        ("0.500", 50), ("0,050", 5), ("00.500", 50), (".500", 50), ("1234.500", 123_450),
        ("1.234,500", 123_450),
        ("92233720368547758.07", 9_223_372_036_854_775_807),
        ("-92233720368547758.08", -9_223_372_036_854_775_808),
    ])
    func `counts its smallest units`(text: String, units: Int) {
        #expect(Amount(text).minorUnits() == units)
    }

    // A part of an øre cannot be paid, and what is no number must not be taken for nothing.
    @Test(arguments: [
        "", " ", "-", ".", ",", "12.345", "1.234", "12a", "kr. 12", "12.50 kr", "1e3", "0x10",
        "--1",
        "1.2.3", "1,2,3", "12.34,5.6", ".123,45", "1234.567,00", "1.23,45", "1,,00", "١٢",
        "92233720368547758.08", "-92233720368547758.09", "99999999999999999999999",
    ])
    func `that is no exact number counts nothing`(text: String) {
        #expect(Amount(text).minorUnits() == nil)
    }

    // Twelve hundred in one country's writing, one and a fifth in another's.
    @Test(arguments: ["1.200", "1,200", "-1.200", "12.000", "123.450", "001.200", "1 .200"])
    func `whose separator may do either thing counts nothing`(text: String) {
        #expect(Amount(text).minorUnits() == nil)
        #expect(Amount("1.200").minorUnits(digits: 0) == nil)
        #expect(Amount("1.200").minorUnits(digits: 3) == 1_200)
    }

    @Test(arguments: [
        (0, 2, "0.00"), (1, 2, "0.01"), (99, 2, "0.99"), (100, 2, "1.00"), (11_557, 2, "115.57"),
        (-5, 2, "-0.05"), (-1_250, 2, "-12.50"), (7, 0, "7"), (-7, 0, "-7"), (1_234, 3, "1.234"),
        (Int.max, 2, "92233720368547758.07"), (Int.min, 2, "-92233720368547758.08"),
    ])
    func `of smallest units is written with its decimals`(units: Int, digits: Int, text: String) {
        #expect(Amount(minorUnits: units, digits: digits).text == text)
    }

    @Test func `comes back from its text in any number of decimals`() {
        var generator = SeededGenerator(seed: 37)
        for _ in 0..<1_000 {
            let units = Int(truncatingIfNeeded: generator.next())
            let digits = Int.random(in: 0...9, using: &generator)
            let amount = Amount(minorUnits: units, digits: digits)
            #expect(amount.minorUnits(digits: digits) == units, "\(units) \(digits)")
        }
    }

    @Test func `of a currency without decimals is a whole number`() {
        #expect(Amount("1234").minorUnits(digits: 0) == 1_234)
        #expect(Amount("1234.00").minorUnits(digits: 0) == 1_234)
        #expect(Amount("1234.50").minorUnits(digits: 0) == nil)
    }

    @Test func `holds the number of decimals within its limits`() {
        #expect(Amount(minorUnits: 5, digits: -1).text == "5")
        #expect(Amount(minorUnits: 5, digits: 12).text == "0.000000005")
        #expect(Amount("5").minorUnits(digits: -1) == 5)
    }

    @Test func `keeps the text as it came`() throws {
        let text = "24              009\(recordedTime?.description ?? "")AOi|AA1|AE|BV1.234,5|"
        let answer = try #require(PatronStatusResponse(decoded(text)))
        #expect(answer.feeAmount == Amount("1.234,5"))
        #expect(answer.feeAmount?.description == "1.234,5")
        #expect(try encoded(answer.message) == text)
    }

    @Test func `is equal by its text`() {
        #expect(Amount("1.00") != Amount("1,00"))
        #expect(Set([Amount("1.00"), Amount("1.00")]).count == 1)
    }
}
