// SPDX-License-Identifier: MPL-2.0

import FBS
import SIP2

extension FuzzTarget {
    /// Documents that carry SIP2 over HTTPS: read, written again, read again.
    static let sipEnvelope = FuzzTarget(
        name: "sip-envelope",
        seeds: EnvelopeStory.seeds,
        check: EnvelopeStory.run
    )
}

private enum EnvelopeStory {
    static func run(_ input: [UInt8]) {
        guard let envelope = try? SIPEnvelope(decoding: input) else { return }
        require(input.count <= SIPEnvelope.lengthMax, "a document is limited")
        hidesSecrets(envelope)
        guard let written = try? envelope.encoded() else {
            fatalError("what was read cannot be written")
        }
        guard let again = try? SIPEnvelope(decoding: written) else {
            fatalError("what was written cannot be read")
        }
        // Line ends at the edges of a text belong to the layout of whoever wrote it.
        guard case .exception = envelope.content else {
            require(again.login == envelope.login, "the login comes back")
            require(again.password == envelope.password, "the password comes back")
            return
        }
    }

    /// Other secrets of the same length make no difference to what a log shows.
    private static func hidesSecrets(_ envelope: SIPEnvelope) {
        var other = envelope
        other.login = Secret("another")
        other.password = nil
        switch envelope.content {
        case .request(let text): other.content = .request(masked(text))
        case .response(let text): other.content = .response(masked(text))
        case .exception(var exception):
            exception.message = "another"
            exception.className = nil
            other.content = .exception(exception)
        case .error: break
        }
        require("\(envelope)" == "\(other)", "a log shows no secret")
    }

    private static func masked(_ text: String) -> String {
        String(repeating: "x", count: text.utf8.count)
    }

    static let seeds: [[UInt8]] = [
        #"<s:sip xmlns:s="http://axiell.com/Schema/sip.xsd" login="a" password='b'>"#
            + "<request><![CDATA[99]]>&#48;&amp;</request></s:sip>",
        #"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#
            + "\n<sip xmlns='http://axiell.com/Schema/sip.xsd'><!-- a -->\n"
            + "<response>\n98&lt;\n</response><?b c?></sip>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'c'>]><a>&b;</a>",
        "<restExceptionInfo><errorCode>A_B</errorCode><info><x/></info>"
            + "<message>c</message></restExceptionInfo>",
        "<s:sip xmlns:s='http://axiell.com/Schema/sip.xsd'><error>A_B c</error></s:sip>",
    ].map { Array($0.utf8) }
}
