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
    ]

    static let responses = [
        "941AY0AZFDFC",
        "98YYYNYN01000320261122    2046052.00AO714700|AMHovedbiblioteket|BXYYYYYYYYYYYYYYYN|",
        patron,
        "64" + "YY  Y         " + "00920261122    2046050000000000000000"
            + "00000000AO714700|AA3829213522|AEÅse Sørensen|BLN|CQN|AF[ERROR]|",
        "24" + "              " + "00920261122    204605AO714700|AA3829213522|AEJens|BLY|CQY|",
        "36Y20261122    204605AO714700|AA3829213522|AFFarvel|",
        "101YNN20261122    204605AO714700|AB5012345678|AQBarn|AJEn titel|",
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
