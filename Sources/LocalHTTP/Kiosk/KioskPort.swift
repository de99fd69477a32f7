// SPDX-License-Identifier: MPL-2.0

public import ControlAPI
public import PortnerCore

/// What the kiosks' pages need from the program they are part of.
public struct KioskPort: Sendable {
    /// What a library's opening hours allow, for the head of the page.
    public struct Hours: Sendable, Hashable {
        /// What the hours allow now.
        public var mode: HoursMode
        /// When the hours allow something else, and what.
        public var nextChange: Schedule.Change?

        /// Puts the hours together.
        public init(mode: HoursMode, nextChange: Schedule.Change?) {
            self.mode = mode
            self.nextChange = nextChange
        }
    }

    /// Where the views come from.
    public var hub: KioskHub
    /// The clocks, for the time of day, for what is due soon and for what is left of a question.
    public var now: @Sendable () -> Moment
    /// The look of a kiosk, or `nil` for a name that no kiosk has.
    public var look: @Sendable (KioskName) -> KioskLook?
    /// The opening hours as they are now, or `nil` where none are told.
    public var hours: @Sendable (KioskName) -> Hours?
    /// Takes what was pressed on a kiosk; must not wait.
    public var press: @Sendable (KioskPress, KioskName) -> Void
    /// Hears that a kiosk's page is alive and drawing, every ``beatInterval``; must not wait.
    public var beat: @Sendable (KioskName) -> Void
    /// What is to become of a kiosk's screen; must not wait.
    public var screen: @Sendable (KioskName) -> ScreenReport

    /// How often a page says that it is alive.
    public static let beatInterval = Duration.seconds(10)

    /// Puts the connections together.
    public init(
        hub: KioskHub,
        now: @escaping @Sendable () -> Moment,
        look: @escaping @Sendable (KioskName) -> KioskLook?,
        hours: @escaping @Sendable (KioskName) -> Hours? = { _ in nil },
        press: @escaping @Sendable (KioskPress, KioskName) -> Void,
        beat: @escaping @Sendable (KioskName) -> Void = { _ in },
        screen: @escaping @Sendable (KioskName) -> ScreenReport = { _ in
            ScreenReport(isLit: true, isAlive: true, isServing: false)
        }
    ) {
        self.hub = hub
        self.now = now
        self.look = look
        self.hours = hours
        self.press = press
        self.beat = beat
        self.screen = screen
    }
}
