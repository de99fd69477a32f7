// SPDX-License-Identifier: MPL-2.0

@testable import LibrarySimulator
import Testing

/// A SIP2 message in XML as Danish kiosks write it, without any help of the codec.
enum Envelope {
    static let target = "/rest/sip2/DK-799900"

    static func send(
        _ message: String,
        to server: LibrarySimulatorServer,
        as password: String = "made up"
    ) async throws -> (status: Int, body: String)? {
        let escaped = message.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        return try await RawClient.call(
            server,
            target,
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ns1:sip password="\(password)" login="kiosk" \
            xsi:schemaLocation="http://axiell.com/Schema/sip.xsd" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
            xmlns:ns1="http://axiell.com/Schema/sip.xsd">
              <request>\(escaped)</request>
            </ns1:sip>
            """
        )
    }

    /// The message in an answer; `nil` when there is none.
    static func message(in body: String) -> String? {
        guard let begin = body.firstRange(of: "<response>"),
            let end = body.firstRange(of: "</response>")
        else { return nil }
        return String(body[begin.upperBound..<end.lowerBound])
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&apos;", with: "'").replacing("&quot;", with: "\"")
            .replacing("&amp;", with: "&")
    }
}

/// A client of the REST calls that has logged in.
struct RESTClient {
    let server: LibrarySimulatorServer
    let session: String

    init(_ server: LibrarySimulatorServer) async throws {
        self.server = server
        let answer = try await RawClient.call(
            server,
            "/rest/external/v1/DK-799900/authentication/login",
            #"{"username":"kiosk","password":"made up"}"#
        )
        let parts = try #require(answer).body.split(separator: "\"")
        session = String(try #require(parts.count == 5 ? parts[3] : nil))
    }

    func get(_ target: String) async throws -> String {
        let answer = try await RawClient.call(
            server,
            method: "GET",
            "/rest/external" + target,
            session: session
        )
        #expect(answer?.status == 200)
        return try #require(answer).body
    }

    func post(_ target: String, _ body: String) async throws -> String {
        let answer = try await RawClient.call(
            server,
            "/rest/external" + target,
            session: session,
            body
        )
        #expect(answer?.status == 200)
        return try #require(answer).body
    }
}
