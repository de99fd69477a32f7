// SPDX-License-Identifier: MPL-2.0

/// What is scanned at a door and is no card: passes on phones, and what is nothing at all.
extension Station {
    mutating func scanRefused(
        _ code: String,
        _ isWorthTelling: Bool,
        reader: ReaderName,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        counters.scansRefused[code, default: 0] += 1
        guard isWorthTelling else { return [] }
        if let actions = atKiosk(before: reader, now, reading, { $0.scanRefused(at: now.uptime) }) {
            return actions
        }
        guard let machine = readers[reader], machine.presentation == nil else {
            return []
        }
        readers[reader]?.conclude(
            .denied(.notACard),
            until: now.uptime + machine.settings.denialShownFor
        )
        return []
    }

    /// A pass was shown; if nothing stands against it, its card has been presented.
    mutating func passPresented(
        _ pass: SealedPass,
        reader name: ReaderName,
        at now: Moment,
        reading: some PatronReading
    ) -> [Action] {
        guard let rules = settings.passes, let reader = readers[name],
            policies[reader.settings.door]?.rules.takesPasses == true
        else {
            return scanRefused("pass-not-taken", true, reader: name, at: now, reading: reading)
        }
        let busy = AccessPointMachine.Ignored.busy.rawValue
        // It keeps its one use for when the reader is free.
        guard !reader.isDeciding else { return ignore(busy) }
        switch admit(pass, rules, reader: name, at: now, reading: reading) {
        case .success(let card):
            return cardPresented(card, reader: name, at: now, reading: reading)
        case .failure(let denial):
            // A phone that is held still is read again and again, and disturbs nobody.
            guard reader.presentation == nil else { return ignore(busy) }
            if denial == .passUsed, passes.wasUsed(pass, at: name),
                reader.sign(at: now.uptime) != nil
            {
                return ignore("pass-repeated")
            }
            return refusePass(denial, reader: reader.settings, at: now)
        }
    }

    /// Takes a pass once, or says what stands against it.
    private mutating func admit(
        _ pass: SealedPass,
        _ rules: PassRules,
        reader: ReaderName,
        at now: Moment,
        reading: some PatronReading
    ) -> Result<CardNumber, Denial> {
        guard now.clock == .trusted else { return .failure(.clockUntrusted) }
        switch reading.open(pass) {
        case .foreign: return .failure(.passForeign)
        case .forged: return .failure(.passForged)
        case .unreadable: return .failure(.passUnreadable)
        case .opened(let card):
            if let objection = passes.objection(to: pass, rules, at: now) {
                return .failure(objection)
            }
            guard passes.use(pass, at: reader, rules, now.uptime) else {
                return .failure(.passUsed)
            }
            return .success(card)
        }
    }

    /// Refuses a pass without an identity: nobody vouches for it.
    private mutating func refusePass(
        _ denial: Denial,
        reader: ReaderSettings,
        at now: Moment
    ) -> [Action] {
        counters.denied[denial, default: 0] += 1
        readers[reader.reader]?.conclude(
            .denied(denial.message),
            until: now.uptime + reader.denialShownFor
        )
        let values: [(RecordField, String?)] = [
            (.door, reader.door.text), (.reader, reader.reader.text), (.outcome, "denied"),
            (.denial, denial.rawValue),
        ]
        return [.record(Record(.decision, at: now, values))]
    }
}
