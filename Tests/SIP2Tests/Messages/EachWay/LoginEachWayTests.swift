// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A Login (93)` {
    static let wire =
        "9301CNkiosk|COhemmelig|CPhb|"

    @Test func `is read from its text`() throws {
        let value = try #require(LoginRequest(decoded(Self.wire)))
        #expect(value.user == Secret("kiosk"))
        #expect(value.password == Secret("hemmelig"))
        #expect(value.location == "hb")
        #expect(value.userAlgorithm == "0")
        #expect(value.passwordAlgorithm == "1")
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        var value = LoginRequest(
            user: Secret("kiosk"),
            password: Secret("hemmelig"),
            location: "hb"
        )
        value.userAlgorithm = "0"
        value.passwordAlgorithm = "1"
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(LoginRequest(decoded(Self.wire)))
        #expect(LoginRequest(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != LoginRequest.command {
            #expect(LoginRequest(Message(command)) == nil)
        }
    }
}

@Suite struct `A Login Response (94)` {
    static let wire =
        "941"

    @Test func `is read from its text`() throws {
        let value = try #require(LoginResponse(decoded(Self.wire)))
        #expect(value.isAccepted)
        #expect(value.extensions.isEmpty)
    }

    @Test func `is written to its text`() throws {
        let value = LoginResponse(
            isAccepted: true
        )
        #expect(try encoded(value.message) == Self.wire)
    }

    @Test func `comes back as it was`() throws {
        let value = try #require(LoginResponse(decoded(Self.wire)))
        #expect(LoginResponse(value.message) == value)
        for command in MessageLayout.all.map(\.command) where command != LoginResponse.command {
            #expect(LoginResponse(Message(command)) == nil)
        }
    }
}
