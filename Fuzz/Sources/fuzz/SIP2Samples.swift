// SPDX-License-Identifier: MPL-2.0

import SIP2

/// Ordinary SIP2 traffic with made-up patrons, to begin with.
enum Samples {
    static let messages = requests + responses + ["96AZFEF6", "97AZFEF5", "00x|ZZ1|"]

    static let requests = [
        "9300CNkiosk|COsecret|CPhovedindgang|AY0AZF24A",
        "9900802.00AY1AZFC9F",
        "6300920261122    204605          AO714700|AA3829213522|AC|AD1234|AY2AZF2B9",
        "23009" + "20261122    204605AO714700|AA3829213522|AC|AD1234|",
        "3520261122    204605AO714700|AA3829213522|AC|AD1234|",
        "6300920261122    204605         |AO|AALN:3829213522|AD1234|",
        "11NN20261122    20460520261222    000000AO714700|AA3829213522|AB5012345678|AC|",
        "01N20261122    204605AO714700|ALx|AA3829213522|AC|",
        "09N20261122    20460520261122    204605APhb|AO714700|AB5012345678|AC|WSDK-714700|",
        "15+20261122    204605BW20261231    000000|BShb|BY2|AO714700|AA3829213522|AB5012345678|",
        "1720261122    204605AO714700|AB5012345678|",
        "1920261122    204605AO714700|AB5012345678|CHTitel%Navn%a%xx%86|",
        "2520261122    204605AO714700|AA3829213522|",
        "29NN20261122    20460520261222    000000AO714700|AA3829213522|AB5012345678|BOY|",
        "3720261122    2046050400DKKBV25,00|AO714700|AA3829213522|CG1|BKT1|",
        "6520261122    204605AO714700|AA3829213522|AD1234|",
    ]

    static let responses = [
        "941AY0AZFDFC",
        "98YYYNYN01000320261122    2046052.00AO714700|AMHovedbiblioteket|BXYYYYYYYYYYYYYYYN|",
        patron,
        "64" + "YY  Y         " + "00920261122    2046050000000000000000"
            + "00000000AO714700|AA3829213522|AEÅse Sørensen|BLN|CQN|AF[ERROR]|",
        "24" + "              " + "00920261122    204605AO714700|AA3829213522|AEJens|BLY|CQY|",
        "36Y20261122    204605AO714700|AA3829213522|AFFarvel|",
        "101YNN20261122    204605AO714700|AB5012345678|AQBarn|AJEn titel|CV02|CY1|",
        "121NUY20261122    204605AO714700|AA1|AB5012345678|AJEn titel|AH20261222|BT06|BV1.50|",
        "161Y20261122    204605BW20261231|BR7|AO714700|AA1|AB5012345678|",
        "1803020120261122    204605CF2|AB5012345678|AJEn titel|CJ20261201|CK001|AQBarn|",
        "20120261122    204605AB5012345678|CHTitel|",
        "26              00920261122    204605AO714700|AA1|AEJens|BLY|",
        "301YUN20261122    204605AO714700|AA1|AB5012345678|AJEn titel|AH20261222|",
        "38Y20261122    204605AO714700|AA1|BKT1|",
        "66100010001" + "20261122    204605AO714700|BM1%20261222%T|BN2%NEJ%20261222%T|",
    ]

    /// A patron in good standing as Cicero tells it.
    static let patron =
        "64" + "              " + "00920261122    204605" + "000000000002000000000000"
        + "AO714700|AALN:U1000124|AEJens Hansen|BZ0100|CA0100|CB0100|BLY|CQY|BHDKK|BV12.50|CC200.00"
        + "|AU5012345678|AU5012345679|BDVej 1|BEj@example.dk|PB19800401|PA20301231|AFHej|"

    /// A clean answer to whatever was asked, with a sequence number and a checksum.
    static func answer(to request: Message, in dialect: Dialect) -> Message? {
        let patron = PatronIdentifier(request[.patronIdentifier] ?? "")
        switch request.command {
        case .login: return LoginResponse(isAccepted: true).message
        case .scStatus:
            return ACSStatus(offers: .onLine, dateTimeSync: nil, institutionID: "714700").message
        case .endPatronSession:
            return EndSessionResponse(
                hasEnded: true,
                transactionDate: nil,
                institutionID: "714700",
                patron: patron
            ).message
        case .patronInformation:
            return PatronInformationResponse(
                language: .danish,
                transactionDate: nil,
                institutionID: "714700",
                patron: patron
            ).message
        default: return nil
        }
    }
}
