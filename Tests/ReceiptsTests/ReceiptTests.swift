// SPDX-License-Identifier: MPL-2.0

import KioskEmulators
import PortnerCore
import Receipts
import Testing

@Suite struct `A receipt` {
    @Test func `of loans says what a library's receipt says`() throws {
        let text = try Sample.loans().plainText(in: .danish, showing: .titles, columns: 42)

        #expect(
            text == """
                           Søndervig Bibliotek
                             Åbent bibliotek
                           23.11.2026 kl. 14.05
                               Låner Å.M.Ø.

                Kvittering for lån
                ------------------------------------------
                Materiale                           Senest
                Blåbærgrød på Ærø               12.12.2026
                  Jørn Sørensen
                  3829213520
                ------------------------------------------
                Næste afleveringsfrist          12.12.2026
                Lån i alt                                1
                Reserveringer klar                       2
                Mellemværende                    12,50 kr.

                             Tak for besøget
                              Se dine lån på
                      https://bibliotek.example/lan

                """
        )
    }

    @Test func `in English says it in English`() throws {
        let text = try Sample.loans().plainText(in: .english, showing: .titles, columns: 48)

        #expect(text.contains("Receipt for loans"))
        #expect(text.contains("23 Nov 2026 at 14:05"))
        #expect(text.contains("DKK 12.50"))
        #expect(text.contains("12 Dec 2026"))
    }

    @Test func `without titles tells nothing that is read`() throws {
        let receipt = try Sample.loans()
        let texts = [
            receipt.plainText(in: .danish, showing: .numbers, columns: 42),
            receipt.speech(in: .danish, showing: .numbers).joined(),
            ReceiptMail(receipt, in: .danish, showing: .numbers).html,
            ReceiptMail(receipt, in: .danish, showing: .numbers).text,
            try Sample.printed(receipt, showing: .numbers).text,
        ]
        for text in texts {
            #expect(!text.contains("Blåbær"))
            #expect(!text.contains("Jørn"))
            #expect(text.contains("3829213520"))
        }
    }

    @Test func `says of each item what became of it`() throws {
        let item = Sample.item("Bog", "1")
        let day = try Sample.day(5)
        let outcomes: [(Receipt.Outcome, String)] = [
            (.renewed(.on(day)), "Fornyet"), (.notRenewed(.on(day)), "Ikke fornyet"),
            (.returned, "Afleveret"), (.ready(until: day), "Hentes senest"),
            (.ready(until: nil), "Klar til dig"), (.borrowed(nil), "ukendt dato"),
            (.onLoan(.words(try Sample.text("i morgen tidlig"))), "Afleveres: i morgen tidlig"),
            (.unsettled(try Sample.text("lånt af en anden")), "Venter: lånt af en anden"),
            (.unsettled(nil), "Venter"),
        ]
        for (outcome, words) in outcomes {
            let receipt = Receipt(
                .account,
                library: try Sample.text("B"),
                time: Sample.time,
                lines: [.init(item, outcome)]
            )
            #expect(receipt.plainText(in: .danish, showing: .titles, columns: 42).contains(words))
            #expect(receipt.speech(in: .danish, showing: .titles).joined().contains(words))
            #expect(ReceiptMail(receipt, in: .danish, showing: .titles).html.contains(words))
        }
    }

    @Test func `says that the library has yet to confirm it`() throws {
        var receipt = try Sample.loans()
        receipt.isProvisional = true

        let words = "Biblioteket bekræfter, når der igen er forbindelse."
        #expect(receipt.speech(in: .danish, showing: .titles).contains(words))
        #expect(ReceiptMail(receipt, in: .danish, showing: .titles).html.contains(words))
        #expect(try Sample.printed(receipt).text.contains("Biblioteket bekræfter"))
    }

    @Test func `of nothing says so`() throws {
        let receipt = Receipt(
            .account,
            library: try Sample.text("B"),
            time: Sample.time,
            lines: [.init(Item(number: nil), .returned)]
        )
        #expect(
            receipt.plainText(in: .danish, showing: .titles, columns: 42).contains("Uden titel")
        )
        let empty = Receipt(.account, library: try Sample.text("B"), time: Sample.time, lines: [])
        #expect(empty.plainText(in: .english, showing: .titles, columns: 42).contains("No items"))
        #expect(empty.speech(in: .danish, showing: .titles).contains("Ingen materialer."))
    }

    @Test func `never loses a letter of a title`() throws {
        var random = SplitMix64(seed: 3)
        let letters = Array("abcdefghijklmnopqrstuvwxyzæøåÆØÅé-,.: ")
        for _ in 0..<200 {
            let columns = random.number(24...60)
            let title = String(
                (0..<random.number(1...250)).map { _ in letters[random.number(0...37)] }
            )
            guard LibraryText(title) != nil else { continue }
            let layout = ReceiptLayout(columns: columns)
            let receipt = Receipt(
                .loans,
                library: try Sample.text("B"),
                time: Sample.time,
                lines: [.init(Sample.item(title, nil), .borrowed(.on(try Sample.day(12))))]
            )

            let lines = layout.lines(of: receipt, in: .danish, showing: .titles).map(\.text)

            #expect(lines.allSatisfy { $0.count <= columns })
            let joined = lines.joined().filter { $0 != " " }
            let together = joined.split(separator: "12.12.2026").joined()
            #expect(together.contains(title.filter { $0 != " " }))
        }
    }

    @Test func `is harmless whatever a title holds`() throws {
        let title =
            "<script>alert('x')</script>\u{1B}@\u{7}\u{202E}gnilk\u{2066}\r\nRCPT &amp;\u{0}"
        let receipt = try Sample.loans([title])
        let mail = ReceiptMail(receipt, in: .danish, showing: .titles)
        let paper = try Sample.printed(receipt)

        #expect(!mail.html.contains("<script"))
        #expect(mail.html.contains("&lt;script&gt;alert(&#39;x&#39;)"))
        #expect(mail.html.contains("&amp;amp;"))
        #expect(paper.text.contains("<script>alert('x')</script> @ gnilk"))
        for text in [mail.text, mail.html, mail.subject, paper.text] {
            #expect(
                text.unicodeScalars.allSatisfy {
                    $0 == "\n" || ![.control, .format].contains($0.properties.generalCategory)
                }
            )
        }
    }

    @Test(arguments: [
        ("Sørensen, Anne Grethe", "A.G.S."), ("Anne-Mette Ærø", "A.M.Æ."), ("åse", "Å."),
        ("A B C D E F", "A.B.C.D."), ("123 4", nil), ("1234567890", nil),
    ])
    func `has of a name its first letters`(_ name: String, _ initials: String?) throws {
        #expect(Initials(of: try Sample.text(name))?.shown == initials)
    }

    @Test func `as a page has headings, a language and a table with a head`() throws {
        let page = ReceiptMail(try Sample.loans(), in: .danish, showing: .titles).html

        for part in [
            "<html lang=\"da\">", "<h1>Søndervig Bibliotek</h1>", "<h2>Kvittering for lån</h2>",
            "<th scope=\"col\">Materiale</th>", "<dt>Mellemværende</dt><dd>12,50 kr.</dd>",
            "<a href=\"https://bibliotek.example/lan\">",
        ] { #expect(page.contains(part)) }
        for tag in ["html", "head", "body", "table", "thead", "tbody", "tr", "td", "dl", "p"] {
            let opened = page.split(separator: "<\(tag)", omittingEmptySubsequences: false).count
            let closed = page.split(separator: "</\(tag)>", omittingEmptySubsequences: false).count
            #expect(opened == closed || tag == "head" || tag == "p" || tag == "td")
        }
    }

    @Test func `is read aloud with the same content`() throws {
        #expect(
            try Sample.loans().speech(in: .danish, showing: .titles) == [
                "Søndervig Bibliotek, Åbent bibliotek.",
                "Kvittering for lån, 23. november 2026 kl. 14.05.",
                "Blåbærgrød på Ærø, Jørn Sørensen, Afleveres: 12. december 2026.",
                "Næste afleveringsfrist: 12. december 2026.", "Lån i alt: 1.",
                "Reserveringer klar: 2.", "Mellemværende: 12,50 kr.", "Tak for besøget.",
            ]
        )
    }
}
