// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A patron verdict` {
    private func verdict(
        _ flags: String,
        _ fields: String,
        passwordRequired: Bool = true,
        barring: PatronStatus = .barringEntry
    ) throws -> PatronVerdict {
        let padded = flags + String(repeating: " ", count: 14 - flags.count)
        let text = "24\(padded)00920261122    012826AOinst|AA1|AEn|" + fields
        let response = try #require(PatronStatusResponse(decoded(text)))
        return response.verdict(passwordRequired: passwordRequired, barring: barring)
    }

    @Test(arguments: ["", "BL|", "BLN|", "BL |", "BLy|", "BLYes|", "BLN|BLY|"])
    func `is no unless the library says yes to the patron`(fields: String) throws {
        #expect(try verdict("", fields + "CQY|") == .notValid)
    }

    @Test(arguments: ["", "CQ|", "CQN|", "CQ |", "CQ1|"])
    func `is no unless the library says yes to the PIN`(fields: String) throws {
        #expect(try verdict("", "BLY|" + fields) == .wrongPassword)
        #expect(try verdict("", "BLY|" + fields, passwordRequired: false) == .inOrder)
    }

    @Test func `looks at patron, PIN and flags in that order`() throws {
        #expect(try verdict("Y   Y", "BLN|CQN|") == .notValid)
        #expect(try verdict("Y   Y", "BLY|CQN|") == .wrongPassword)
        #expect(
            try verdict("Y   Y", "BLY|CQY|")
                == .barred([.chargePrivilegesDenied, .cardReportedLost])
        )
        #expect(try verdict("", "BLY|CQY|") == .inOrder)
    }

    @Test func `bars by the flags the library chooses`() throws {
        #expect(try verdict("      Y", "BLY|CQY|") == .inOrder)
        #expect(
            try verdict("      Y", "BLY|CQY|", barring: .barringLoan)
                == .barred(.tooManyItemsOverdue)
        )
        #expect(try verdict("Y", "BLY|CQY|", barring: []) == .inOrder)
    }

    @Test func `takes a damaged flag for a set one`() throws {
        #expect(try verdict("y", "BLY|CQY|") == .barred(.chargePrivilegesDenied))
        #expect(try verdict("N", "BLY|CQY|") == .inOrder)
        #expect(try verdict("0", "BLY|CQY|") == .inOrder)
    }

    @Test func `of recorded answers is what the library meant`() throws {
        let verdicts = try [
            Sample.Cicero.knownPatron, Sample.Cicero.overduePatron, Sample.Cicero.unknownPatron,
            Sample.patronStatusResponse, Sample.wrongPassword, Sample.unknownPatron,
        ].map { text in
            try PatronStatusResponse(decoded(text))?.verdict(passwordRequired: true)
        }
        #expect(
            verdicts == [.inOrder, .inOrder, .notValid, .inOrder, .wrongPassword, .notValid]
        )
        let full = try #require(
            PatronInformationResponse(decoded(Sample.Cicero.patronInformation))
        )
        #expect(full.verdict(passwordRequired: true) == .inOrder)
    }
}

@Suite struct `The patron status` {
    @Test func `has fourteen flags by position`() throws {
        let flags: [PatronStatus] = [
            .chargePrivilegesDenied, .renewalPrivilegesDenied, .recallPrivilegesDenied,
            .holdPrivilegesDenied, .cardReportedLost, .tooManyItemsCharged, .tooManyItemsOverdue,
            .tooManyRenewals, .tooManyClaimsOfItemsReturned, .tooManyItemsLost,
            .excessiveOutstandingFines, .excessiveOutstandingFees, .recallOverdue,
            .tooManyItemsBilled,
        ]
        for (position, flag) in flags.enumerated() {
            var characters = [Character](repeating: " ", count: 14)
            characters[position] = "Y"
            let text = "24\(String(characters))00920261122    012826AO|AA|AE|"
            let response = try #require(PatronStatusResponse(decoded(text)))
            #expect(response.status == flag)
            #expect(response.status.names.count == 1)
            #expect(try encoded(response.message) == text)
        }
        #expect(PatronStatus(rawValue: .max).names.count == 14)
        #expect(
            PatronStatus([.cardReportedLost, .recallOverdue]).description
                == "card reported lost, recall overdue"
        )
    }
}
