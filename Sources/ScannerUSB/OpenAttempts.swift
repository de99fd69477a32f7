// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import PortnerCore

/// When to try to open a device, and when to say that it does not work.
///
/// A device that was just plugged in may refuse for some milliseconds, until udev has set its
/// permissions or another program has let go of it. So attempts come quickly at first and failures
/// are kept quiet for a while; afterwards attempts are rare.
struct OpenAttempts: Sendable {
    /// How long failures that often go away by themselves are not reported.
    static let patience = Duration.seconds(2)
    /// The pause after the first failure.
    static let pauseFirst = Duration.milliseconds(20)
    /// The longest pause while patience lasts.
    static let pauseMax = Duration.milliseconds(320)
    /// The pause between attempts afterwards.
    static let rescanPause = Duration.seconds(30)

    /// When to try next; nothing while the device is open or not there.
    private(set) var next: Uptime?
    private var began: Uptime
    private var backoff = Backoff(first: pauseFirst, max: pauseMax)

    /// A first attempt at once.
    init(at now: Uptime) {
        began = now
        next = now
    }

    /// The device has just come or gone: attempts are quick again.
    mutating func begin(at now: Uptime) { self = OpenAttempts(at: now) }

    /// The device is open.
    mutating func succeeded() { next = nil }

    /// An attempt failed; answers whether to say so.
    mutating func failed(_ error: ScannerError, at now: Uptime) -> Bool {
        guard error.isOftenBrief, began.duration(to: now) < Self.patience else {
            next = now + Self.rescanPause
            return true
        }
        next = min(now + backoff.pause(), began + Self.patience)
        return false
    }
}
