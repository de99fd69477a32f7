// SPDX-License-Identifier: MPL-2.0

import CLinux
import Glibc

/// Keeps the daemon's memory out of core files and crash reports (invariant I8).
///
/// While a patron stands at a reader, the memory holds a card number and a PIN. A crash must not
/// write them down, whatever the limits of the user who started the daemon and wherever the machine
/// pipes its core files to. It also keeps other processes of the same user from reading the memory.
enum CoreDumps {
    /// The signals on which the Swift runtime would write registers, and the memory that they point
    /// to, into the log.
    private static let reported = [
        SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP,
    ]

    /// Has the kernel never write this process's memory down, nor the Swift runtime parts of it.
    ///
    /// - Returns: `false` when the kernel does not agree.
    static func forbid() -> Bool {
        for number in reported { signal(number, SIG_DFL) }
        return portner_forbid_dumps() == 0 && portner_is_dumpable() == 0
    }
}
