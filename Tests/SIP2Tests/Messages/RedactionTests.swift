// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A description` {
    static let secrets = [
        "clientpwd", "scclient", "6789", "patron1", "TEST PATRON", "Example Street", "555 1234",
        "19640925", "Computer Time", "3210519784", "Testkort", "Prinsesse", "8000",
        "20000405", "Evergreen",
    ]

    static let samples = [
        Sample.login, Sample.patronStatus, Sample.patronStatusResponse, Sample.patronInformation,
        Sample.patronInformationResponse, Sample.endPatronSession, Sample.endSessionResponse,
        Sample.Cicero.knownPatron, Sample.Cicero.patronInformation,
    ]

    /// Everything that Swift can print of a value.
    private func renderings(_ value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \(dumped)"
            + Mirror(reflecting: value).children.map { "\($0)" }.joined()
    }

    private func typed(_ message: Message) -> [any TypedMessage] {
        let types: [any TypedMessage.Type] = [
            LoginRequest.self, PatronStatusRequest.self, PatronStatusResponse.self,
            PatronInformationRequest.self, PatronInformationResponse.self,
            EndPatronSessionRequest.self, EndSessionResponse.self,
        ]
        return types.compactMap { $0.init(message) }
    }

    @Test(arguments: samples)
    func `of a message shows no patron and no secret`(text: String) throws {
        let message = try decoded(text)
        let values = typed(message)
        #expect(values.count == 1)
        let shown =
            renderings(message) + values.map { renderings($0) }.joined()
            + renderings(Array(message.fields))
            + renderings(ClientSession.Action.write(Array(text.utf8)))
            + renderings(ClientSession.Action.deliver(.init(1), message))
            + renderings(ServerSession.Action.handle(message))
        for secret in Self.secrets {
            #expect(!shown.contains(secret))
        }
        let bytes = Array(text.utf8).suffix(8).map(String.init).joined(separator: ", ")
        #expect(!shown.contains(bytes))
    }

    @Test func `of a message shows what a technician needs`() throws {
        #expect(
            try decoded(Sample.patronStatus, in: checkedUTF8).redacted
                == "2300920261122    012826AOUWOLS|AA***|AC|AD***|AY2"
        )
        var message = try decoded(Sample.Cicero.unknownPatron)
        message.append(.screenMessage, "[MATERIAL_NOT_FOUND]")
        message.append(.screenMessage, "Hej Mickey")
        #expect(
            message.redacted
                == "24              00920170619    125151AODK-775100|AA***|BLN|CQN|"
                + "AF[MATERIAL_NOT_FOUND]|AF***|"
        )
        #expect(try decoded("55secret").redacted == "55***")
    }

    /// Answers about one item, by number, title and shelf.
    static let reading = [
        "121NUY20170619    125152AODK-775100|AA3210519784|AB3274626533|AJÆblegrød|"
            + "AH20170720    000000|CHÆblegrød%Hay, Louise L.%a%xx%61.36|BK19adc5e7|",
        "101YUN20170619    125153AODK-775100|AB3274626533|AQHovedbiblioteket%61.36%%|"
            + "AJÆblegrød|CL4|CS61.36|CR61.36|CHÆblegrød%Hay, Louise L.%a%xx%61.36|",
        "1804020120170619    125153"
            + "AB3274626533|AJÆblegrød|APHovedbiblioteket%61.36%%|AQHovedbiblioteket%61.36%%|",
        "64              00920170619    125151000100010001000100010001AODK-775100|AA3210519784|"
            + ["AS", "AT", "AU", "AV", "BU", "CD"].map { "\($0)3274626533%Æblegrød|" }.joined(),
        "6610001000120170619    125153AODK-775100|BM3274626533%Æblegrød|BN3274626533%Æblegrød|",
    ]

    @Test(arguments: reading) func `of a message shows nothing that is read`(text: String) throws {
        let message = try decoded(text)
        let types: [any TypedMessage.Type] = [
            LoanResponse<CheckoutRequest>.self, CheckinResponse.self, ItemInformationResponse.self,
            PatronInformationResponse.self, RenewAllResponse.self,
        ]
        let values = types.compactMap { $0.init(message) }
        #expect(values.count == 1)
        let shown =
            renderings(message) + renderings(Array(message.fields))
            + values.map { renderings($0) }.joined()
        for word in ["3274626533", "Æblegrød", "Hay", "61.36", "3210519784"] {
            #expect(!shown.contains(word), "\(shown)")
        }
    }

    @Test func `of a message shows how long what it masks is, and where an item stands`() throws {
        #expect(
            try decoded(Self.reading[1]).redacted
                == "101YUN20170619    125153AODK-775100|AB***(10)|AQHovedbiblioteket%***|"
                + "AJ***(8)|CL4|CS***(5)|CR***(5)|CH***(34)|"
        )
    }

    @Test func `of a place shows the branch`() {
        #expect("\(BranchPlacement("Nord%Voksen%61.36%"))" == "Nord%***")
        #expect("\(BranchPlacement("Nord"))" == "Nord")
    }

    @Test func `of secrets and identifiers is a mask`() {
        #expect(renderings(Secret("1234")).contains("1234") == false)
        #expect(renderings(PatronIdentifier("3210519784")).contains("3210519784") == false)
        #expect("\(Secret(""))" == "\(Secret("1234"))")
    }

    @Test func `of a session shows neither queue nor buffers`() throws {
        var configuration = ClientSession.Configuration(
            dialect: checkedUTF8,
            login: LoginRequest(user: Secret("scclient"), password: Secret("clientpwd"))
        )
        configuration.opening = [.login]
        var client = ClientSession(configuration)
        _ = client.connected(at: .zero)
        let request = try #require(PatronStatusRequest(decoded(Sample.patronStatus)))
        _ = client.send(request, as: .init(7), at: .zero)
        var server = ServerSession(checkedUTF8)
        _ = server.received(Array((Sample.patronStatus + "\r").utf8))
        let shown = renderings(client) + renderings(server) + renderings(configuration)
        for secret in Self.secrets {
            #expect(!shown.contains(secret))
        }
    }
}
