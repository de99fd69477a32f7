// SPDX-License-Identifier: MPL-2.0

/// The pads of kiosks: nothing is written to a tag before the library has said yes.
extension Station {
    mutating func padChanged(
        _ report: TagReport,
        at name: KioskName,
        _ now: Moment,
        _ reading: some PatronReading
    ) -> [Action] {
        guard kiosks[name]?.settings.readsTags == true else { return ignore("unknown-pad") }
        return record(of: report, at: name, now)
            + atKiosk(name, now, reading) { $0.padChanged(report, at: now.uptime) }
    }

    /// The tags of an item wait for the answer to its transaction.
    func prepareTags(_ entry: OutboxEntry) -> [Action] {
        guard kiosks[entry.kiosk]?.settings.readsTags == true, let item = entry.item else {
            return []
        }
        return [.handleTags(.prepare(item, entry.kind), kiosk: entry.kiosk)]
    }

    /// The answer to a transaction, for the tags of its item if they still lie there.
    func answerTags(_ entry: OutboxEntry, _ ending: Outbox.Ending) -> [Action] {
        guard kiosks[entry.kiosk]?.settings.readsTags == true, kioskRows[entry.id] != nil,
            let item = entry.item
        else { return [] }
        let order: TagOrder =
            switch ending {
            case .done where entry.kind == .checkin, .carriedOut where entry.kind == .checkin:
                .returned(item)
            case .done, .carriedOut, .queued: .answered(item, .yes)
            case .refused, .notDone, .notSupported: .answered(item, .no)
            case .doubtful, .conflict: .answered(item, .unknown)
            }
        return [.handleTags(order, kiosk: entry.kiosk)]
    }

    /// What staff must hear of names no item: what somebody reads is nothing for a log.
    private func record(of report: TagReport, at name: KioskName, _ now: Moment) -> [Action] {
        let (code, detail, isAlarm): (String, String?, Bool)
        switch report {
        case .alarm(_, isUnguarded: true): (code, detail, isAlarm) = ("tags-unguarded", nil, true)
        case .alarm(_, isUnguarded: false): (code, detail, isAlarm) = ("tags-armed", nil, true)
        case .reader(let isPresent, let words):
            (code, detail, isAlarm) = (isPresent ? "returned" : "lost", words, !isPresent)
        case .complete, .incomplete, .lifted, .putBack, .settled: return []
        }
        return [
            .record(
                Record(
                    .device,
                    at: now,
                    isAlarm: isAlarm,
                    [
                        (.device, "tag-reader"), (.kiosk, name.text), (.outcome, code),
                        (.detail, detail),
                    ]
                )
            )
        ]
    }
}
