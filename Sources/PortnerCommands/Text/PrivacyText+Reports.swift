// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import PortnerCore
import PortnerPrivacy

// What is known about people in words for them, and what was erased in words for technicians.

extension Controller {
    /// The controller as the daemon tells it.
    init(_ controller: PrivacyFacts.Controller) {
        self.init(
            library: controller.library.printable,
            contact: controller.contact.printable,
            officer: controller.officer.printable,
            page: controller.page?.printable
        )
    }
}

extension KeepingTimes {
    /// The times as the daemon tells them, rounded up to whole days and hours.
    init(_ facts: PrivacyFacts) {
        func whole(_ seconds: Int64, _ unit: Int64) -> Int {
            Int(seconds / unit + (seconds % unit > 0 ? 1 : 0))
        }
        self.init(
            personalPartDays: whole(facts.personalPartSeconds, 86_400),
            unseenDays: whole(facts.unseenSeconds, 86_400),
            attemptHours: whole(facts.attemptSeconds, 3600)
        )
    }
}

extension PersonReport {
    /// The report as a page: what is stored, then every visit, then what never comes here.
    func page(in language: PrivacyLanguage) -> PrintedPage {
        func say(_ danish: String, _ english: String) -> String {
            PrivacyText(danish, english)[language]
        }
        var blocks: [PrintedPage.Block] = [.paragraph(intro(language))]
        if isEmpty {
            blocks.append(
                .paragraph(
                    say(
                        "Der er ikke gemt noget om dette kort på stationen.",
                        "Nothing about this card is stored at the station."
                    )
                )
            )
        }
        if !notLookedInto.isEmpty {
            let files = notLookedInto.map(\.printable).joined(separator: ", ")
            blocks.append(
                .paragraph(
                    say(
                        "Stationen kan i dag ikke læse alt, den har gemt. Ikke læst: \(files).",
                        "Today the station cannot read all that it has stored. Not read: \(files)."
                    )
                )
            )
        }
        for patron in patrons {
            blocks += [
                .heading(say("Om dig og kortet", "About you and the card")),
                .table(
                    head: [
                        say("Hvad", "What"), say("Værdi", "Value"), say("Sletning", "Deletion"),
                    ],
                    rows: rows(patron, language)
                ),
            ]
        }
        if !listings.isEmpty { blocks += listingBlocks(language) }
        if wrongAttempts > 0 {
            blocks += [
                .heading(say("Forkerte forsøg", "Wrong attempts")),
                .paragraph("\(wrongAttempts). " + line("wrong-attempts", language)),
            ]
        }
        if !transactions.isEmpty { blocks += transactionBlocks(language) }
        if !visits.isEmpty { blocks += visitBlocks(language) }
        blocks += [
            .heading(say("Hvad stationen aldrig får", "What the station never gets")),
            .paragraph(
                DataCatalogue.entries(.never).filter { $0.source == .pageField }
                    .map { $0.name[language] }.joined(separator: "; ") + "."
            ),
        ]
        return PrintedPage(
            say("Hvad ved vi om dig?", "What do we know about you?"),
            in: language,
            blocks
        )
    }

    private var times: KeepingTimes { KeepingTimes(facts) }

    private func intro(_ language: PrivacyLanguage) -> String {
        let time = "\(at.date) \(at.minute)"
        let text = PrivacyText(
            "Alt, hvad dørstationen ved om indehaveren af det viste kort, \(time).",
            "Everything the door station knows about the holder of the card, \(time)."
        )[language]
        guard let controller = facts.controller else { return text }
        let whom = PrivacyText(" Dataansvarlig: ", " Controller: ")[language]
        return text + whom + "\(controller.library.printable), \(controller.contact.printable)."
    }

    private func line(_ id: String, _ language: PrivacyLanguage) -> String {
        guard let entry = DataCatalogue.entry(id) else { return "" }
        return "\(entry.purpose[language]) (\(times.words(for: entry.keeping)[language]))."
    }

    private func rows(_ patron: Patron, _ language: PrivacyLanguage) -> [[String]] {
        func say(_ danish: String, _ english: String) -> String {
            PrivacyText(danish, english)[language]
        }
        func row(_ id: String, _ value: String) -> [String] {
            guard let entry = DataCatalogue.entry(id) else { return [id, value, ""] }
            return [entry.name[language], value, times.words(for: entry.keeping)[language]]
        }
        func codes(_ fact: Fact) -> PrivacyText? {
            let words = fact.value.split(separator: ",").map { code in
                let unknown = String(code).printable
                return BlockCode(code)?.words ?? PrivacyText(unknown, unknown)
            }
            guard !words.isEmpty else { return nil }
            return PrivacyText(
                words.map { $0[.danish] }.joined(separator: ", "),
                words.map { $0[.english] }.joined(separator: ", ")
            )
        }
        func fact(_ fact: Fact, _ words: PrivacyText? = nil) -> String {
            let value = fact.value.isEmpty ? say("ingen", "none") : fact.value.printable
            return (words?[language] ?? value) + say(", oplyst ", ", told ")
                + "\(fact.at.date) \(fact.at.minute)"
        }
        var rows = [
            row("patron-number", patron.number?.printable ?? say("ikke oplyst", "not told")),
            row("cards", say("ja, som nøgletal", "yes, as a keyed hash")),
            row(
                "card-validity",
                fact(patron.validity, CardValidity(rawValue: patron.validity.value)?.words)
            ),
            row("block-reason", fact(patron.blocks, codes(patron.blocks))),
            row("fees", fact(patron.debts, codes(patron.debts))),
        ]
        if let age = patron.age {
            var value = say("mindst \(age.reached) år", "at least \(age.reached) years")
            if let next = age.next, let from = age.nextFrom {
                value += say(
                    "; \(next) år fra \(from.printable)",
                    "; \(next) years from \(from.printable)"
                )
            }
            rows.append(row("birth-date", value))
        }
        if let last = patron.lastDay {
            rows[2][1] += say("; gyldigt til og med ", "; good through ") + last.printable
        }
        if let consent = patron.consent { rows.append(row("consent", fact(consent))) }
        if let enrolment = patron.enrolment { rows.append(row("enrolment", fact(enrolment))) }
        if let residence = patron.residence { rows.append(row("residence", fact(residence))) }
        if let seen = patron.seen { rows.append(row("last-seen", seen.printable)) }
        let verifier = patron.hasVerifier ? say("ja", "yes") : say("nej", "no")
        return rows + [row("pin-verifier", verifier)]
    }

    private func listingBlocks(_ language: PrivacyLanguage) -> [PrintedPage.Block] {
        func say(_ danish: String, _ english: String) -> String {
            PrivacyText(danish, english)[language]
        }
        return [
            .heading(say("På stationens egen liste", "On the station's own list")),
            .paragraph(line("list", language)),
            .table(
                head: [
                    say("Hvad", "What"), say("Døre", "Doors"), say("Til og med", "Through"),
                    say("Begrundelse", "Reason"), say("Skrevet af", "Written by"),
                ],
                rows: listings.map { listing in
                    let closed = say(", også når der er lukket", ", also while it is closed")
                    let over = say(" (udløbet)", " (has run out)")
                    let kind = Listing.Kind(rawValue: listing.kind)
                    return [
                        (kind?.words[language] ?? listing.kind.printable)
                            + (listing.whenClosed ? closed : ""),
                        listing.doors?.map(\.printable).joined(separator: ", ")
                            ?? say("alle", "all"),
                        (listing.through?.printable ?? say("indtil videre", "until it is removed"))
                            + (listing.hasRunOut ? over : ""),
                        listing.reason.printable, listing.by.printable,
                    ]
                }
            ),
        ]
    }

    private func transactionBlocks(_ language: PrivacyLanguage) -> [PrintedPage.Block] {
        func say(_ danish: String, _ english: String) -> String {
            PrivacyText(danish, english)[language]
        }
        return [
            .heading(say("Endnu ikke meddelt biblioteket", "Not yet told to the library")),
            .paragraph(line("transactions", language)),
            .table(
                head: [
                    say("Tid", "Time"), say("Automat", "Kiosk"), say("Hvad", "What"),
                    say("Materiale", "Item"),
                ],
                rows: transactions.map { transaction in
                    let kind = OutboxEntry.Kind(rawValue: transaction.kind)
                    return [
                        "\(transaction.at.date) \(transaction.at.clock)",
                        transaction.kiosk.printable,
                        kind?.words[language] ?? transaction.kind.printable,
                        transaction.item?.printable ?? "–",
                    ]
                }
            ),
        ]
    }

    private func visitBlocks(_ language: PrivacyLanguage) -> [PrintedPage.Block] {
        func say(_ danish: String, _ english: String) -> String {
            PrivacyText(danish, english)[language]
        }
        var blocks: [PrintedPage.Block] = [
            .heading(say("Dine besøg", "Your visits")), .paragraph(line("visits", language)),
            .table(
                head: [
                    say("Tid", "Time"), say("Sted", "Place"), say("Hvad", "What"),
                    say("Årsag", "Reason"),
                ],
                rows: visits.map { visit in
                    [
                        "\(visit.at.date) \(visit.at.clock)",
                        (visit.door ?? visit.kiosk)?.printable ?? "–",
                        outcome(visit, language), reason(visit, language),
                    ]
                }
            ),
        ]
        if visitsLeftOut > 0 {
            blocks.append(
                .paragraph(
                    say(
                        "Og \(visitsLeftOut) ældre poster.",
                        "And \(visitsLeftOut) older records."
                    )
                )
            )
        }
        return blocks
    }

    private func reason(_ visit: Visit, _ language: PrivacyLanguage) -> String {
        guard let code = visit.denial else { return "–" }
        return Denial(rawValue: code)?.reason[language] ?? code.printable
    }

    private func outcome(_ visit: Visit, _ language: PrivacyLanguage) -> String {
        switch visit.outcome {
        case "granted": PrivacyText("døren åbnede", "the door opened")[language]
        case "denied", "refused": PrivacyText("afvist", "refused")[language]
        case "signed-in":
            PrivacyText("logget ind ved automaten", "signed in at the kiosk")[language]
        case "wait-lifted": PrivacyText("ventetid ophævet", "wait lifted")[language]
        case "listed": PrivacyText("skrevet på stationens liste", "put on the list")[language]
        case "unlisted": PrivacyText("taget af stationens liste", "taken off the list")[language]
        case "block-asked":
            PrivacyText("biblioteket bedt om spærring", "library asked to block it")[language]
        case "block-done": PrivacyText("kortet spærret af biblioteket", "card blocked")[language]
        case "block-failed": PrivacyText("kortet blev ikke spærret", "card not blocked")[language]
        default: visit.outcome.printable
        }
    }
}

extension ErasureReport {
    /// What was erased and what the search found, in words for technicians.
    var words: String {
        var lines = [
            "Erased: \(Self.count(cards, "card")), \(Self.count(patrons, "row")) about the patron, "
                + "the identity in \(Self.count(records, "record")). "
                + "Recorded for \(by.printable), without identity.",
            "Searched for \(Self.count(traces, "trace")):",
        ]
        lines += files.map { file in
            let found = file.found.sorted { $0.key < $1.key }
                .map { "\($0.value) times \($0.key.printable)" }.joined(separator: ", ")
            return "  \(file.name.printable)  \(file.bytes) bytes  "
                + (found.isEmpty ? "nothing" : "FOUND \(found)")
        }
        lines.append(isProven ? "Nothing is left." : remaining)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func count(_ number: Int, _ name: String) -> String {
        "\(number) \(name)\(number == 1 ? "" : "s")"
    }

    private var remaining: String {
        let kinds = Set(files.flatMap(\.found.keys))
        if !notLookedInto.isEmpty {
            let names = notLookedInto.map(\.printable).joined(separator: " and ")
            return "\(names): not looked into, as a newer release wrote it. Next: install that "
                + "release, or stop the daemon and delete the file; then the same once more"
        }
        if transactions > 0, files.allSatisfy(\.found.isEmpty) {
            return "\(Self.count(transactions, "transaction")) of kiosks with the card's number, "
                + "sealed, until the library system is told. Next: portner outbox; then the same "
                + "once more"
        }
        if files.allSatisfy({ $0.found.isEmpty || $0.name.contains(".damaged-") }) {
            return "Something is left in files that were set aside. Next: delete those once they "
                + "have been examined"
        }
        if kinds == ["row-number"] {
            return
                "A row number is left in the tree of the cache, which is too large to be written "
                + "anew while doors wait. Without the station's key it tells of nobody."
        }
        return "Something is left, perhaps of a visit meanwhile. Next: the same once more"
    }
}

extension VisitCounts {
    /// The counts as lines for a person.
    var words: String {
        let lines =
            counts.map { ($0.day, $0.door, $0.outcome, $0.count) }
            + kiosks.map { ($0.day, $0.kiosk, "\($0.task) \($0.outcome)", $0.count) }
        guard !lines.isEmpty else { return "No visits.\n" }
        let width = lines.map { $0.1.printable.count }.max() ?? 0
        return lines.map { day, place, what, count in
            let place = place.printable
            let number = count.map { "\($0)" } ?? "<\(Self.shownMin)"
            let padding = String(repeating: " ", count: width - place.count)
            return "\(day.printable)  \(place)\(padding)  \(number)  \(what.printable)\n"
        }.joined()
    }
}
