// SPDX-License-Identifier: MPL-2.0

/// A visit at a kiosk as Danish kiosks write it to Cicero, and how each answer begins.
enum Visit {
    static let date = "20261122    204605"
    static let both = date + date
    static let patron = "AODK-799900|AA7105901234|"

    static let steps: [(ask: String, answer: String)] = signingIn + borrowing + reserving

    /// The same by the letter of the protocol, without sequence numbers and checksums.
    static let strictSteps: [(ask: String, answer: String)] = [
        ("9300CNkiosk|COmade up|", "941"),
        (
            "9900802.00",
            "98YYYYYY999999\(date)2.00AODK-799900|AMDemobiblioteket|BXYYYYYYYYYYYYYYYY|"
        ),
        (
            "23009\(date)\(patron)AC|AD1234|",
            "24              009\(date)\(patron)AEDemo Bogorm|BLY|CQY|"
        ),
        (
            "63009\(date)  Y       \(patron)AC|AD1234|",
            "64              009\(date)000100000004000000000001\(patron)AEDemo Bogorm|BZ0100|"
                + "CA0002|CB0060|BLY|CQY|BHDKK|BV0.00|CC200.00|AU5990000077|AU5990000085|"
                + "AU5990000093|AU5990000101|"
                + "BDBogstien 34%0999%Demoby%DK|BElaaner1234@example.dk|PB19900511|"
        ),
        (
            "11YN\(both)\(patron)AB5990000010|AC|AD1234|",
            "121NUY\(date)\(patron)AB5990000010|AJPelle Erobreren|AH20261222    235959|CK001|"
                + "BKd47203c3-6ffb-4320-a90e-cfe7f2c69eae|"
        ),
        (
            "29NN\(both)\(patron)AD1234|AB5990000085|",
            "300NUN\(date)\(patron)AB5990000085|AJKrig & fred|AH|CK001|AFToo early to renew|"
        ),
        (
            "65\(date)\(patron)AD1234|",
            "66100010004\(date)AODK-799900|BM5990000077|BN5990000085|BN5990000093|BN5990000101|"
                + "BN5990000010|"
        ),
        (
            "09N\(both)APhb|AODK-799900|AB5990000101|AC|",
            "101YUY\(date)AODK-799900|AB5990000101|AQHovedbiblioteket|"
                + "AJØveorkestret spiller Nielsen|CL3|AA7105901234|CK006|AFOn hold|CV01|"
        ),
        (
            "15+\(date)BShavn|\(patron)AB5990000028|",
            "161Y\(date)BW20270521    235959|BR1|BSDK-799901|\(patron)AB5990000028|AJLykke-Per|"
        ),
        (
            "37\(date)0100DKKBV20.00|AODK-799900|AA8909621357|BK17|",
            "38Y\(date)AODK-799900|AA8909621357|BK17|"
        ),
        ("35\(date)\(patron)AC|AD1234|", "36Y\(date)\(patron)"),
    ]

    /// A message with its sequence number and checksum.
    static func sealed(_ message: String, _ number: Int) -> String {
        let covered = message + "AY\(number % 10)AZ"
        let sum = covered.utf8.reduce(0) { $0 + Int($1) }
        let hex = String((0x10000 - sum & 0xFFFF) & 0xFFFF, radix: 16, uppercase: true)
        return covered + String(repeating: "0", count: 4 - hex.count) + hex
    }

    private static let signingIn = [
        (
            "23009\(date)|\(patron)AC|AD1234|",
            "24              009\(date)AODK-799900|AALN:3705901234|AEDemo Bogorm|BLY|CQY|"
        ),
        (
            "990xxx2.00",
            "98YYYYYY600999\(date)2.00AODK-799900|AMDemobiblioteket|BXYYYYYYYYYYYNNYYY|"
        ),
        (
            "63009\(date)YYYYYYYYY|\(patron)AC|AD1234|",
            "64              009\(date)000100000004000000000001AODK-799900|AALN:3705901234|"
                + "AEDemo Bogorm|BZ9999|CA9999|CB9999|BLY|CQY|BHDKK|BV0.00|CC200.00|"
                + "AS50000196%5990000069%2%20261129%DK-799900 - Hovedbiblioteket%Kongens fald%"
                + "Jensen, Johannes V.%a%xx%sk|AT|"
                + "AU5990000077%20261125%En landsbydegns dagbog%Blicher, Steen Steensen%a%xx%sk|"
                + "AU5990000085%20261217%Krig & fred%Tolstoj, Lev%a%xx%sk|"
                + "AU5990000093%20261127%Den grønne ø på åen%Sortebær, Åse%m%th%sk|"
                + "AU5990000101%20261126%Øveorkestret spiller Nielsen%Øveorkestret%s%xc%78.79|"
                + "AV|BU|CD50000381%%20270521%Brevet i bogkassen%Papirklip, Ib%a%xx%sk|"
                + "BDBogstien 34%0999%Demoby%DK|BElaaner1234@example.dk|PB19900511|"
        ),
    ]

    private static let borrowing = [
        (
            "11NN\(both)|\(patron)AB5990000010|AC|CH|AD1234|",
            "121NUY\(date)\(patron)AB5990000010|AJ50000011|AH20261222    000000|"
                + "CHPelle Erobreren%Nexø, Martin Andersen%a%xx%sk|"
                + "BKd47203c3-6ffb-4320-a90e-cfe7f2c69eae|"
        ),
        (
            "29NN\(both)|\(patron)AD1234|AB5990000085|",
            "300NUN\(date)\(patron)AB5990000085|AJ50000270|AH20261217    000000|"
                + "CHKrig & fred%Tolstoj, Lev%a%xx%sk|BK134003ef-2587-4323-a652-2541ee9519b3|"
                + "AF[BEFORE_RENEW_PERIOD]|"
        ),
        (
            "65\(date)|\(patron)AD1234|",
            "66100010004\(date)AODK-799900|BM5990000077%20261222%En landsbydegns dagbog%"
        ),
        (
            "09N\(both)|APhb|AODK-799900|AB5990000101|AC|CH|",
            "101YUY\(date)AODK-799900|AB5990000101|AQHovedbiblioteket%Voksen%%|AJ50000344|CL3|"
                + "AALN:3705901234|CHØveorkestret spiller Nielsen%Øveorkestret%s%xc%78.79|"
                + "AFReserveret|"
        ),
    ]

    private static let reserving = [
        (
            "15+\(date)|BShavn|\(patron)AD1234|AB5990000028|",
            "161Y\(date)BW20270521    000000|BR1|BSDK-799901|\(patron)AB5990000028|AJ50000048|"
        ),
        (
            "37\(date)0100DKKBV20.00|AODK-799900|AA8909621357|",
            "38Y\(date)AODK-799900|AA8909621357|BK69de2d7c-a901-4c38-aad3-cd57f2918d6a|"
        ),
        ("35\(date)|\(patron)AD1234|", "36Y\(date)\(patron)"),
    ]
}
