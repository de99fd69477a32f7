// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// The driver's own limit on how long a lock stays released.
///
/// The core ends every release itself. This is the net below it, for a core that hangs.
enum ReleaseCap {
    /// How much later than the core the driver acts, so that in good order it never has to.
    static let grace = Duration.milliseconds(250)

    /// By how much a release has to be prolonged for another impulse: less is the time between an
    /// order and its repetition.
    static let impulseStep = Duration.milliseconds(500)

    /// Whether a motor lock needs an impulse for a release that now lasts to another deadline.
    static func needsImpulse(from earlier: Uptime?, to deadline: Uptime) -> Bool {
        earlier.map { $0 + impulseStep < deadline } ?? true
    }

    /// When the driver secures a lock that is released now.
    static func deadline(requested: Duration, max longest: Duration, at now: Uptime) -> Uptime {
        now + min(max(requested, .zero), longest) + grace
    }
}
