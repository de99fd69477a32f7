// SPDX-License-Identifier: MPL-2.0

import Dispatch
import LibraryLink
import LocalHTTP
import PortnerCore
import PortnerStore
import Synchronization

/// How a lock is driven: by GPIO at a library, on a page in the demonstration.
protocol LockDriver: Sendable {
    /// Releases a lock as ordered.
    func release(_ door: DoorName, _ release: Release) throws(LockFailure)
    /// Secures a lock.
    func secure(_ door: DoorName) throws(LockFailure)
    /// Begins to drive and to watch.
    func start() throws(LockFailure)
    /// Secures every lock that no fire input holds released; what cannot be secured is told.
    func secureAll() -> [LockFailure]
    /// Switches an output of the building.
    func set(_ output: OutputName, on isOn: Bool)
    /// Gives the lines back.
    func stop()
}

/// What keeps something from being done that is tried again and again, to be told once.
final class Trouble: Sendable {
    private let last = Mutex<StoreError?>(nil)

    /// Whether that is another trouble than the last time, or the end of it.
    func isNews(_ error: StoreError?) -> Bool {
        last.withLock { last in
            defer { last = error }
            return last != error
        }
    }
}

/// Everything that the station's actions go to.
struct Outlets: Sendable {
    let stores: Stores
    let inbox: Inbox
    let clock: SystemClock
    let locks: any LockDriver
    let link: any LibraryLinking
    let panels: PanelHub
    let kiosks: KioskHub
    let pins: PINWorker
    let receipts: ReceiptDesk
    let pads: [KioskName: TagStand]
    let log: EventLog
    let news: LedgerNews
    let orders: Answers<StaffRefusal?>
    let demo: DemoFeed?
    let announcer: HookQueue?
    private let changing = Trouble()
    private let noting = Trouble()
    private let searching = Trouble()

    /// The ports of the station's loop.
    func ports() -> StationPorts {
        StationPorts(
            append: { batch throws(RecordingFailure) in try append(batch) },
            drive: { door, release throws(LockFailure) in
                guard let release else { return try locks.secure(door) }
                try locks.release(door, release)
                inbox.put(.lockReleased(door: door, at: clock.uptime))
            },
            change: { change in write(change) },
            distrust: { card in distrust(card) },
            trust: { cards in trust(cards) },
            send: { action, moment in send(action, at: moment) }
        )
    }

    private func append(_ batch: LedgerBatch) throws(RecordingFailure) {
        let numbers: ClosedRange<Int64>?
        do throws(StoreError) {
            numbers = try stores.ledger.append(batch, sealing: stores.outboxSeal)
        } catch {
            log.write(.error, "ledger could not be written", [("detail", error.description)])
            throw RecordingFailure(detail: error.description)
        }
        for record in batch.records {
            log.write(record)
            demo?.publish(record)
        }
        guard let last = numbers?.upperBound else { return }
        news.tell(UInt64(last), alarms: batch.records.count(where: \.isAlarm))
    }

    private func write(_ change: CacheChange) -> Bool {
        do throws(StoreError) {
            try stores.cache.carryOut(
                change,
                besides: stores.roster,
                isExchangingKey: stores.keys.hasPrevious
            )
            if changing.isNews(nil) { log.write(.notice, "cache can be written again") }
            return true
        } catch {
            if changing.isNews(error) {
                log.write(.error, "cache could not be written", [("detail", error.description)])
            }
            return false
        }
    }

    /// Notes a card of which the cache lacks something.
    private func distrust(_ card: CardKey) {
        do throws(StoreError) {
            try stores.unwritten.keep(card)
        } catch {
            log.write(.error, "unwritten card not noted", [("detail", error.description)])
        }
    }

    /// Takes cards off the note about which the cache lacks nothing, once that is on the disk.
    private func trust(_ cards: [CardKey]) -> Bool {
        do throws(StoreError) {
            try stores.cache.synchronize()
            try stores.unwritten.release(cards)
            _ = noting.isNews(nil)
            return true
        } catch {
            // The cards stay noted: at worst the library system is asked about them anew.
            if noting.isNews(error) {
                log.write(.error, "cards stay noted", [("detail", error.description)])
            }
            return false
        }
    }

    /// Writes the list of single cards; staff hear of it when a restart would lose a change.
    private func keep(_ list: AccessList) {
        do throws(StoreError) {
            try stores.list.keep(list)
        } catch {
            log.write(.error, "list could not be written", [("detail", error.description)])
            inbox.put(.stationFailed(code: "list-not-kept", detail: error.description))
        }
    }

    /// Writes what staff have ordered; they hear of it when a restart would forget it.
    private func keep(_ orders: StandingOrders) {
        do throws(StoreError) {
            try stores.standing.keep(orders)
        } catch {
            log.write(.error, "orders could not be written", [("detail", error.description)])
            inbox.put(.stationFailed(code: "orders-not-kept", detail: error.description))
        }
    }

    /// Looks through the cache on a thread that may wait for the disk.
    private func search(_ search: SyncSearch) {
        DispatchQueue.global(qos: .utility).async {
            do throws(StoreError) {
                let finding = try stores.cache.find(search, besides: stores.roster)
                _ = searching.isNews(nil)
                inbox.put(.patronsFound(finding, search.ticket))
            } catch {
                // The station gives the search up in time and begins another one.
                guard searching.isNews(error) else { return }
                log.write(.error, "no search in the cache", [("detail", error.description)])
            }
        }
    }

    private func send(_ action: Action, at moment: Moment) {
        switch action {
        case .show(let view): panels.publish(view, at: moment)
        case .showKiosk(let view): kiosks.publish(view, at: moment)
        case .ask(let question): link.ask(question)
        case .request(let request): link.send(request)
        case .inquire(let inquiry): link.ask(inquiry)
        case .search(let wanted): search(wanted)
        case .checkPIN(let check): pins.check(check)
        case .deriveVerifier(let key, let pin, let ticket): pins.derive(pin, key, ticket)
        case .keepList(let list): keep(list)
        case .keepOrders(let orders): keep(orders)
        case .switchOutput(let output, let isOn): locks.set(output, on: isOn)
        case .announce(let announcement): announcer?.run([announcement.file])
        case .answer(let ticket, let refusal): orders.resume(ticket, with: refusal)
        case .issueReceipt(let receipt, let way, let kiosk, let session):
            receipts.issue(receipt, way, kiosk: kiosk, session: session)
        case .withdrawReceipt(let kiosk, let session):
            receipts.withdraw(session, at: kiosk)
        case .handleTags(let order, let kiosk): pads[kiosk]?.take(order)
        case .record, .saveThrottle, .journal, .release, .secure, .cache, .erase: break
        }
    }
}
