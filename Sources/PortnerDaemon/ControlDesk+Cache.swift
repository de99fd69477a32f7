// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import LocalHTTP
import PortnerCore
import PortnerStore

/// What technicians ask about the cache and the roster.
extension ControlDesk {
    func cache() async throws(ControlFailure) -> CacheReport {
        let isTrusted = await inbox.look { $0.isCacheTrusted }
        let now = clock.now()
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
                    newest: statistics.newest.map { local($0, at: now) },
                    oldest: statistics.oldest.map { local($0, at: now) }
                ),
                roster: roster?.report(held: origin, cards: cards, at: now)
            )
        } catch {
            throw ControlFailure(.cacheUnreadable, detail: error.description)
        }
    }

    func sync(confirming cursor: String?, by: String) throws(ControlFailure) {
        guard let roster else { throw ControlFailure(.noRoster) }
        try roster.order(confirming: cursor, by: by)
    }
}
