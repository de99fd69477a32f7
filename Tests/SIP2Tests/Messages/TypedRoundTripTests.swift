// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

/// Every type of message.
enum Typed {
    static let requests: [any RequestMessage.Type] = [
        BlockPatronRequest.self, CheckinRequest.self, CheckoutRequest.self, HoldRequest.self,
        ItemInformationRequest.self, ItemStatusUpdateRequest.self, PatronStatusRequest.self,
        PatronEnableRequest.self, RenewRequest.self, EndPatronSessionRequest.self,
        FeePaidRequest.self, PatronInformationRequest.self, RenewAllRequest.self,
        LoginRequest.self, SCStatus.self,
    ]
    static let responses: [any ResponseMessage.Type] = [
        CheckinResponse.self, CheckoutResponse.self, HoldResponse.self,
        ItemInformationResponse.self, ItemStatusUpdateResponse.self, PatronStatusResponse.self,
        PatronEnableResponse.self, RenewResponse.self, EndSessionResponse.self,
        FeePaidResponse.self, PatronInformationResponse.self, RenewAllResponse.self,
        LoginResponse.self, ACSStatus.self,
    ]
    static let all: [any TypedMessage.Type] =
        requests + responses + [RequestSCResend.self, RequestACSResend.self]

    /// A message as a value of the type of its command.
    static func read(_ message: Message) -> (any TypedMessage)? {
        all.lazy.compactMap { $0.init(message) }.first
    }
}

@Suite struct `Any typed message` {
    private static let values = [
        "", "Y", "N", "U", "1", "001", "12.50", "DKK", "20261206", "20261206    235900",
        "a%b%c%d%e%f", "Åse Øst", "LN:77", "100%", "x",
    ]
    private static let columns = Array("0123456789YNU +-*x")

    /// A message of a type with columns and fields that may mean something or nothing.
    private func random(
        _ layout: MessageLayout,
        using generator: inout SeededGenerator
    ) -> Message {
        let fixed = String(
            (0..<layout.fixedWidth).map { _ in
                Self.columns[Int.random(in: 0..<Self.columns.count, using: &generator)]
            }
        )
        var message = Message(layout.command, fixed: fixed)
        for id in layout.fields + [.birthDate, .alertType, .ownerISIL, .permanentLocation] {
            for _ in 0..<Int.random(in: 0...2, using: &generator) {
                let value = Self.values[Int.random(in: 0..<Self.values.count, using: &generator)]
                message.append(id, value)
            }
        }
        return message
    }

    @Test func `has a type for each message of the protocol`() {
        let commands = Typed.all.map { $0.command }
        #expect(Set(commands) == Set(MessageLayout.all.map(\.command)))
        #expect(commands.count == 31)
        #expect(Typed.requests.count == 15)
        #expect(Typed.responses.count == 14)
    }

    @Test func `is answered by the message that the protocol names`() {
        for request in Typed.requests {
            func answer<Request: RequestMessage>(to type: Request.Type) -> Command {
                Request.Response.command
            }
            #expect(request.command.response == answer(to: request))
        }
    }

    @Test func `is read from its own command only`() {
        for type in Typed.all {
            for layout in MessageLayout.all {
                let fixed = String(repeating: "0", count: layout.fixedWidth)
                let message = Message(layout.command, fixed: fixed)
                let isRead = type.init(message) != nil
                #expect(isRead == (layout.command == type.command))
            }
        }
    }

    /// Writing settles what meant nothing; from then on values and bytes stay the same.
    private func settles<Value: TypedMessage>(_ type: Value.Type, _ message: Message) throws {
        let first = try #require(Value(message))
        let second = try #require(Value(first.message))
        let third = try #require(Value(second.message))
        #expect(third == second)
        for encoding in TextEncoding.allCases {
            let dialect = Dialect(encoding: encoding)
            let bytes = try second.message.encoded(in: dialect, sequence: .zero)
            let read = try #require(Value(Message(decoding: bytes, in: dialect)))
            let again = try read.message.encoded(in: dialect, sequence: .zero)
            #expect(again == bytes)
        }
    }

    @Test func `stays the same once it was written`() throws {
        var generator = SeededGenerator(seed: 31)
        for type in Typed.all {
            let layout = try #require(MessageLayout[type.command])
            for _ in 0..<25 {
                try settles(type, random(layout, using: &generator))
            }
        }
    }

    @Test func `keeps its extensions in order`() throws {
        for type in Typed.all {
            let layout = try #require(MessageLayout[type.command])
            var message = Message(
                layout.command,
                fixed: String(repeating: "0", count: layout.fixedWidth)
            )
            let extensions = [
                Field(.internalID, "7"), Field(.polarisPostcode, "8000"), Field(.internalID, "8"),
            ]
            for field in extensions { message.append(field.id, field.value) }
            let value = try #require(Typed.read(message))
            #expect(value.extensions == extensions)
            #expect(value.message.extensionFields == extensions)
        }
    }

    @Test func `shows neither patron nor secret`() throws {
        let secret = "hemmelighed"
        for type in Typed.all {
            let layout = try #require(MessageLayout[type.command])
            var message = Message(
                layout.command,
                fixed: String(repeating: "0", count: layout.fixedWidth)
            )
            let hidden: [FieldID] = [
                .patronIdentifier, .patronPassword, .terminalPassword, .personalName, .homeAddress,
                .emailAddress, .homePhone, .chargedItem, .overdueItem, .fineItem, .holdItem,
                .recallItem, .unavailableHoldItem, .renewedItem, .unrenewedItem, .screenMessage,
                .printLine, .birthDate, .holdPatronIdentifier, .holdPatronName, .loginUserID,
                .loginPassword, .itemProperties, .feeAmount, .blockedCardMessage,
                .polarisBirthDate, .polarisPostcode, .internalID,
            ]
            for id in hidden { message.append(id, secret) }
            let value = try #require(Typed.read(message))
            var dumped = ""
            dump(value, to: &dumped)
            #expect(!"\(value) \(String(reflecting: value)) \(dumped)".contains(secret))
        }
    }

    @Test func `takes an extension in, over and out`() {
        var request = CheckinRequest(
            transactionDate: nil,
            returnDate: nil,
            currentLocation: "hb",
            institutionID: "i",
            itemIdentifier: "b"
        )
        request.extensions = [Field(.ownerISIL, "DK-1"), Field(.ownerISIL, "DK-2")]
        #expect(request.ownerISIL == "DK-1")
        request.ownerISIL = "DK-3"
        #expect(request.extensions.map(\.value) == ["DK-3", "DK-2"])
        request.ownerISIL = nil
        #expect(request.extensions.isEmpty)
        request[extension: .internalID] = "7"
        #expect(request.extensions == [Field(.internalID, "7")])
        #expect(request[extension: .patronClass] == nil)
    }
}
