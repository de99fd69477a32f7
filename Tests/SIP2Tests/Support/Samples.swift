// SPDX-License-Identifier: MPL-2.0

import SIP2

/// The protocol with error detection and UTF-8, as the recorded server speaks it.
let checkedUTF8 = Dialect(encoding: .utf8)

/// The protocol without error detection, as carriers with their own use it.
let plainUTF8 = Dialect(encoding: .utf8, detectsErrors: false)

/// Reads a message from its text.
func decoded(_ text: String, in dialect: Dialect = plainUTF8) throws -> Message {
    try Message(decoding: Array(text.utf8), in: dialect)
}

/// The text of an encoded message.
func encoded(
    _ message: Message,
    in dialect: Dialect = plainUTF8,
    sequence: Int = 0
) throws -> String {
    let bytes = try message.encoded(in: dialect, sequence: SequenceNumber(sequence))
    return String(decoding: bytes, as: UTF8.self)
}

/// 22 November 2026, 01:28:26 local time.
let recordedTime = Timestamp("20261122    012826")

/// Recorded messages of each kind, with made-up names.
///
/// Most are in the order of the protocol, so that writing what was read gives the same bytes.
enum Sample {
    static let login = "9300CNscclient|COclientpwd|CPdesk|AY0AZF1DF"
    static let loginAccepted = "941AY0AZFDFD"
    static let loginRefused = "940AY0AZFDFE"
    static let scStatus = "9900802.00AY1AZFCA0"
    static let acsStatus =
        "98YNNYNN60000320261122    0128262.00AOUWOLS|BXYYYYYYYYYNYNYYYY|AY1AZEDDD"
    static let patronStatus =
        "2300920261122    012826AOUWOLS|AApatron1|AC|AD6789|AY2AZF110"
    static let patronStatusResponse =
        "24  Y           00920261122    012826AOUWOLS|AApatron1|AETEST PATRON ONE|BLY|CQY|"
        + "AY2AZE9F1"
    static let wrongPassword =
        "24  Y           00920261122    012826AOUWOLS|AApatron1|AETEST PATRON ONE|BLY|CQN|"
        + "AY3AZE9FB"
    static let unknownPatron =
        "24YYYY          00920261122    012826AOUWOLS|AAnobody|AE|BLN|AY4AZEF28"
    static let patronInformation =
        "6300920261122    012826   Y      AOUWOLS|AApatron1|AC|AD6789|BP1|BQ5|AY6AZED0C"
    static let patronInformationResponse =
        "64  Y           00020261122    012826000000000000000100000000AOUWOLS|AApatron1|"
        + "AETEST PATRON ONE|BD1 Example Street|BEpatron1@example.org|BF555 1234|AQBeacock|"
        + "AVComputer Time|AV|AV|AV|AV|BLY|CQY|PA20501231|PB19640925|PCA|PIY|AY6AZBDA6"
    static let endPatronSession =
        "3520261122    012953AOUWOLS|AApatron1|AC|AD6789|AY1AZF1A6"
    static let endSessionResponse =
        "36Y20261122    012953AOUWOLS|AApatron1|AFThank you for using Evergreen!|AY1AZE824"
    static let resendRequest = "96AZFEF6"
    static let resendAnswer = "97AZFEF5"

    /// Cicero's answers, over HTTPS and without error detection.
    enum Cicero {
        static let acsStatus =
            "98YYYYYY60099920170619    1307082.00AODK-775100|AMAarhus Kommunes Biblioteker|"
            + "BXYYYYYYYYYYYNNYYY|"
        static let knownPatron =
            "24              00920170619    125151AODK-775100|AALN:3210519784|AETestkort|BLY|CQY|"
        static let overduePatron =
            "24      Y       00920160921    094230AODK-761500|AALN:3208100032|AETestlåner|BLY|"
            + "CQY|"
        static let unknownPatron =
            "24              00920170619    125151AODK-775100|AAANY:3210519792|BLN|CQN|"
        static let patronInformation =
            "64              00920170619    125152000000000006000000000000AODK-775100|"
            + "AALN:3210519784|AETestkort|BZ9999|CA9999|CB9999|BLY|CQY|BHDKK|BV0.00|CC220.00|"
            + "AS|AT|AU3846731813%20170626%Prinsesse%%m%th%77.7|"
            + "AU4935636731%20170720%Flugt%Sørensen%a%xx%99.4|AV|BU|CD|"
            + "BDTestvej 2%8000%Aarhus%DK|BEtest@example.dk|PB20000405|"
    }
}
