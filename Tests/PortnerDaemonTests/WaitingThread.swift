// SPDX-License-Identifier: MPL-2.0

import Foundation

@testable import PortnerDaemon

/// A thread that waits at an inbox, for long if need be, and tells how much it got.
struct WaitingThread {
    private let thread: Thread

    init(_ inbox: Inbox, tell: @escaping @Sendable (Int) -> Void) {
        thread = Thread { tell(inbox.take(waitingAtMost: .seconds(60)).count) }
    }

    func start() { thread.start() }
}
