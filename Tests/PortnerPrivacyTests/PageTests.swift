// SPDX-License-Identifier: MPL-2.0

import PortnerPrivacy
import Testing

@Suite struct `A page for people` {
    private let page = PrintedPage(
        "Title",
        in: .danish,
        [
            .heading("Part"), .paragraph("One <b> & \"two\" | three"),
            .points(["first", "second"]), .table(head: ["Name", "Value"], rows: [["a|b", "c"]]),
        ]
    )

    @Test func `is plain text`() {
        #expect(
            page.text == """
                Title
                =====

                Part
                ----

                One <b> & "two" | three

                - first
                - second

                * a|b
                    Value: c

                """
        )
    }

    @Test func `is wrapped where lines are long`() {
        let long = PrintedPage(
            "Long",
            in: .english,
            [.points([String(repeating: "word ", count: 40)])]
        )
        let lines = long.text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 78 })
        #expect(lines.count == 5)
        #expect(lines.dropFirst(3).allSatisfy { $0.hasPrefix("  word") })
    }

    @Test func `is Markdown whose tables nothing breaks`() {
        #expect(
            page.markdown == """
                # Title

                ## Part

                One <b> & "two" | three

                - first
                - second

                | Name | Value |
                | --- | --- |
                | a/b | c |

                """
        )
    }

    @Test func `is HTML in its language, escaped, that loads nothing`() {
        let html = page.html
        #expect(html.contains("<html lang=\"da\">"))
        #expect(html.contains("<p>One &lt;b&gt; &amp; &quot;two&quot; | three</p>"))
        #expect(html.contains("<td>a|b</td><td>c</td>"))
        #expect(html.contains("default-src 'none'"))
        for word in ["http:", "https:", "src=", "href=", "url(", "<script"] {
            #expect(!html.contains(word))
        }
    }
}

@Suite struct `The notice at the door` {
    private let controller = Controller(
        library: "Bakkelund Bibliotek",
        contact: "data@example.org",
        officer: "dpo@example.org, 12 34 56 78",
        page: "https://example.org/data"
    )

    @Test(arguments: PrivacyLanguage.allCases)
    func `names the library, its contacts and the configured time`(language: PrivacyLanguage) {
        let times = KeepingTimes(personalPartDays: 14, unseenDays: 60, attemptHours: 24)
        let notice = PrivacyNotice.page(controller, times, in: language)
        let words = notice.text.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
        for part in [
            controller.library, controller.contact, controller.officer, "datatilsynet.dk", "14",
            "60", "https://example.org/data",
        ] {
            #expect(words.contains(part), "\(part)")
        }
        #expect(!words.contains("30 d"))
    }

    @Test(arguments: PrivacyLanguage.allCases)
    func `names everything personal that is held, passes or never comes`(
        language: PrivacyLanguage
    ) {
        let notice = PrivacyNotice.page(controller, .usual, in: language)
        let words = notice.text.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
        for entry in DataCatalogue.entries where entry.source == .pageField {
            #expect(words.contains(entry.name[language]), "\(entry.id)")
        }
    }

    @Test func `leaves out a page that is not configured`() {
        var controller = controller
        controller.page = nil
        #expect(!PrivacyNotice.page(controller, .usual, in: .english).text.contains("Read more"))
    }
}

@Suite struct `The document for data-protection officers` {
    @Test(arguments: [
        (PrivacyLanguage.english, "DataProtection"), (.danish, "Databeskyttelse"),
    ])
    func `is up to date`(language: PrivacyLanguage, name: String) throws {
        let kept = try SourceText.file("Sources/PortnerPrivacy/PortnerPrivacy.docc/\(name).md")
        #expect(kept == PrivacyDocument.page(in: language).markdown)
    }

    @Test(arguments: PrivacyLanguage.allCases)
    func `fits two pages`(language: PrivacyLanguage) {
        // A page of A4 in the font of the printed form holds about 60 lines of 85 characters.
        let lines = PrivacyDocument.page(in: language).blocks.map { block -> Int in
            switch block {
            case .heading: 2
            case .paragraph(let text): text.count / 85 + 2
            case .points(let points): points.map { $0.count / 80 + 1 }.reduce(1, +)
            case .table(_, let rows):
                rows.map { $0.map { $0.count / 24 + 1 }.max() ?? 1 }.reduce(1, +)
            }
        }
        #expect(lines.reduce(3, +) <= 120)
    }
}
