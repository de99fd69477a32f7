// SPDX-License-Identifier: MPL-2.0

@testable import LibraryLink
import NIOCore
import NIOHTTP1
import NIOPosix
import PortnerCore
import Testing

@Suite struct `A call over HTTP and its answer` {
    private static let secrets = ["3210519784", "s3cr3t", "k3y"]

    private func leaks(_ value: some Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        let texts = ["\(value)", String(reflecting: value), dumped]
        return Self.secrets.filter { secret in texts.contains { $0.contains(secret) } }
    }

    @Test func `show nothing that is secret`() {
        let headers: HTTPHeaders = ["X-Session": "k3y"]
        let body = Array("<login>3210519784 s3cr3t</login>".utf8)
        let call = HTTPCall(
            method: .POST,
            target: "/rest/3210519784?pin=s3cr3t",
            headers: headers,
            body: body,
            isRepeatable: false,
            bodyMax: 10
        )
        #expect("\(call)" == "POST with 32 bytes")
        #expect(leaks(call) == [])
        #expect(leaks(HTTPExchange(call) { _ in }) == [])
        let reply = HTTPReply(status: 200, headers: headers, body: body)
        #expect("\(reply)" == "HTTP 200 with 32 bytes")
        #expect(leaks(reply) == [])
        #expect(leaks([reply]) == [])
        #expect(leaks(Result<HTTPReply, HTTPFailure>.success(reply)) == [])
    }
}
