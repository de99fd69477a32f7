// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import LocalHTTP
import PortnerCore
import PortnerSettings
import ServiceLifecycle
import Synchronization

/// Listens for the kiosks' pages, and says when a screen is to be lit and when to begin anew.
///
/// A page that stops drawing looks like one that waits: only its missing sign of life tells. The
/// technician sees it as a lost device; whoever keeps the screen lit, see `portner kiosk watch`,
/// starts it anew once nobody is being served.
final class KioskScreens: Sendable {
    /// After how long without a sign of life a page counts as dead: three signs are missing.
    static let silenceMax = KioskPort.beatInterval * 3
    /// How long a page may take to appear after the daemon has started.
    static let startMax = Duration.seconds(60)
    /// How often silence is looked for.
    static let interval = Duration.seconds(10)

    private struct Page {
        var heardAt: Uptime
        var isLost = false
    }

    private let hours: [KioskName: KioskScreen.Hours]
    private let names: [KioskName]
    private let clock: SystemClock
    private let hub: KioskHub
    private let startedAt: Uptime
    private let pages = Mutex<[KioskName: Page]>([:])

    init(_ stands: [KioskStand], clock: SystemClock, hub: KioskHub) {
        names = stands.map(\.kiosk)
        hours = Dictionary(
            stands.compactMap { stand in stand.screen.hours.map { (stand.kiosk, $0) } }
        ) { first, _ in first }
        self.clock = clock
        self.hub = hub
        startedAt = clock.now().uptime
    }

    /// Whether there is a page that can fall silent.
    var isWatching: Bool { !names.isEmpty }

    /// A page gave a sign of life.
    func beat(_ kiosk: KioskName) {
        let now = clock.now().uptime
        pages.withLock { $0[kiosk, default: Page(heardAt: now)].heardAt = now }
    }

    /// What is to become of a screen.
    func report(on kiosk: KioskName) -> ScreenReport {
        let now = clock.now()
        let heardAt = pages.withLock { $0[kiosk]?.heardAt }
        let silence = (heardAt ?? startedAt).duration(to: now.uptime)
        let isServing = hub.isServing(kiosk)
        return ScreenReport(
            isLit: isServing || isLit(kiosk, at: now),
            isAlive: silence <= (heardAt == nil ? Self.startMax : Self.silenceMax),
            isServing: isServing
        )
    }

    /// The screen in a word.
    func word(for kiosk: KioskName) -> String {
        let report = report(on: kiosk)
        guard report.isLit else { return "dark" }
        guard pages.withLock({ $0[kiosk] != nil }) else { return "unseen" }
        return report.isAlive ? "alive" : "silent"
    }

    /// The pages that fell silent or are heard of again, since the last call.
    func changes() -> [(kiosk: KioskName, isPresent: Bool)] {
        let now = clock.now()
        return names.compactMap { kiosk in
            let isLit = isLit(kiosk, at: now)
            return pages.withLock { pages in
                guard var page = pages[kiosk] else { return nil }
                let isSilent = page.heardAt.duration(to: now.uptime) > Self.silenceMax
                // A dark screen is silent, as it should be.
                let isLost = isSilent && (isLit || page.isLost)
                guard isLost != page.isLost else { return nil }
                page.isLost = isLost
                pages[kiosk] = page
                return (kiosk, !isLost)
            }
        }
    }

    /// A screen is dark by the clock only where that can be believed.
    private func isLit(_ kiosk: KioskName, at now: Moment) -> Bool {
        guard now.clock == .trusted, let hours = hours[kiosk] else { return true }
        return hours.contains(now.civil)
    }
}

/// Tells the station of pages that fall silent.
struct KioskScreenWatch: Service {
    let screens: KioskScreens
    let inbox: Inbox

    func run() async throws {
        guard screens.isWatching else { return try await gracefulShutdown() }
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: KioskScreens.interval)
                for (kiosk, isPresent) in screens.changes() {
                    guard let device = DeviceName("\(kiosk.text.prefix(33))-screen") else {
                        continue
                    }
                    inbox.put(
                        .deviceChanged(
                            isPresent: isPresent,
                            detail: isPresent ? "the page is heard of" : "the page is silent",
                            device: device
                        )
                    )
                }
            }
        }
    }
}

/// Answers what technicians ask about the kiosks.
struct KioskDesk: Sendable {
    let inbox: Inbox
    let orders: Answers<StaffRefusal?>
    let screens: KioskScreens

    /// The desk as the control server wants it.
    var port: KioskControlPort {
        KioskControlPort(
            read: { () async throws(ControlFailure) in
                await inbox.look { $0.kioskStates }.map { kiosk in
                    KioskReport.Kiosk(
                        name: kiosk.name.text,
                        isInService: !kiosk.isOutOfOrder,
                        isServing: kiosk.isServing,
                        screen: screens.word(for: kiosk.name)
                    )
                }
            },
            order: { kiosk, inService, reason, by async throws(ControlFailure) in
                let answer = await orders.wait { ticket in
                    inbox.put(
                        .kioskOrdered(
                            inService: inService,
                            kiosk: kiosk,
                            reason: reason,
                            by: by,
                            ticket
                        )
                    )
                }
                guard let answer else { throw ControlFailure(.stopping) }
                return answer
            }
        )
    }
}
