// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The driver's own limit on how long a lock stays released.
///
/// The core ends every release itself. This is the net below it, for a core that hangs.
enum ReleaseCap {
    /// How much later than the core the driver acts, so that in good order it never has to.
    static let grace = Duration.milliseconds(250)

    /// Whether a motor lock needs an impulse: for each release, however long another one still
    /// lasts, and for one that is kept up when the lock is not released.
    static func needsImpulse(isKept: Bool, isReleased: Bool) -> Bool { !isKept || !isReleased }

    /// When the driver secures a lock that is released now.
    static func deadline(requested: Duration, max longest: Duration, at now: Uptime) -> Uptime {
        now + min(max(requested, .zero), longest) + grace
    }
}
