// SPDX-License-Identifier: MPL-2.0

/// What `portnerd` and `portner` say to each other over the control socket.
///
/// Requests and answers are JSON over HTTP on a Unix-domain socket. Fields may be added; a reader
/// skips the ones it does not know. A change that would mislead an older reader raises ``schema``
/// and moves to new paths.
public enum ControlAPI {
    /// The number of the format, in every JSON text that either program writes.
    public static let schema = 1
    /// The version of the software that both programs are built from.
    public static let version = "0.1.0"
    /// Where the daemon listens unless told otherwise.
    public static let socketPath = "/run/portner/control.sock"

    /// The addresses of the requests.
    public enum Path {
        /// `GET`: a ``StatusReport``.
        public static let status = "/v1/status"
        /// `GET` with ``Query``: an ``EventPage``.
        public static let events = "/v1/events"
        /// `GET` with ``Query``: one ``EventReport`` a line until either side ends it.
        public static let eventStream = "/v1/events/stream"
        /// `POST` of a ``DoorOrder``: a ``DoorOrderReply``.
        public static let orders = "/v1/orders"
        /// `POST` of an ``EvacuationOrder``: an ``EvacuationReply``.
        public static let evacuation = "/v1/evacuation"
        /// `POST` of a ``WaitLift``: a ``WaitLiftReply``.
        public static let waitLifts = "/v1/wait-lifts"
        /// `GET`: a ``ListReport``; `POST` of a ``ListOrder``: a ``ListOrderReply``.
        public static let list = "/v1/list"
        /// `GET`: an ``OutboxReport``; `POST` of an ``OutboxWish``: an ``OutboxReply``.
        public static let outbox = "/v1/outbox"
        /// `GET`: a ``KioskReport``; `POST` of a ``KioskServiceOrder``: a ``KioskServiceReply``.
        public static let kiosks = "/v1/kiosks"
        /// `POST` of an ``AccessCheck``: an ``AccessCheckReply``.
        public static let checks = "/v1/checks"
        /// `GET`: a ``LedgerReport``.
        public static let ledger = "/v1/ledger"
        /// `GET`: a ``CacheReport``.
        public static let cache = "/v1/cache"
        /// `POST` of a ``CacheSync``: a ``CacheReport``.
        public static let cacheSync = "/v1/cache/sync"
        /// `POST` of an ``ExportOrder``: one ``LedgerLine`` a line.
        public static let ledgerExports = "/v1/ledger/exports"
        /// `POST` of a ``ProofQuestion``: a ``ProofReport``.
        public static let ledgerProofs = "/v1/ledger/proofs"
        /// `GET`: ``PrivacyFacts``.
        public static let privacy = "/v1/privacy"
        /// `POST` of a ``PersonOrder``: a ``PersonReport``.
        public static let personReports = "/v1/privacy/reports"
        /// `POST` of a ``PersonOrder``: an ``ErasureReport``.
        public static let erasures = "/v1/privacy/erasures"
        /// `GET` with ``Query``: ``VisitCounts``.
        public static let visitCounts = "/v1/privacy/counts"
    }

    /// The parameters of requests for events.
    public enum Query {
        /// Only entries after this sequence number.
        public static let after = "after"
        /// At most this many entries.
        public static let limit = "limit"
        /// `true` for alarms only.
        public static let alarms = "alarms"
        /// How many days back, today among them.
        public static let days = "days"
    }

    /// Limits that both programs hold.
    public enum Limit {
        /// The greatest number of bytes in a request's body.
        public static let requestBytesMax = 4096
        /// The greatest number of bytes in an answer that is not a stream.
        public static let answerBytesMax = 8 * 1024 * 1024
        /// The greatest number of bytes in one line of a stream.
        public static let lineBytesMax = 64 * 1024
        /// The greatest number of entries in one ``EventPage``.
        public static let eventsMax = 1000
        /// The number of entries in an ``EventPage`` when the request names none.
        public static let eventsUsual = 50
        /// The greatest number of days that visits are counted for at once.
        public static let daysMax = 400
        /// The greatest number of bytes in the reason for an order, as the ledger keeps it.
        public static let reasonBytesMax = 200
    }
}
