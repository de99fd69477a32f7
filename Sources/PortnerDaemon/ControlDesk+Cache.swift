// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import LocalHTTP
import PortnerCore
import PortnerSettings
import PortnerStore

/// What technicians ask about the cache and the roster.
extension ControlDesk {
    func cache() async throws(ControlFailure) -> CacheReport {
        let now = clock.now()
        let (isTrusted, sync) = await inbox.look {
            ($0.isCacheTrusted, $0.syncState(at: now.uptime))
        }
        let terms = SyncTerms(configuration.current.station.rules, at: now)
        do throws(StoreError) {
            let statistics = try stores.cache.statistics()
            let origin = try stores.roster.origin()
            let cards = roster == nil ? 0 : try stores.roster.count()
            return CacheReport(
                isTrusted: isTrusted && stores.cache.isSound && stores.roster.isSound,
                answers: CacheReport.Answers(
                    patrons: statistics.patrons,
                    verifiers: statistics.verifiers,
                    underPreviousKey: stores.keys.hasPrevious
                        ? try stores.cache.formerCount() : nil,
                    listedUnderPreviousKey: stores.keys.hasPrevious
                        ? try stores.list.formerCount() : nil,
                    newest: statistics.newest.map { local($0, at: now) },
                    oldest: statistics.oldest.map { local($0, at: now) }
                ),
                roster: roster?.report(held: origin, cards: cards, at: now),
                refresh: try sync.map { state throws(StoreError) in
                    refresh(state, try stores.cache.freshness(terms), at: now)
                }
            )
        } catch {
            throw ControlFailure(.cacheUnreadable, detail: error.description)
        }
    }

    private func refresh(
        _ state: Station.SyncState,
        _ freshness: PatronCache.Freshness,
        at now: Moment
    ) -> CacheReport.Refresh {
        CacheReport.Refresh(
            askable: freshness.askable,
            due: freshness.due,
            lastHour: state.refreshedLastHour,
            oldest: freshness.oldest.map { local($0, at: now) },
            failures: state.failures,
            nextSeconds: state.nextIn.map { Int($0.components.seconds) }
        )
    }

    func sync(confirming cursor: String?, by: String) throws(ControlFailure) {
        let isRefreshing = configuration.current.station.sync != nil
        if isRefreshing, cursor == nil { inbox.put(.syncOrdered) }
        guard let roster else {
            guard isRefreshing, cursor == nil else { throw ControlFailure(.noRoster) }
            return
        }
        try roster.order(confirming: cursor, by: by)
    }
}
