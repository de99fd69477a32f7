// SPDX-License-Identifier: MPL-2.0

import FBS
import SIP2
import Testing

/// Documents that are no envelopes, and how each is refused.
@Suite struct `A hostile document` {
    typealias Refusal = SIPEnvelope.DecodingError

    private static let opening = #"<s:sip xmlns:s="http://axiell.com/Schema/sip.xsd">"#

    private func refusal(_ bytes: [UInt8]) -> Refusal? {
        do throws(Refusal) {
            _ = try SIPEnvelope(decoding: bytes)
            return nil
        } catch {
            return error
        }
    }

    private func refusal(_ text: String) -> Refusal? { refusal(Array(text.utf8)) }

    private func isNotWellFormed(_ text: String) -> Bool {
        if case .notWellFormed = refusal(text) { true } else { false }
    }

    @Test func `that multiplies itself is refused where it declares how`() {
        let bomb = """
            <?xml version="1.0"?>
            <!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
            <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
            \(Self.opening)<request>&c;</request></s:sip>
            """
        #expect(refusal(bomb) == .documentType)
    }

    @Test(arguments: [
        "<!DOCTYPE sip SYSTEM \"http://127.0.0.1/x.dtd\">",
        "<!DOCTYPE sip [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>",
        "<!DOCTYPE sip [<!ENTITY % p SYSTEM \"file:///etc/hostname\"> %p;]>",
        "<!ELEMENT sip ANY>", "<!doctype html>",
    ])
    func `that declares a type of document is refused`(declaration: String) {
        #expect(
            refusal(declaration + Self.opening + "<request>9</request></s:sip>") == .documentType
        )
    }

    @Test(arguments: ["&x;", "&nbsp;", "&AMP;", "&amp ;", "&", "& "])
    func `with an entity of its own is refused`(entity: String) {
        #expect(refusal(Self.opening + "<request>\(entity)</request></s:sip>") == .entity)
        #expect(refusal("<s:sip login=\"\(entity)\"/>") == .entity)
    }

    @Test(arguments: [
        "&#0;", "&#x0;", "&#x1F;", "&#xD800;", "&#x110000;", "&#xFFFE;", "&#;", "&#x;", "&#12",
        "&#-1;", "&#+9;", "&#x+9;", "&#99999999999;", "&#5A;", "&#X39;",
    ])
    func `with a character that is none is refused`(reference: String) {
        #expect(isNotWellFormed(Self.opening + "<request>\(reference)</request></s:sip>"))
    }

    @Test(arguments: [
        "<request>99</request>", "<request>99", "<request>99</requested></s:sip>",
        "<request>99</request></s:sip", "<request>99</request></s:sip></s:sip>",
        "<request>]]></request></s:sip>", "<request>99</request></s:sip>x",
        "<request>99</request></s:sip><b/>", "<request a=1>99</request></s:sip>",
        "<request a='1' a='2'>99</request></s:sip>",
        "<request xmlns:t='a' xmlns:t='b'>99</request></s:sip>",
        "<request a='<'>99</request></s:sip>",
        "<request a='1'b='2'>99</request></s:sip>", "<request a>99</request></s:sip>",
        "<t:request>99</t:request></s:sip>", "<s:a:b/></s:sip>", "<:a/></s:sip>", "<a:/></s:sip>",
        "< request>99</request></s:sip>", "<1>9</1></s:sip>", "<æ/></s:sip>", "<request / >", "<",
        "<!-- a -- b --><request>99</request></s:sip>", "<!-- a", "<!-->", "<![CDATA[",
        "<?xml version='1.0'?><request>99</request></s:sip>", "<?pi", "<?pi!?>", "<?a:b?>",
        "<request xmlns:t=''>9</request></s:sip>", "<request xmlns:xmlns='x'/></s:sip>",
        "<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/></s:sip>",
    ])
    func `that is not well formed is refused`(rest: String) {
        #expect(isNotWellFormed(Self.opening + rest), "\(rest)")
    }

    @Test(arguments: [
        "<?xml?>", "<?xml encoding='UTF-8'?>", "<?xml version='1.1'?>", "<?xml version='1.0'",
        "<?xml version='1.0' standalone='maybe'?>", "<?xml version='1.0' version='1.0'?>",
        "<?xml version='1.0' standalone='yes' encoding='UTF-8'?>", "<?xml version='1.0' x='y'?>",
        " <?xml version='1.0'?>", "<![CDATA[x]]>", "x", "&amp;", "</s:sip>",
    ])
    func `with a wrong beginning is refused`(beginning: String) {
        let document = beginning + Self.opening + "<request>99</request></s:sip>"
        #expect(refusal(document) != nil, "\(beginning)")
        #expect(refusal(document) != .unknownContent, "\(beginning)")
    }

    @Test func `in another character set is refused`() {
        #expect(
            refusal("<?xml version='1.0' encoding='ISO-8859-1'?>" + Self.opening) == .notUTF8
        )
        let text = Self.opening + "<request>99</request></s:sip>"
        #expect(refusal([0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0), 0] }) == .notUTF8)
        #expect(refusal(Array(Self.opening.utf8) + [0x3C, 0xE6, 0x3E]) == .notUTF8)
        // Characters written longer than needed, and half of a pair.
        #expect(refusal([0xC0, 0xBC] + Array(text.utf8)) == .notUTF8)
        #expect(refusal([0xED, 0xA0, 0x80] + Array(text.utf8)) == .notUTF8)
    }

    @Test(arguments: ["\u{0}", "\u{8}", "\u{1F}", "\u{FFFF}"])
    func `with a character that XML cannot hold is refused`(character: String) {
        #expect(isNotWellFormed(Self.opening + "<request>\(character)</request></s:sip>"))
    }

    @Test func `that is too large is refused unread`() {
        #expect(refusal([UInt8](repeating: 0x20, count: 10 << 20)) == .tooLong)
        let text = String(repeating: "x", count: SIPEnvelope.lengthMax)
        #expect(refusal(Self.opening + "<request>\(text)</request></s:sip>") == .tooLong)
    }

    @Test func `that is too deep or too wide is refused`() {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(refusal("<restExceptionInfo>" + deep) == .tooDeep)
        #expect(refusal(Self.opening + deep) == .unknownContent)
        let many = (0..<20).map { " a\($0)=''" }.joined()
        #expect(refusal("<sip\(many)/>") == .tooManyAttributes)
        #expect(refusal("<" + String(repeating: "a", count: 200) + "/>") == .nameTooLong)
    }

    @Test func `of another kind is refused`() {
        #expect(refusal("") == .notWellFormed(offset: 0))
        #expect(refusal("<html><body>Bad gateway</body></html>") == .unknownRoot)
        #expect(refusal("<sip><request>99</request></sip>") == .wrongNamespace)
        #expect(
            refusal("<s:sip xmlns:s='http://axiell.com/schema/sip.xsd'><request/></s:sip>")
                == .wrongNamespace
        )
    }

    @Test func `with anything but one content is refused`() {
        func refusal(of content: String) -> Refusal? {
            self.refusal(Self.opening + content + "</s:sip>")
        }
        #expect(refusal(of: "") == .empty)
        #expect(refusal(of: "<request>99</request><request>99</request>") == .severalContents)
        #expect(refusal(of: "<response>98</response><error>x</error>") == .severalContents)
        #expect(refusal(of: "98") == .unknownContent)
        #expect(refusal(of: "<answer>98</answer>") == .unknownContent)
        #expect(refusal(of: "<response>9<b>8</b></response>") == .unknownContent)
        #expect(refusal(of: "<t:response xmlns:t='other'>98</t:response>") == .unknownContent)
        #expect(
            self.refusal("<restExceptionInfo><message><b/></message></restExceptionInfo>")
                == .unknownContent
        )
    }

    @Test func `is taken apart at every byte without a trap`() throws {
        let bytes = try SIPEnvelope(.request("23&<>"), login: .init("æ\"")).encoded()
        for end in bytes.indices {
            #expect(refusal(Array(bytes[..<end])) != nil)
            var damaged = bytes
            damaged[end] ^= 0x15
            _ = refusal(damaged)
        }
    }
}
