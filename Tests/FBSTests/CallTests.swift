// SPDX-License-Identifier: MPL-2.0

import FBS
import SIP2
import Testing

/// An agency that does not exist.
let interface = FBSInterface(agency: "DK-999900")

/// Reads and writes requests of one kind.
private struct Sample: Sendable, CustomStringConvertible {
    let description: String
    let request: FBSRequest
    let expected: ReceivedCall

    init<Call: FBSCall>(_ call: Call?, _ expected: (Call) -> ReceivedCall) throws {
        let call = try #require(call)
        description = Call.name
        request = call.request(to: interface)
        self.expected = expected(call)
    }
}

@Suite struct `A call` {
    private static func samples() throws -> [Sample] {
        let patron = try #require(PatronID(3_000_123))
        let day = try #require(CalendarDay(year: 2026, month: 12, day: 24))
        return [
            try Sample(LogIn(username: "dør", password: Secret("p\"w")), ReceivedCall.logIn),
            try Sample(
                Authenticate(card: Secret("6110119999"), pin: Secret("1234")),
                ReceivedCall.authenticate
            ),
            try Sample(LookUpPatron(identifier: Secret("6110119999")), ReceivedCall.lookUpPatron),
            try Sample(FetchPatron(patron), ReceivedCall.fetchPatron),
            try Sample(FetchCards(of: patron), ReceivedCall.fetchCards),
            try Sample(FetchLoans(of: patron), ReceivedCall.fetchLoans),
            try Sample(
                RenewLoans([LoanID(1), LoanID(956_250_508)], of: patron),
                ReceivedCall.renewLoans
            ),
            try Sample(FetchReservations(of: patron), ReceivedCall.fetchReservations),
            try Sample(FetchFees(of: patron), ReceivedCall.fetchFees),
            try Sample(FetchBranches(), ReceivedCall.fetchBranches),
            try Sample(FetchOpeningHours(branch: "FBS-1/ø ?"), ReceivedCall.fetchOpeningHours),
            try Sample(
                FetchClosingDates(branch: "DK-999901", from: day, to: nil),
                ReceivedCall.fetchClosingDates
            ),
        ]
    }

    @Test func `has the path and body that the interface wants`() throws {
        let lines = try Self.samples().map { sample in
            let body = String(decoding: sample.request.body, as: UTF8.self)
            return "\(sample.request.method.rawValue) \(sample.request.target) \(body)"
        }
        #expect(
            lines == [
                "POST /external/v1/DK-999900/authentication/login "
                    + #"{"password":"p\"w","username":"dør"}"#,
                "POST /external/DK-999900/patrons/authenticate/v9 "
                    + #"{"libraryCardNumber":"6110119999","pincode":"1234"}"#,
                "POST /external/DK-999900/patrons/preauthenticated/v10 6110119999",
                "GET /external/DK-999900/patrons/3000123/v4 ",
                "GET /external/DK-999900/patrons/3000123/identifiers/v1 ",
                "GET /external/DK-999900/patrons/3000123/loans/v2 ",
                "POST /external/DK-999900/patrons/3000123/loans/renew/v2 [1,956250508]",
                "GET /external/DK-999900/patrons/3000123/reservations/v4 ",
                "GET /external/DK-999900/patron/3000123/fees/v2"
                    + "?includepaid=false&includenonpayable=true ",
                "GET /external/v1/DK-999900/branches ",
                "GET /external/v1/DK-999900/FBS-1%2F%C3%B8%20%3F/openinghours ",
                "GET /external/v1/DK-999900/DK-999901/closingdates?startDate=2026-12-24 ",
            ]
        )
    }

    @Test func `says what it sends and what it wants back`() throws {
        for sample in try Self.samples() {
            #expect(sample.request[header: "accept"] == "application/json")
            let isPost = sample.request.method == .post
            let type = sample.request[header: "Content-Type"]
            #expect(type == (isPost ? "application/json" : nil), "\(sample)")
        }
    }

    @Test func `is read by the other side for what it is`() throws {
        for sample in try Self.samples() {
            #expect(try ReceivedCall(sample.request, to: interface) == sample.expected, "\(sample)")
        }
    }

    @Test func `is not read in another version, at another agency or by another method`() throws {
        var other = FBSVersions()
        other.authenticate = 10
        other.preauthenticated = 9
        other.patron = 5
        other.identifiers = 2
        other.loans = 3
        other.renew = 3
        other.reservations = 5
        other.fees = 3
        for sample in try Self.samples() {
            let newer = FBSInterface(agency: "DK-999900", versions: other)
            let isVersioned = !sample.request.target.hasPrefix("/external/v1/")
            #expect((try ReceivedCall(sample.request, to: newer) == nil) == isVersioned)
            #expect(try ReceivedCall(sample.request, to: FBSInterface(agency: "DK-1")) == nil)
            var turned = sample.request
            turned.method = turned.method == .get ? .post : .get
            #expect(try ReceivedCall(turned, to: interface) == nil)
            var longer = sample.request
            longer.target = "/x" + longer.target
            #expect(try ReceivedCall(longer, to: interface) == nil)
        }
    }

    @Test func `goes by the versions it is told`() throws {
        var interface = interface
        interface.versions.authenticate = 8
        let call = try #require(Authenticate(card: Secret("1"), pin: Secret("2")))
        #expect(call.request(to: interface).target.hasSuffix("/authenticate/v8"))
        #expect(!interface.versions.authenticateIsBrief)
        #expect(interface.versions.preauthenticatedIsBrief)
        #expect(interface.sipTarget == "/sip2/DK-999900")
    }

    @Test func `is not made with an empty card or PIN`() {
        #expect(Authenticate(card: Secret("1"), pin: Secret("")) == nil)
        #expect(Authenticate(card: Secret(""), pin: Secret("1")) == nil)
        #expect(LookUpPatron(identifier: Secret("")) == nil)
        #expect(PatronID(0) == nil)
        #expect(PatronID(-1) == nil)
    }

    @Test func `reads a bare text in quotes or without`() throws {
        let call = try #require(LookUpPatron(identifier: Secret("6110119999")))
        var quoting = interface
        quoting.quotesBareStrings = true
        let quoted = call.request(to: quoting)
        #expect(String(decoding: quoted.body, as: UTF8.self) == "\"6110119999\"")
        #expect(try LookUpPatron(quoted, to: interface) == call)
        #expect(try LookUpPatron(call.request(to: interface), to: quoting) == call)
    }

    @Test func `cannot leave its path`() {
        for branch in ["..", ".", "../../x", "a/b", "%2F", "a?b=c", "a#b", "", "a\tb"] {
            let call = FetchOpeningHours(branch: branch)
            let target = call.request(to: interface).target
            #expect(target.split(separator: "/", omittingEmptySubsequences: false).count == 6)
            #expect(!target.contains { "?#".contains($0) } && !target.contains("/../"))
            #expect(throws: Never.self) {
                try #expect(FetchOpeningHours(call.request(to: interface), to: interface) == call)
            }
        }
    }

    @Test(arguments: [
        "", "x", "external", "/external/%", "?", "/external/v1/DK-999900/%/openinghours",
        "/external/v1/DK-999900/%G1/openinghours", "/external/v1/DK-999900/%+1/openinghours",
        "/external/v1/DK-999900/%FF/openinghours", "/external/v1/DK-999900/x/openinghours?%",
    ])
    func `is nothing when its target is none`(target: String) throws {
        #expect(try ReceivedCall(FBSRequest(.get, target), to: interface) == nil)
    }

    @Test func `with a damaged body is refused with the place`() throws {
        let call = try #require(Authenticate(card: Secret("1"), pin: Secret("2")))
        func refusal(_ body: String) -> FBSReadingError? {
            var request = call.request(to: interface)
            request.body = Array(body.utf8)
            do throws(FBSReadingError) {
                _ = try Authenticate(request, to: interface)
                return nil
            } catch {
                return error
            }
        }
        #expect(refusal("") == .notJSON)
        #expect(refusal("{}") == .absent(place: "libraryCardNumber"))
        #expect(
            refusal(#"{"libraryCardNumber":1,"pincode":"2"}"#)
                == .wrongKind(place: "libraryCardNumber")
        )
        #expect(refusal(String(repeating: " ", count: 65 * 1024)) == .tooLong)
    }

    @Test func `shows nothing that it holds`() throws {
        for sample in try Self.samples() {
            var dumped = "\(sample.request)\(sample.expected)"
            dump(sample.request, to: &dumped)
            dump(sample.expected, to: &dumped)
            for secret in ["6110119999", "1234", "p\"w", "3000123"] {
                #expect(!dumped.contains(secret), "\(sample)")
            }
        }
    }
}
