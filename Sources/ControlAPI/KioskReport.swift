// SPDX-License-Identifier: MPL-2.0

/// The kiosks as technicians see them.
public struct KioskReport: Codable, Sendable, Hashable {
    /// One kiosk, without whom it serves.
    public struct Kiosk: Codable, Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Whether it is in service.
        public var isInService: Bool
        /// Whether somebody is being served.
        public var isServing: Bool
        /// `alive`; `silent` when its page has not been heard of for a while; `dark` outside of the
        /// screen's hours; `unseen` when no page has been opened since the daemon started.
        public var screen: String

        /// A kiosk made from its parts.
        public init(name: String, isInService: Bool, isServing: Bool, screen: String) {
            self.name = name
            self.isInService = isInService
            self.isServing = isServing
            self.screen = screen
        }
    }

    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// The kiosks, by name.
    public var kiosks: [Kiosk]

    /// A report made from its parts.
    public init(kiosks: [Kiosk]) {
        schema = ControlAPI.schema
        self.kiosks = kiosks
    }
}

/// The order to take a kiosk out of service, or back.
public struct KioskServiceOrder: Codable, Sendable, Hashable {
    /// The kiosk.
    public var kiosk: String
    /// Whether it is to serve.
    public var isInService: Bool
    /// Why; goes to the ledger.
    public var reason: String
    /// The user who called `sudo`, by number; see ``DoorOrder/sudoUserID``.
    public var sudoUserID: UInt32?

    /// An order made from its parts.
    public init(kiosk: String, isInService: Bool, reason: String, sudoUserID: UInt32?) {
        self.kiosk = kiosk
        self.isInService = isInService
        self.reason = reason
        self.sudoUserID = sudoUserID
    }
}

/// The answer to a ``KioskServiceOrder`` that was carried out.
public struct KioskServiceReply: Codable, Sendable, Hashable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// The kiosk.
    public var kiosk: String
    /// Whether it serves now.
    public var isInService: Bool
    /// Who the ledger says ordered it.
    public var by: String

    /// An answer made from its parts.
    public init(kiosk: String, isInService: Bool, by: String) {
        schema = ControlAPI.schema
        self.kiosk = kiosk
        self.isInService = isInService
        self.by = by
    }
}

/// What a kiosk's page server says about its screen, to the program that keeps the screen lit.
///
/// `GET /kiosk/<name>/screen` on the loopback address; it says nothing of whom the kiosk serves.
public struct ScreenReport: Codable, Sendable, Hashable {
    /// The number of the format, ``ControlAPI/schema``.
    public var schema: Int
    /// Whether the screen is to be lit now.
    public var isLit: Bool
    /// Whether the page was heard of lately, or has had no time yet to be.
    public var isAlive: Bool
    /// Whether somebody is being served, so that nothing may be started anew.
    public var isServing: Bool

    /// A report made from its parts.
    public init(isLit: Bool, isAlive: Bool, isServing: Bool) {
        schema = ControlAPI.schema
        self.isLit = isLit
        self.isAlive = isAlive
        self.isServing = isServing
    }
}
