// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerStore

/// What the station's orders do in the world.
extension World {
    /// The ports of a process whose stores are these.
    func port(_ stores: Disk.Stores) -> StationProcess.Port {
        StationProcess.Port(
            observe: { [unowned self] in observe($0) },
            append: { [unowned self] batch throws(RecordingFailure) in
                try append(batch, to: stores.ledger)
            },
            drive: { [unowned self] door, release throws(LockFailure) in
                try drive(door, release?.duration)
            },
            change: { [unowned self] in write($0, to: stores) },
            distrust: { [unowned self] in distrust($0, in: stores.unwritten) },
            trust: { [unowned self] in trust($0, in: stores) },
            send: { [unowned self] action, _ in send(action) },
            dies: { [unowned self] in faults.isCrashDue && faultChance.oneIn(12) }
        )
    }

    private func append(
        _ batch: LedgerBatch,
        to ledger: Ledger
    ) throws(RecordingFailure) {
        guard !faults.isLedgerFailing else { throw RecordingFailure(detail: "disk-full") }
        do throws(StoreError) {
            try ledger.append(batch, sealing: seal)
        } catch {
            throw RecordingFailure(detail: error.description)
        }
        observe(.stored(batch.records, batch.counts))
        if !batch.outbox.isEmpty { observe(.journalled(batch.outbox)) }
    }

    private func drive(_ name: DoorName, _ duration: Duration?) throws(LockFailure) {
        guard let door = doors[name] else { throw LockFailure(detail: "no such line") }
        guard door.drive(duration) else {
            observe(.notDriven(name))
            throw LockFailure(detail: "chip missing")
        }
        observe(.driven(name, duration))
        if duration != nil, let moment = process?.moment {
            tell(.lockReleased(door: name, at: moment.uptime))
        }
    }

    private func write(_ change: CacheChange, to stores: Disk.Stores) -> Bool {
        guard !faults.isCacheFailing else { return false }
        do throws(StoreError) {
            try stores.cache.carryOut(
                change,
                besides: stores.roster,
                isExchangingKey: ring.isExchanging
            )
            return true
        } catch {
            return false
        }
    }

    private func distrust(_ card: CardKey, in unwritten: UnwrittenChanges) {
        do throws(StoreError) {
            try unwritten.keep(card)
        } catch {
            return fail(.store(error.code))
        }
        observe(.distrusted(card, true))
    }

    private func trust(_ cards: [CardKey], in stores: Disk.Stores) -> Bool {
        guard !faults.isCacheFailing else { return false }
        do throws(StoreError) {
            try stores.cache.synchronize()
            try stores.unwritten.release(cards)
        } catch {
            return false
        }
        for card in cards { observe(.distrusted(card, false)) }
        return true
    }

    /// How long a receipt takes.
    private static let printingTime = Duration.seconds(3)
    /// How long a search for patrons takes.
    private static let searchTime = Duration.milliseconds(50)

    private func send(_ action: Action) {
        observe(.sent(action))
        let process = process
        switch action {
        case .show(let view):
            show(view)
        case .ask(let question):
            link?.ask(question)
        case .checkPIN(let check):
            at(checkingEnds()) { [self] in
                guard self.process === process else { return }
                tell(.pinChecked(matches: matches(check), check.ticket))
            }
        case .deriveVerifier(let key, let pin, let ticket):
            at(checkingEnds()) { [self] in
                guard self.process === process, let verifier = verifier(of: pin, key) else {
                    return
                }
                tell(.verifierDerived(verifier, ticket))
            }
        case .answer(let ticket, nil):
            if let card = faults.erasures.removeValue(forKey: ticket) { erase(card) }
        case .request(let request):
            link?.request(request)
        case .showKiosk(let view):
            show(view)
        case .issueReceipt(_, _, let kiosk, let session):
            after(Self.printingTime) { [self] in
                guard self.process === process else { return }
                tell(.receiptEnded(succeeded: true, session: session, kiosk: kiosk))
            }
        case .keepOrders(let orders):
            standing = orders
        case .inquire(let inquiry):
            inquire(inquiry)
        case .search(let search):
            find(search)
        // No tags are read.
        case .handleTags, .journal, .switchOutput, .announce, .withdrawReceipt: break
        case .answer, .record, .saveThrottle, .release, .secure, .cache, .erase, .keepList: break
        }
    }

    private func show(_ view: PanelView) {
        guard let reader = readers[view.reader] else { return }
        let before = reader.view?.sign
        reader.view = view
        guard before != view.sign, let visit = reader.visit else { return }
        after(.milliseconds(200)) {
            if reader.view?.sign == view.sign { visit.see(view.sign) }
        }
    }

    /// An answer of the library system reaches the process, now and then by a detour.
    func reply(_ reply: LibraryReply, to question: LibraryQuestion, saidAt time: Duration) {
        let detour =
            faults.reorders ? faultChance.duration(in: .zero ... .milliseconds(800)) : .zero
        let process = process
        after(detour) { [self] in
            guard let process, self.process === process else { return }
            process.put(
                .libraryReplied(reply, question.ticket),
                source: .init(key: register.key(of: question.card), saidAt: time),
                at: now
            )
        }
    }

    /// Asks the library system about a patron who is not here.
    private func inquire(_ inquiry: PatronInquiry) {
        let (process, askedAt) = (process, now)
        guard let link, let key = key(of: inquiry.patron) else { return }
        link.inquire(inquiry) { [self] reply, saidAt in
            let detour =
                faults.reorders ? faultChance.duration(in: .zero ... .milliseconds(800)) : .zero
            after(detour) { [self] in
                guard let process, self.process === process else { return }
                process.put(
                    .libraryReplied(reply, inquiry.ticket),
                    source: .init(key: key, saidAt: saidAt, inquiredAt: askedAt),
                    at: now
                )
            }
        }
    }

    /// The card of the patron whom the library system knows by a number.
    func key(of patron: PatronNumber) -> CardKey? {
        library.card(of: patron.secret).flatMap { library.key($0) }
    }

    /// Finds who is to be asked about, on a worker; a cache that fails finds nobody.
    private func find(_ search: SyncSearch) {
        let process = process
        after(Self.searchTime) { [self] in
            guard self.process === process, !faults.isCacheFailing, let stores = disk.stores
            else { return }
            do throws(StoreError) {
                let finding = try stores.cache.find(search, besides: stores.roster)
                tell(.patronsFound(finding, search.ticket))
            } catch {
                fail(.store(error.code))
            }
        }
    }
}
