// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import Glibc
import PortnerCore
import Receipts

/// What the driver's thread does for a printer that it speaks to by itself.
final class PrinterLoop {
    /// How long a connection may take to come about.
    private static let connectTimeout = Duration.seconds(5)
    /// How long a port is left alone from which nothing could be read.
    private static let readPause = Duration.milliseconds(100)
    /// The most bytes that are written before others get a turn.
    private static let writeMax = 4096

    private let settings: PrinterSettings
    private let control: LoopControl
    private let queue: PrintQueue
    private let deliver: @Sendable (PrinterEvent) -> Void
    private var machine: PrinterMachine
    private var port: PrinterPort?
    private var isOpen = false
    private var backoff = Backoff(first: .milliseconds(200), max: .seconds(30))
    /// When the port is tried again, or a connection that does not come about is given up.
    private var nextAttempt: Uptime?
    /// When the port is read again, if it is left alone.
    private var nextRead: Uptime?
    private var waiting = PollSet()
    private var buffer = [UInt8](repeating: 0, count: PrinterPort.readMax)

    init(
        _ settings: PrinterSettings,
        control: LoopControl,
        queue: PrintQueue,
        deliver: @escaping @Sendable (PrinterEvent) -> Void
    ) {
        self.settings = settings
        self.control = control
        self.queue = queue
        self.deliver = deliver
        machine = PrinterMachine(settings)
        nextAttempt = MonotonicClock.now
    }

    func run() {
        while !control.shouldStop {
            let now = MonotonicClock.now
            tendPort(at: now)
            for job in queue.takeExpired(at: now) {
                deliver(.dropped(job.number, PrinterError(.timedOut)))
            }
            let (waiting, withdrawn) = queue.takeWithdrawn()
            for job in waiting { deliver(.dropped(job.number, PrinterError(.withdrawn))) }
            for number in withdrawn { machine.withdraw(number) }
            if machine.wantsJob, let job = queue.next() { machine.take(job, at: now) }
            machine.advance(to: now)
            renewLine(at: now)
            tell()
            wait()
        }
    }

    private func tell() { for event in machine.takeEvents() { deliver(event) } }

    // MARK: The port

    private func tendPort(at now: Uptime) {
        guard let due = nextAttempt, due <= now else { return }
        guard port == nil else { return close(PrinterError(.timedOut), at: now) }
        do throws(PrinterError) {
            port = try PrinterPort(settings.connection)
            nextAttempt = nil
            if port?.isConnecting == true {
                nextAttempt = now + Self.connectTimeout
            } else {
                opened(at: now)
            }
        } catch {
            close(error, at: now)
        }
    }

    private func opened(at now: Uptime) {
        isOpen = true
        nextAttempt = nil
        backoff.reset()
        machine.opened(at: now)
        if let state = port?.portState() { machine.portState(state) }
    }

    /// Gives the line up where what is in it must not come out any more.
    private func renewLine(at now: Uptime) {
        guard let pause = machine.takeLineRest() else { return }
        port = nil
        isOpen = false
        nextAttempt = now + pause
    }

    private func close(_ error: PrinterError, at now: Uptime) {
        port = nil
        isOpen = false
        machine.lost(error, at: now)
        nextAttempt = now + backoff.pause()
    }

    // MARK: Waiting

    private func wait() {
        waiting.removeAll()
        let bell = waiting.add(control.descriptor)
        if let moment = nextRead, moment <= MonotonicClock.now { nextRead = nil }
        let line = waiting.add(
            port?.descriptor ?? -1,
            wantsToRead: wantsToRead,
            wantsToWrite: !machine.output.isEmpty || !isOpen
        )
        let deadlines = [machine.nextDeadline, nextAttempt, nextRead, queue.nextDeadline]
        waiting.wait(until: deadlines.compactMap(\.self).min())
        if waiting.readiness(at: bell) != .idle { control.hush() }
        serve(waiting.readiness(at: line))
    }

    private func serve(_ readiness: PollSet.Readiness) {
        guard readiness != .idle else { return }
        let now = MonotonicClock.now
        do throws(PrinterError) {
            if !isOpen {
                try port?.finishConnecting()
                opened(at: now)
            }
            try read(at: now)
            try write(at: now)
            // Nothing could be read from a line that is broken: it stays so.
            if readiness == .broken { throw PrinterError(.disconnected) }
        } catch {
            close(error, at: now)
        }
    }

    /// A connection is read even if nothing is asked: that is how its end is noticed.
    private var wantsToRead: Bool {
        nextRead == nil && (settings.asksState || port?.hasPortLines == false)
    }

    private func read(at now: Uptime) throws(PrinterError) {
        guard wantsToRead, let count = try port?.read(into: &buffer) else { return }
        guard count > 0 else {
            if port?.hasPortLines == true { nextRead = now + Self.readPause }
            return
        }
        machine.received(buffer[..<count], at: now)
    }

    private func write(at now: Uptime) throws(PrinterError) {
        guard !machine.output.isEmpty,
            let count = try port?.write(machine.output.prefix(Self.writeMax)), count > 0
        else { return }
        machine.wrote(count, at: now)
    }
}

extension PollSet {
    /// Adds a descriptor with what is wanted of it; that it is gone is always found out.
    fileprivate mutating func add(
        _ descriptor: Int32,
        wantsToRead: Bool,
        wantsToWrite: Bool
    ) -> Int {
        let events = (wantsToRead ? POLLIN : 0) | (wantsToWrite ? POLLOUT : 0)
        return add(descriptor, events: Int16(events))
    }
}
