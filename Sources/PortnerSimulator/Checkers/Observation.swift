// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerStore

/// Something that the checkers see: what the station was told, what it ordered, what came of it.
///
/// The checkers know nothing but these and the ``Register``. What the loop was told and what really
/// happened are two observations, so that a port that lies shows.
enum Observation {
    /// A process began with these settings.
    case started(StationSettings)
    /// What the files hold after a start: the ledger's entries that were not seen before.
    case opened(LedgerVerdict, [LedgerEntry])
    /// What cache and roster hold about a card after something may have been lost of them.
    case kept(CardKey, answer: PatronFacts?, listed: PatronFacts?)
    /// The card key is being exchanged, and of these cards not all is known that was.
    case exchangeBegun(lost: [CardKey])
    /// The former card key is dropped, and these cards are still held under it.
    case exchangeFinished(left: [CardKey])
    /// Older copies of files are in place of the station's own.
    case putBack(OldCopy)
    /// The ledger was found to be another one than was written last, and that is made good.
    case ledgerSettled
    /// A list of the library was taken: what it says of cards, `nil` where they are gone.
    case listed([CardKey: PatronFacts?], asOf: Timestamp, isFull: Bool)
    /// Everything about a card was erased.
    case erased(CardKey)
    /// It was noted durably that the cache lacks something about a card, or lacks it no more.
    case distrusted(CardKey, Bool)
    /// The process ended.
    case ended(Ending)
    /// The station is about to take an event, or to do what is due.
    case began(Step)
    /// The station is done with the step.
    case finished
    /// The loop wants records and counts on disk.
    case offered([Record], [ThrottleCount])
    /// The loop was told that they are on disk.
    case acknowledged([Record], [ThrottleCount])
    /// The loop was told that they are not.
    case refused
    /// Records and counts are on disk.
    case stored([Record], [ThrottleCount])
    /// Changes to the kiosks' transactions are on disk.
    case journalled([OutboxChange])
    /// The kiosks' transactions that a process begins with.
    case restored([OutboxEntry])
    /// The library system has carried something out.
    case effected(LibraryEffect)
    /// A lock was driven: released for at most this long, or secured.
    case driven(DoorName, Duration?)
    /// A lock could not be driven.
    case notDriven(DoorName)
    /// The cache took a change, or did not.
    case changed(CacheChange, isWritten: Bool)
    /// The loop sent something that is answered later or not at all.
    case sent(Action)
    /// The library system's answer about a card reached the station; it was given at this time.
    case heard(CardKey, LibraryReply, saidAt: Duration)
    /// The library system's answer about a patron who is not here reached the station while that
    /// waited for it; it was asked for and given at these times.
    case refreshed(CardKey, LibraryReply, askedAt: Duration, saidAt: Duration)
    /// The station's thread did not run for this long.
    case stalled(Duration)
    /// Time passed while no process ran.
    case waited
    /// The files of the station and their sizes, when they are opened and at the end of the world.
    case files([String: Int])
    /// A file's content at the end of the world.
    case file([UInt8])
    /// All faults are over and everything has had its time: what the panels show.
    case settled([PanelView])
    /// The same at the kiosks, with the transactions whose end is not known.
    case kiosksSettled([KioskView], [OutboxEntry])
    /// A patron in good standing went to a kiosk after all faults were over, and had borrowed after
    /// this time or not at all.
    case borrowed(Duration?)
    /// A patron in good standing went to a reader after all faults were over, and got in after
    /// this time or not at all.
    case served(Duration?)
}

extension Observation {
    /// A step of the station.
    enum Step {
        case event(Event)
        case time
    }

    /// Which files somebody has put an older copy in place of.
    enum OldCopy: String, CaseIterable {
        case ledger
        case cache
        /// All of the state folder.
        case everything

        /// Whether the ledger is among them.
        var hasLedger: Bool { self != .cache }
    }

    /// How a process ended.
    enum Ending: String {
        /// It was stopped in good order.
        case stopped
        /// It died at some call to a driver.
        case crashed
        /// The power failed.
        case powerCut = "power cut"
    }
}

/// What everybody can see while something is observed.
struct Situation {
    /// The true time since the world began.
    let now: Duration
    /// The moment as the station sees it; the last one while no process runs.
    let moment: Moment
    /// The doors whose lock is released, as the kernel has it.
    let released: Set<DoorName>
    /// The doors whose lock does not follow, or has not been told what to do since it does again.
    let broken: Set<DoorName>
    /// Why locks may be released, this observation included.
    var claims: ClaimBook
    /// Who stands at which reader, this observation included.
    var presentations: PresentationBook
}
