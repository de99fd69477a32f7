// SPDX-License-Identifier: MPL-2.0

public import ControlAPI
public import PortnerCore

/// What the control server needs for the kiosks themselves.
public struct KioskControlPort: Sendable {
    /// The kiosks as they are now.
    public var read: @Sendable () async throws(ControlFailure) -> [KioskReport.Kiosk]
    /// Takes a kiosk out of service or back for the named user, and says why not, if not.
    public var order:
        @Sendable (KioskName, _ inService: Bool, _ reason: String, _ by: String)
            async throws(ControlFailure) -> StaffRefusal?

    /// A port made from its closures.
    public init(
        read: @escaping @Sendable () async throws(ControlFailure) -> [KioskReport.Kiosk],
        order:
            @escaping @Sendable (KioskName, _ inService: Bool, _ reason: String, _ by: String)
            async throws(ControlFailure) -> StaffRefusal?
    ) {
        self.read = read
        self.order = order
    }
}
