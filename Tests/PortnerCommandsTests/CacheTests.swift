// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Testing

@testable import PortnerCommands

extension Fixture {
    static func outcome(_ code: String) -> CacheReport.Roster.Outcome {
        CacheReport.Roster.Outcome(code: code, text: "what became of it", at: now)
    }

    static func cache(
        _ phase: CacheReport.Roster.Phase = .idle,
        last: CacheReport.Roster.Outcome? = nil,
        unconfirmed: String? = nil
    ) -> CacheReport {
        CacheReport(
            isTrusted: true,
            answers: CacheReport.Answers(patrons: 12, verifiers: 3, newest: now, oldest: now),
            roster: CacheReport.Roster(
                file: "/srv/roster.csv",
                needsSignature: true,
                cursor: "a-1",
                asOf: now,
                cards: 900,
                phase: phase,
                permille: phase == .idle ? 0 : 250,
                last: last,
                unconfirmed: unconfirmed
            )
        )
    }
}

@Suite struct `The command cache` {
    @Test func `shows what is known`() async throws {
        let station = FakeStation()
        station.set(caches: [
            Fixture.cache(last: Fixture.outcome("roster-shrinks"), unconfirmed: "a-2")
        ])
        try await withDaemon(station) { path in
            let console = TestConsole()
            #expect(await console.run("cache", "status", "--socket", path) == 0)
            #expect(
                console.output == """
                    Cache
                      answers  12, 3 with a PIN
                      given    2026-11-22 20:46 to 2026-11-22 20:46

                    Refresh
                      switched off

                    Roster
                      file       /srv/roster.csv, signed
                      held       a-1, 900 cards
                      as of      2026-11-22 20:46
                      last file  2026-11-22 20:46 roster-shrinks
                                 what became of it
                      waits      portner cache sync --confirm a-2

                    """
            )
            let json = TestConsole()
            #expect(await json.run("cache", "status", "--json", "--socket", path) == 0)
            #expect(json.output.contains(#""unconfirmed" : "a-2""#))
        }
    }

    @Test func `says that there is no roster`() {
        var report = Fixture.cache()
        report.roster = nil
        report.isTrusted = false
        let text = CacheText(report, style: TextStyle(isColored: false))
        #expect(
            text.text.hasSuffix(
                "  trust    not believed\n\nRefresh\n  switched off\n\n"
                    + "Roster\n  none is configured\n"
            )
        )
        #expect(text.progress == "no roster is configured\n")
    }

    @Test func `shows how known patrons are kept up to date`() {
        var report = Fixture.cache()
        report.refresh = CacheReport.Refresh(
            askable: 800,
            due: 12,
            lastHour: 90,
            oldest: Fixture.now,
            failures: 2,
            nextSeconds: 41
        )
        let text = CacheText(report, style: TextStyle(isColored: false))
        #expect(
            text.text.contains(
                """
                Refresh
                  can be asked  800 patrons
                  due now       12
                  last hour     90
                  oldest yes    2026-11-22 20:46
                  next          in 41 s
                  failures      2 in a row

                """
            )
        )
    }

    @Test func `shows how fetching a roster went`() {
        var report = Fixture.cache()
        report.roster?.fetch = CacheReport.Roster.Fetch(
            last: Fixture.outcome("fetch-timed-out"),
            failures: 1,
            next: Fixture.now
        )
        let text = CacheText(report, style: TextStyle(isColored: false)).text
        #expect(text.contains("fetched  2026-11-22 20:46 fetch-timed-out\n"))
        #expect(text.contains("next     2026-11-22 20:46\n"))
    }

    @Test func `watches patrons being asked about where there is no roster`() async throws {
        let station = FakeStation()
        station.set(
            caches: [2, 2, 1, 0].map { due in
                var report = Fixture.cache()
                report.roster = nil
                report.refresh = CacheReport.Refresh(
                    askable: 5,
                    due: due,
                    lastHour: 0,
                    oldest: nil,
                    failures: 0,
                    nextSeconds: nil
                )
                return report
            }
        )
        try await withDaemon(station) { path in
            let console = TestConsole()
            console.pause(goOn: true)
            #expect(await console.run("cache", "sync", "--watch", "--socket", path) == 0)
            #expect(
                console.output == """
                    2 of 5 patrons to be asked about
                    1 of 5 patrons to be asked about
                    0 of 5 patrons to be asked about

                    """
            )
        }
    }

    @Test func `has the file looked at for whoever asks`() async throws {
        let station = FakeStation()
        try await withDaemon(station) { path in
            let console = TestConsole()
            #expect(await console.run("cache", "sync", "--confirm", "a-2", "--socket", path) == 0)
            #expect(station.syncs.map(\.cursor) == ["a-2"])
            #expect(station.syncs.first?.by.isEmpty == false)
            let refused = TestConsole()
            #expect(
                await refused.run("cache", "sync", "--confirm", "unknown", "--socket", path) == 1
            )
            #expect(refused.errors.contains("no roster with this cursor waits"))
        }
    }

    @Test(arguments: [("roster-applied", Int32(0)), ("roster-repeated", 0), ("roster-gap", 1)])
    func `watches until it is done`(_ code: String, _ status: Int32) async throws {
        let station = FakeStation()
        let before = Fixture.outcome("roster-older")
        station.set(caches: [
            Fixture.cache(last: before), Fixture.cache(last: before),
            Fixture.cache(.reading, last: before), Fixture.cache(.applying, last: before),
            Fixture.cache(last: Fixture.outcome(code)),
        ])
        try await withDaemon(station) { path in
            let console = TestConsole()
            console.pause(goOn: true)
            #expect(await console.run("cache", "sync", "--watch", "--socket", path) == status)
            #expect(
                console.output == """
                    roster-older: what became of it
                    reading, 25 %
                    applying, 25 %
                    \(code): what became of it

                    """
            )
        }
    }
}
