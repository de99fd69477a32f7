// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import Glibc
import PortnerCore

/// What the driver's thread does where CUPS prints: one run of `lp` for each job.
///
/// It says that a job was printed when CUPS has taken it; what becomes of it then is CUPS' own
/// affair and has to be limited there.
final class SpoolerLoop {
    private let settings: PrinterSettings
    private let program: String
    private let name: String
    private let control: LoopControl
    private let queue: PrintQueue
    private let deliver: @Sendable (PrinterEvent) -> Void
    private var run: SpoolerRun?
    private var job: QueuedJob?
    private var isAvailable: Bool?
    private var waiting = PollSet()

    init(
        _ settings: PrinterSettings,
        queue name: String,
        program: String,
        control: LoopControl,
        queue: PrintQueue,
        deliver: @escaping @Sendable (PrinterEvent) -> Void
    ) {
        self.settings = settings
        self.name = name
        self.program = program
        self.control = control
        self.queue = queue
        self.deliver = deliver
    }

    func loop() {
        while !control.shouldStop {
            let now = MonotonicClock.now
            for job in queue.takeExpired(at: now) {
                deliver(.dropped(job.number, PrinterError(.timedOut)))
            }
            if job == nil, let next = queue.next() { begin(next) }
            if let job, job.deadline <= now { end(PrinterError(.timedOut)) }
            wait()
        }
        run?.kill()
    }

    private func begin(_ next: QueuedJob) {
        job = next
        do throws(PrinterError) {
            run = try SpoolerRun(
                program: program,
                arguments: ["lp", "-s", "-d", name, "-"],
                input: next.bytes
            )
        } catch {
            end(error)
        }
    }

    private func wait() {
        waiting.removeAll()
        let bell = waiting.add(control.descriptor)
        let input = waiting.add(run?.inputDescriptor ?? -1, events: Int16(POLLOUT))
        let output = waiting.add(run?.outputDescriptor ?? -1)
        waiting.wait(until: [job?.deadline, queue.nextDeadline].compactMap(\.self).min())
        if waiting.readiness(at: bell) != .idle { control.hush() }
        if waiting.readiness(at: input) != .idle { run?.feed() }
        if waiting.readiness(at: output) != .idle, run?.hasEnded() == true {
            let succeeded = run?.finish() ?? false
            end(succeeded ? nil : PrinterError(.spoolerFailed))
        }
    }

    private func end(_ error: PrinterError?) {
        run?.kill()
        run = nil
        guard let job else { return }
        self.job = nil
        let isGood = error == nil
        if isAvailable != isGood {
            isAvailable = isGood
            deliver(error.map { .unavailable($0) } ?? .available)
        }
        deliver(error.map { .dropped(job.number, $0) } ?? .printed(job.number))
    }
}
