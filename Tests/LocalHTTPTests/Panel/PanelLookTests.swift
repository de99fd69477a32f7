// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Testing

@testable import LocalHTTP

@Suite struct `A panel's look` {
    typealias Identity = PanelLook.Identity
    typealias Screen = PanelLook.Screen

    @Test(
        arguments: [
            (Identity(hue: 360, saturation: 50, lightness: 20), PanelLook.Flaw.hue),
            (Identity(hue: -1, saturation: 50, lightness: 20), .hue),
            (Identity(hue: 0, saturation: 81, lightness: 20), .saturation),
            (Identity(hue: 0, saturation: 50, lightness: 26), .lightness),
        ])
    func `refuses a colour on which white text is hard to read`(
        identity: Identity,
        flaw: PanelLook.Flaw
    ) {
        #expect(throws: flaw) { try PanelLook(libraryName: "L", identity: identity) }
    }

    @Test(
        arguments: [
            (
                Screen(pixelsPerMillimetre: 1.9, readingDistance: 400),
                PanelLook.Flaw.pixelsPerMillimetre
            ),
            (Screen(pixelsPerMillimetre: .nan, readingDistance: 400), .pixelsPerMillimetre),
            (Screen(pixelsPerMillimetre: 4, readingDistance: 1001), .readingDistance),
        ])
    func `refuses a screen that the pages are not made for`(
        screen: Screen,
        flaw: PanelLook.Flaw
    ) {
        #expect(throws: flaw) { try PanelLook(libraryName: "L", screen: screen) }
    }

    @Test func `refuses a name that is missing or too long`() {
        let long = String(repeating: "x", count: PanelLook.nameLengthMax + 1)
        #expect(throws: PanelLook.Flaw.libraryName) { try PanelLook(libraryName: "") }
        #expect(throws: PanelLook.Flaw.libraryName) { try PanelLook(libraryName: long) }
    }

    @Test(arguments: [[], [Language.danish, .danish]])
    func `needs each language once`(languages: [Language]) {
        #expect(throws: PanelLook.Flaw.languages) {
            try PanelLook(libraryName: "L", languages: languages)
        }
    }

    @Test func `refuses a help text that does not fit`() {
        let long = String(repeating: "x", count: PanelLook.helpLengthMax + 1)
        #expect(throws: PanelLook.Flaw.help) {
            try PanelLook(libraryName: "L", help: Wording(danish: long, english: ""))
        }
    }

    @Test func `escapes text in a page`() {
        #expect("<a href=\"x\">'&".escapedForHTML == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;")
    }

    @Test func `gives each start a token of its own`() {
        let tokens = (0..<20).map { _ in BootToken().text }
        #expect(Set(tokens).count == 20)
        #expect(tokens.allSatisfy { $0.utf8.count == 32 })
    }

    @Test func `never shows a key in a description`() {
        let press = KeyPress(key: "7")
        #expect("\(press)" == "key press")
        #expect(String(reflecting: press) == "key press")
        #expect(Mirror(reflecting: press).children.isEmpty)
    }
}
