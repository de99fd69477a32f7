// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import PortnerCore

/// What the driver's thread does: wait for edges and deadlines, and keep hold of the lines.
final class LockLoop {
    private let control: LoopControl
    private let deliver: @Sendable (LockEvent) -> Void
    private var outputs: [(output: LockOutput, attempts: LineAttempts)]
    private var switches: [(output: SwitchOutput, attempts: LineAttempts)]
    private let inputs: [InputWatch]
    /// The watch over the chips' device nodes, where the kernel has one to give; without it a
    /// chip's return is noticed by the repeated attempts alone.
    private let chips = try? DeviceFolderWatch(prefix: "gpiochip")
    private var waiting = PollSet()

    init(
        outputs: [LockOutput],
        switches: [SwitchOutput],
        control: LoopControl,
        deliver: @escaping @Sendable (LockEvent) -> Void
    ) {
        self.control = control
        self.deliver = deliver
        self.outputs = outputs.map { ($0, LineAttempts()) }
        self.switches = switches.map { ($0, LineAttempts()) }
        inputs = outputs.flatMap { output in
            output.door.inputs.map { InputWatch($0.line, role: $0.role, of: output) }
        }
        let now = MonotonicClock.now
        for input in inputs { input.attempts.begin(at: now) }
    }

    func run() {
        while !control.shouldStop {
            let now = MonotonicClock.now
            tendOutputs(at: now)
            tendSwitches(at: now)
            tendInputs(at: now)
            wait()
        }
    }

    /// Secures locks whose time is over and requests lost ones anew.
    private func tendOutputs(at now: Uptime) {
        for index in outputs.indices {
            let output = outputs[index].output
            if output.secureIfDue(at: now) { deliver(.capReached(output.door.door)) }
            if let loss = output.takeLoss() { reportLoss(loss, of: index, at: now) }
            guard let next = outputs[index].attempts.next, now >= next else { continue }
            do {
                try output.acquire()
                if outputs[index].attempts.succeeded() {
                    deliver(.lineReturned(output.door.door, .lock))
                }
            } catch {
                reportLoss(error, of: index, at: now)
            }
        }
    }

    private func reportLoss(_ loss: LockError, of index: Int, at now: Uptime) {
        guard outputs[index].attempts.failed(loss, at: now) else { return }
        deliver(.lineLost(outputs[index].output.door.door, .lock, loss))
    }

    /// Requests the building's outputs that were told a level and have no line.
    private func tendSwitches(at now: Uptime) {
        for index in switches.indices where switches[index].output.isWaiting {
            let output = switches[index].output
            if switches[index].attempts.next == nil { switches[index].attempts.begin(at: now) }
            guard let next = switches[index].attempts.next, now >= next else { continue }
            do {
                try output.acquire()
                if switches[index].attempts.succeeded() {
                    deliver(.switchReturned(output.settings.name))
                }
            } catch {
                guard switches[index].attempts.failed(error, at: now) else { continue }
                deliver(.switchLost(output.settings.name, error))
            }
        }
    }

    /// Reports levels that have held for long enough and requests lost inputs anew.
    private func tendInputs(at now: Uptime) {
        for input in inputs {
            if let level = input.advance(to: now) { report(level, of: input) }
            guard let next = input.attempts.next, now >= next else { continue }
            do {
                let level = try input.acquire()
                if input.attempts.succeeded() {
                    deliver(.lineReturned(input.door.door, input.role))
                }
                report(level, of: input)
            } catch {
                reportLoss(error, of: input)
            }
        }
    }

    private func report(_ level: Bool, of input: InputWatch) {
        if input.role == .fire { input.output.fireChanged(isActive: level) }
        if let event = LockEvent.changed(
            input.door.door,
            input.role,
            isActive: level,
            kind: input.door.kind
        ) {
            deliver(event)
        }
    }

    private func reportLoss(_ loss: LockError, of input: InputWatch) {
        guard input.attempts.failed(loss, at: MonotonicClock.now) else { return }
        deliver(.lineLost(input.door.door, input.role, loss))
    }

    private func wait() {
        waiting.removeAll()
        let bell = waiting.add(control.descriptor)
        let chips = waiting.add(self.chips?.descriptor ?? -1)
        for input in inputs { input.position = waiting.add(input.descriptor) }
        waiting.wait(until: deadline)
        if waiting.readiness(at: bell) != .idle { control.hush() }
        for input in inputs { readEdges(of: input) }
        if waiting.readiness(at: chips) != .idle, self.chips?.drain() == true { lookAtChips() }
    }

    /// The first moment at which something is due, if anything is.
    private var deadline: Uptime? {
        let outputs =
            outputs.flatMap { [$0.output.deadline, $0.attempts.next] }
            + switches.filter(\.output.isWaiting).map(\.attempts.next)
        let inputs = inputs.flatMap { [$0.deadline, $0.attempts.next] }
        return (outputs + inputs).compactMap(\.self).min()
    }

    private func readEdges(of input: InputWatch) {
        guard let position = input.position else { return }
        do {
            switch waiting.readiness(at: position) {
            case .idle: return
            case .ready: for level in try input.readEdges() { report(level, of: input) }
            case .broken: reportLoss(input.drop(), of: input)
            }
        } catch {
            reportLoss(error, of: input)
        }
    }

    /// A chip came, went or changed its permissions: held lines are checked, lost ones tried soon.
    private func lookAtChips() {
        let now = MonotonicClock.now
        for index in outputs.indices {
            outputs[index].output.check()
            outputs[index].attempts.hurry(at: now)
        }
        for index in switches.indices {
            switches[index].output.check()
            switches[index].attempts.hurry(at: now)
        }
        for input in inputs {
            do {
                try input.check()
                input.attempts.hurry(at: now)
            } catch {
                reportLoss(error, of: input)
            }
        }
    }
}
