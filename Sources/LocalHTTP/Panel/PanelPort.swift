// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// What the panels' pages need from the program they are part of.
public struct PanelPort: Sendable {
    /// Where the states come from.
    public var hub: PanelHub
    /// The clocks, for the time of day and for what is left of a countdown.
    public var now: @Sendable () -> Moment
    /// The look of a reader's panel, or `nil` for a reader without a panel.
    public var look: @Sendable (ReaderName) -> PanelLook?
    /// What the library tells whoever a reader's door has let in; `nil` where it tells nothing.
    public var companion: @Sendable (ReaderName) -> CompanionText?
    /// Takes a key that was pressed on a panel; must not wait.
    public var press: @Sendable (Key, ReaderName) -> Void

    /// Puts the connections together.
    public init(
        hub: PanelHub,
        now: @escaping @Sendable () -> Moment,
        look: @escaping @Sendable (ReaderName) -> PanelLook?,
        companion: @escaping @Sendable (ReaderName) -> CompanionText? = { _ in nil },
        press: @escaping @Sendable (Key, ReaderName) -> Void
    ) {
        self.hub = hub
        self.now = now
        self.look = look
        self.companion = companion
        self.press = press
    }
}
