// SPDX-License-Identifier: MPL-2.0

@testable import LibrarySimulator
import SIP2
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A visit to the simulated library` {
    /// Runs a test against a library in the manner of Cicero that listens in all ways.
    private func serving(
        configure: (inout LibrarySimulatorServer.Settings) -> Void = { _ in },
        _ test: (LibrarySimulatorServer) async throws -> Void
    ) async throws {
        let allWays = { (settings: inout LibrarySimulatorServer.Settings) in
            settings.tlsPort = 0
            settings.httpsPort = 0
            configure(&settings)
        }
        try await Service.run(SimulatedLibrary(manner: .cicero), configure: allWays) { service in
            try await test(service.server)
        }
    }

    @Test func `goes over TCP`() async throws {
        try await serving { server in
            try await RawClient.run(server) { client in
                for step in Visit.steps {
                    try await client.send(step.ask)
                    #expect(await client.receive()?.hasPrefix(step.answer) == true)
                }
            }
        }
    }

    @Test func `goes over TLS`() async throws {
        try await serving { server in
            try await RawClient.run(server, port: server.tlsPort, trusting: server.authority) {
                client in
                for step in Visit.steps {
                    try await client.send(step.ask)
                    #expect(await client.receive()?.hasPrefix(step.answer) == true)
                }
            }
        }
    }

    @Test func `goes over HTTPS`() async throws {
        try await serving { server in
            for step in Visit.steps {
                let answer = try #require(try await Envelope.send(step.ask, to: server))
                #expect(answer.status == 200)
                #expect(Envelope.message(in: answer.body)?.hasPrefix(step.answer) == true)
            }
        }
    }

    @Test func `goes over TCP by the letter of the protocol`() async throws {
        try await Service.run { service in
            try await RawClient.run(service.server) { client in
                for (number, step) in Visit.strictSteps.enumerated() {
                    try await client.send(Visit.sealed(step.ask, number))
                    let answer = try #require(await client.receive())
                    #expect(answer == Visit.sealed(step.answer, number))
                }
            }
        }
    }

    @Test func `does nothing twice for a request that is repeated`() async throws {
        try await Service.run { service in
            try await RawClient.run(service.server) { client in
                let ask = Visit.sealed("37\(Visit.date)0100DKKBV20.00|AODK-799900|AA8909621357|", 3)
                try await client.send(ask)
                let first = await client.receive()
                try await client.send(ask)
                #expect(await client.receive() == first)
                #expect(first?.hasPrefix("38Y") == true)
                #expect(service.server.library.library.fees.count { $0.paid != nil } == 1)
            }
        }
    }

    @Test(arguments: [true, false])
    func `tells over REST who lives in the municipality`(isResident: Bool) async throws {
        try await serving { server in
            let patron = try #require(
                server.library.library.patrons.last {
                    $0.isResident == isResident && $0.expiry == nil
                }
            )
            let client = try await RESTClient(server)
            let answer = try await client.get("/DK-799900/patrons/\(patron.number)/v4")
            #expect(answer.contains("\"resident\":\(isResident)"))
        }
    }

    @Test func `goes through the REST calls of FBS`() async throws {
        try await serving { server in
            let client = try await RESTClient(server)
            let signedIn = try await client.post(
                "/DK-799900/patrons/authenticate/v9",
                #"{"libraryCardNumber":"7105901234","pincode":"1234"}"#
            )
            #expect(signedIn.contains(#""authenticateStatus":"VALID","patronId":3705901234"#))
            let patron = try await client.get("/DK-799900/patrons/3705901234/v4")
            #expect(patron.contains(#""birthday":"1990-05-11""#))
            let loans = try await client.get("/DK-799900/patrons/3705901234/loans/v2")
            #expect(loans.contains(#""materialItemNumber":"5990000077""#))
            #expect(loans.contains(#""renewalStatusList":["deniedReserved"]"#))
            let id = try #require(
                server.library.library.loan(of: DemoItem.barcode("renewable"))?.id
            )
            let renewed = try await client.post(
                "/DK-799900/patrons/3705901234/loans/renew/v2",
                "[\(id)]"
            )
            #expect(renewed.contains(#""dueDate":"2026-12-22""#))
            #expect(renewed.contains(#""renewalStatus":["renewed"]"#))
            let holds = try await client.get("/DK-799900/patrons/3705901234/reservations/v4")
            #expect(holds.contains(#""pickupNumber":"2""#))
            #expect(holds.contains(#""state":"readyForPickup""#))
            let fees = try await client.get("/DK-799900/patron/3709621357/fees/v2")
            #expect(fees.contains(#""amount":225"#))
            let cards = try await client.get("/DK-799900/patrons/3705901234/identifiers/v1")
            #expect(cards.contains(#""identifier":"7105901234""#))
            let branches = try await client.get("/v1/DK-799900/branches")
            #expect(branches.contains("Skovby Bibliotek"))
            let hours = try await client.get("/v1/DK-799900/DK-799901/openinghours")
            #expect(hours.contains(#""openHoursEndTime":"22:00:00""#))
            let closed = try await client.get(
                "/v1/DK-799900/DK-799901/closingdates?startDate=2026-12-01&endDate=2026-12-24"
            )
            #expect(closed.contains("2026-12-24") && !closed.contains("2026-12-25"))
        }
    }

    @Test func `is one and the same over all ways in`() async throws {
        try await serving { server in
            let loan = "11NN\(Visit.both)|\(Visit.patron)AB5990000010|AC|CH|AD1234|"
            _ = try await Envelope.send(loan, to: server)
            let client = try await RESTClient(server)
            let loans = try await client.get("/DK-799900/patrons/3705901234/loans/v2")
            #expect(loans.contains("5990000010"))
            try await RawClient.run(server) { client in
                try await client.send("09N\(Visit.both)|APhb|AODK-799900|AB5990000010|AC|CH|")
                #expect(await client.receive()?.hasPrefix("101") == true)
            }
            #expect(server.library.library.loan(of: "5990000010") == nil)
        }
    }

    // MARK: Logins

    @Test func `needs a login where logins are set`() async throws {
        try await serving {
            $0.logins = ["kiosk": Secret("right")]
        } _: { server in
            try await RawClient.run(server) { client in
                try await client.send("9300CNkiosk|COwrong|")
                #expect(await client.receive() == "940")
                try await client.send("9300CNkiosk|COright|")
                #expect(await client.receive() == "941")
                try await client.send("990xxx2.00")
                #expect(await client.receive()?.hasPrefix("98Y") == true)
            }
            try await RawClient.run(server) { client in
                try await client.send("990xxx2.00")
                #expect(await client.receive() == nil)
            }
            for (password, words) in [
                ("right", "<response>98Y"), ("wrong", "<error>Login failed</error>"),
                ("", "<error>Required field: LOGIN_PASSWORD must be set!</error>"),
            ] {
                let answer = try await Envelope.send("990xxx2.00", to: server, as: password)
                #expect(answer?.body.contains(words) == true)
            }
            let refused = try await RawClient.call(
                server,
                "/rest/external/v1/DK-799900/authentication/login",
                #"{"username":"kiosk","password":"wrong"}"#
            )
            #expect(refused?.status == 403)
        }
    }

    @Test func `needs a session for REST calls, and a new one when it has ended`() async throws {
        try await serving { server in
            let target = "/rest/external/v1/DK-799900/branches"
            let stranger = try await RawClient.call(server, method: "GET", target)
            #expect(stranger?.status == 401)
            let client = try await RESTClient(server)
            let branches = try await client.get("/v1/DK-799900/branches")
            #expect(!branches.isEmpty)
            server.endSessions()
            let late = try await RawClient.call(
                server,
                method: "GET",
                target,
                session: client.session
            )
            #expect(late?.status == 401)
        }
    }

    @Test func `locks a patron out of FBS after wrong PINs`() async throws {
        try await serving { server in
            let client = try await RESTClient(server)
            var answers: [String] = []
            for pin in ["1", "2", "3", "4", "5", "1234"] {
                answers.append(
                    try await client.post(
                        "/DK-799900/patrons/authenticate/v9",
                        #"{"libraryCardNumber":"7105901234","pincode":"\#(pin)"}"#
                    )
                )
            }
            #expect(answers.prefix(5).allSatisfy { $0.contains("INVALID") })
            #expect(answers.last?.contains("LOANER_LOCKED_OUT") == true)
        }
    }

    @Test(
        arguments: [
            ("/rest/nothing", 404), ("/elsewhere", 404), ("/rest/external/v2/nothing", 404),
            ("/rest/external/DK-799900/patrons/authenticate/v9", 400),
            ("/rest/external/DK-799900/patrons/authenticate/v1", 404),
        ])
    func `has no answer where nothing is`(_ target: String, _ status: Int) async throws {
        try await serving { server in
            let answer = try await RawClient.call(server, target, "{}")
            #expect(answer?.status == status)
        }
    }

    @Test(arguments: ["", "<sip/>", "rubbish"])
    func `needs an envelope`(_ body: String) async throws {
        try await serving { server in
            let answer = try await RawClient.call(server, Envelope.target, body)
            #expect(answer?.body.contains("<error>Not a SIP2 envelope</error>") == true)
        }
    }

    // MARK: Faults

    @Test(arguments: CertificateFault.allCases)
    func `does not begin under a certificate with a fault`(
        _ fault: CertificateFault
    ) async throws {
        try await serving {
            $0.certificateFault = fault
        } _: { server in
            for port in [server.tlsPort, server.httpsPort] {
                await #expect(throws: (any Error).self) {
                    try await RawClient.run(server, port: port, trusting: server.authority) {
                        client in
                        try await client.send("990xxx2.00")
                    }
                }
            }
        }
    }

    @Test(
        arguments: [
            (AnswerFault.closedUnexecuted, false), (.closedBefore, true), (.closedAfter, true),
            (.exception, false), (.status(503), false), (.half, true), (.duplicated, true),
        ])
    func `has a fault that strikes before or after the request is carried out`(
        _ fault: AnswerFault,
        _ isCarriedOut: Bool
    ) async throws {
        try await serving { server in
            var faults = Faults.none
            faults.rules = [FaultRule(fault, at: 2, of: .message(.checkout))]
            server.faults = faults
            let asks = ["5990000010", "5990000028"].map {
                "11NN\(Visit.both)|\(Visit.patron)AB\($0)|AC|CH|AD1234|"
            }
            let first = try await Envelope.send(asks[0], to: server)
            #expect(first.flatMap { Envelope.message(in: $0.body) }?.hasPrefix("121") == true)
            let second = try await Envelope.send(asks[1], to: server)
            #expect((server.library.library.loan(of: "5990000028") != nil) == isCarriedOut)
            switch fault {
            case .closedUnexecuted, .closedBefore: #expect(second == nil)
            case .exception: #expect(second?.body.contains("OPTIMISTIC_LOCK_VIOLATION") == true)
            case .status(let status): #expect(second?.status == status)
            case .half: #expect(second.flatMap { Envelope.message(in: $0.body) } == nil)
            default: #expect(second.map { $0.body.contains("<response>121") } == true)
            }
        }
    }

    @Test(arguments: [1, 2, 3])
    func `goes on as before after faults of all kinds`(_ seed: UInt64) async throws {
        let (events, eventsIn) = AsyncStream.makeStream(of: SimulatorEvent.self)
        let configure = { (settings: inout LibrarySimulatorServer.Settings) in
            settings.seed = seed
            settings.log = { eventsIn.yield($0) }
        }
        try await serving(configure: configure) { server in
            server.faults.chance = FaultChance(share: 1)
            var received = events.makeAsyncIterator()
            for _ in 1...40 {
                try await RawClient.run(server) { client in
                    try await client.send("17\(Visit.date)|AODK-799900|AB5990000010|")
                    while let event = await received.next(isolation: nil) {
                        if case .received = event { break }
                    }
                }
            }
            server.faults = .none
            for step in Visit.steps {
                let answer = try #require(try await Envelope.send(step.ask, to: server))
                #expect(Envelope.message(in: answer.body)?.hasPrefix(step.answer) == true)
            }
        }
    }

    @Test func `gives old answers, and answers in another order`() async throws {
        try await serving { server in
            var faults = Faults.none
            faults.rules = [
                FaultRule(.old, of: .message(.itemInformation)),
                FaultRule(.swapped, at: 2, of: .message(.itemInformation)),
            ]
            server.faults = faults
            try await RawClient.run(server) { client in
                try await client.send("990xxx2.00")
                let status = await client.receive()
                try await client.send("17\(Visit.date)|AODK-799900|AB5990000010|")
                #expect(await client.receive() == status)
                try await client.send("17\(Visit.date)|AODK-799900|AB5990000028|")
                try await client.send("17\(Visit.date)|AODK-799900|AB5990000036|")
                #expect(await client.receive()?.contains("AB5990000036") == true)
                #expect(await client.receive()?.contains("AB5990000028") == true)
            }
            server.faults.rules = [FaultRule(.old, of: .message(.scStatus))]
            let item = "17\(Visit.date)|AODK-799900|AB5990000010|"
            let before = try await Envelope.send(item, to: server)
            let after = try await Envelope.send("990xxx2.00", to: server)
            #expect(before?.body == after?.body)
        }
    }

    @Test func `has REST calls that fail`() async throws {
        try await serving { server in
            var faults = Faults.none
            faults.rules = [
                FaultRule(.exception, at: 1, of: .call("loans")),
                FaultRule(.status(401), at: 2, of: .call("loans")),
                FaultRule(.closedUnexecuted, at: 3, of: .call("loans")),
            ]
            let client = try await RESTClient(server)
            server.faults = faults
            var statuses: [Int?] = []
            for _ in 1...4 {
                let answer = try await RawClient.call(
                    server,
                    method: "GET",
                    "/rest/external/DK-799900/patrons/3705901234/loans/v2",
                    session: client.session
                )
                statuses.append(answer?.status)
                if statuses.count == 1 {
                    #expect(answer?.body.contains("OPTIMISTIC_LOCK_VIOLATION") == true)
                }
            }
            #expect(statuses == [200, 401, nil, 200])
        }
    }
}
