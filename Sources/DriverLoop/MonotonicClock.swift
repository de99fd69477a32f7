// SPDX-License-Identifier: MPL-2.0

import Glibc
public import PortnerCore

/// The kernel's monotonic clock, on which drivers wait and on which GPIO edges are dated.
public enum MonotonicClock {
    /// This moment.
    public static var now: Uptime {
        var time = timespec()
        // Unsafe: pointer argument. It is to a local value that lives through the call.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Uptime(.seconds(time.tv_sec) + .nanoseconds(time.tv_nsec))
    }
}
