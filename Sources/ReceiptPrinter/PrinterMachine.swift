// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import Receipts

/// What happens with a printer and its jobs, without a line of its own to the printer.
///
/// One job at a time: ask how the printer is, hand the job over, and wait until the printer says
/// that it is on paper. A printer that has never answered is printed on all the same; one that has
/// and does not any more is out of reach, whatever its line takes. A job that cannot be finished is
/// given up whole, with the line that may hold the rest of it, and what is left of it in the
/// printer is kept from the next one's paper.
struct PrinterMachine: Sendable {
    /// How long an answer is waited for.
    static let answerTimeout = Duration.seconds(1)
    /// How long a printer that has answered before may take to answer.
    static let silenceMax = Duration.seconds(3)
    /// How long a printer that says that it can print may leave open whether it has printed.
    ///
    /// Some know the questions about their state and not the one about the end of a job.
    static let endTimeout = Duration.seconds(10)
    /// How often an idle printer is asked how it is.
    static let stateInterval = Duration.seconds(20)

    private enum Phase {
        /// There is no line to the printer.
        case closed
        /// There is nothing to do until something comes or the printer is to be asked again.
        case idle(askAgain: Uptime)
        /// It was asked how it is, for a job or by the way.
        case asking(until: Uptime)
        /// The job is being handed over.
        case writing
        /// The job was handed over; it is asked from time to time until it says that it is done.
        case ending(askAgain: Uptime, atLatest: Uptime, ends: Int)
    }

    /// What the thread is to write, as soon as the line takes it.
    private(set) var output: ArraySlice<UInt8> = []
    /// What has happened and was not yet told.
    private var events: [PrinterEvent] = []

    private let settings: PrinterSettings
    private var phase = Phase.closed
    private var reader = PaperStateReader()
    private var lastState: PaperState?
    private var linkError: PrinterError?
    private var job: QueuedJob?
    /// Whether a job before left something in the printer or on the paper.
    private var isUnclean = false
    /// Whether the printer has answered nothing since it was last asked.
    private var isMute = false
    /// Whether it has ever answered.
    private var answers = false
    /// Whether it was told that the printer can be reached.
    private var isReachable = false
    /// After which pause another line is wanted in the place of this one.
    private var lineRest: Duration?

    init(_ settings: PrinterSettings) { self.settings = settings }

    /// Whether another job can be taken.
    var wantsJob: Bool { job == nil }

    /// When ``advance(to:)`` has something to do.
    var nextDeadline: Uptime? {
        let phaseDeadline: Uptime? =
            switch phase {
            case .closed, .writing: nil
            case .idle(let moment): settings.asksState ? moment : nil
            case .asking(let moment), .ending(let moment, _, _): moment
            }
        return [phaseDeadline, job?.deadline].compactMap(\.self).min()
    }

    /// Takes what there is to tell.
    mutating func takeEvents() -> [PrinterEvent] {
        defer { events = [] }
        return events
    }

    // MARK: Events

    /// A job is to be printed; only when ``wantsJob``.
    mutating func take(_ job: QueuedJob, at now: Uptime) {
        self.job = job
        if case .idle = phase { begin(at: now) }
    }

    /// There is a line to the printer.
    mutating func opened(at now: Uptime) {
        reader.reset()
        isMute = false
        lineRest = nil
        // One that answers is there when it has answered.
        if !answers { noteReachable() }
        begin(at: now)
        // Before anything else: what a job before left in the printer must not come out.
        if isUnclean, settings.profile.clearsBuffer {
            output = PrintJob.clearBuffer + output
        }
    }

    /// There is no line to the printer, or none any more.
    mutating func lost(_ error: PrinterError, at now: Uptime) {
        let hasBegun =
            switch phase {
            case .writing, .ending: true
            case .closed, .idle, .asking: false
            }
        phase = .closed
        output = []
        lineRest = nil
        noteUnreachable(error)
        guard hasBegun else { return }
        // What was begun is never begun again: half of it may be on paper.
        isUnclean = true
        end(error)
    }

    /// The printer sent something.
    mutating func received(_ bytes: some Sequence<UInt8>, at now: Uptime) {
        reader.receive(bytes)
        if reader.state != nil {
            answers = true
            noteReachable()
        }
        noteState()
        switch phase {
        case .asking where !reader.isWaiting: goOn(isMute: false, at: now)
        case .ending(_, _, let ends) where reader.ends > ends:
            end(nil)
            begin(at: now)
        case .ending: giveUpIfStuck()
        case .closed, .idle, .asking, .writing: break
        }
    }

    /// The port's own lines say how the printer is.
    mutating func portState(_ state: PaperState) {
        guard reader.state == nil, lastState != state else { return }
        lastState = state
        events.append(.state(state))
    }

    /// The line took so many bytes of ``output``.
    mutating func wrote(_ count: Int, at now: Uptime) {
        output = output.dropFirst(count)
        guard output.isEmpty, case .writing = phase else { return }
        guard !isMute else {
            end(nil)
            return begin(at: now)
        }
        let ends = reader.ends
        reader.askForEnd()
        write(PaperStateReader.endCommand)
        phase = .ending(
            askAgain: now + Self.answerTimeout,
            atLatest: now + Self.endTimeout,
            ends: ends
        )
    }

    /// A job is wanted back.
    mutating func withdraw(_ number: PrintNumber) {
        guard job?.number == number else { return }
        giveUp(PrinterError(.withdrawn))
    }

    /// After which pause another line is wanted in the place of this one; nil while it is good.
    mutating func takeLineRest() -> Duration? { lineRest.take() }

    /// Lets time pass.
    mutating func advance(to now: Uptime) {
        if let job, job.deadline <= now {
            let isClosed = if case .closed = phase { true } else { false }
            return giveUp(isClosed ? linkError ?? PrinterError(.timedOut) : PrinterError(.timedOut))
        }
        switch phase {
        case .idle(let moment) where moment <= now && settings.asksState: begin(at: now)
        case .asking(let moment) where moment <= now:
            // What was held back and not asked was not left unanswered.
            if reader.isWaiting { goOn(isMute: true, at: now) } else { begin(at: now) }
        case .ending(_, let atLatest, _)
        where atLatest <= now && reader.state?.canPrint == true && !reader.isWaiting:
            end(nil)
            begin(at: now)
        case .ending(let moment, let atLatest, let ends) where moment <= now:
            if output.isEmpty, !reader.isWaiting { askState() }
            phase = .ending(askAgain: now + Self.answerTimeout, atLatest: atLatest, ends: ends)
        case .closed, .idle, .asking, .writing, .ending: break
        }
    }

    // MARK: Steps

    /// Does what is next on an open line: ask, for a job or by the way.
    private mutating func begin(at now: Uptime) {
        guard settings.asksState else { return goOn(isMute: true, at: now) }
        reader.giveUp()
        // What still waits to be written holds the questions back with it.
        if output.isEmpty { askState() }
        phase = .asking(until: now + (answers ? Self.silenceMax : Self.answerTimeout))
    }

    /// The printer has said how it is, or will not: prints the job, if there is one.
    private mutating func goOn(isMute: Bool, at now: Uptime) {
        if isMute, answers, settings.asksState {
            // What the line takes now would come out when the printer is back, in other hands.
            phase = .closed
            output = []
            lineRest = Self.stateInterval
            noteUnreachable(PrinterError(.timedOut))
            return end(PrinterError(.timedOut))
        }
        self.isMute = isMute
        phase = .idle(askAgain: now + Self.stateInterval)
        if !isMute, let state = reader.state, !state.canPrint { end(PrinterError(state: state)) }
        guard let job else { return }
        phase = .writing
        if isUnclean {
            write(PrintJob.separator(for: settings.profile))
            isUnclean = false
        }
        write(job.bytes)
    }

    private mutating func giveUpIfStuck() {
        guard let state = reader.state, !state.canPrint else { return }
        giveUp(PrinterError(state: state))
    }

    /// Gives the job up, and the line with it where that or the printer has a part of it: what
    /// waits there would come out as soon as it can.
    private mutating func giveUp(_ error: PrinterError) {
        switch phase {
        case .closed, .idle, .asking: break
        case .writing, .ending:
            isUnclean = true
            phase = .closed
            output = []
            lineRest = .zero
        }
        end(error)
    }

    private mutating func end(_ error: PrinterError?) {
        guard let job else { return }
        self.job = nil
        events.append(error.map { .dropped(job.number, $0) } ?? .printed(job.number))
    }

    private mutating func askState() {
        for question in PaperStateReader.Question.allCases {
            reader.ask(question)
            write(question.command)
        }
    }

    private mutating func write(_ bytes: [UInt8]) { output += bytes }

    private mutating func noteReachable() {
        if !isReachable { events.append(.available) }
        isReachable = true
        linkError = nil
    }

    private mutating func noteUnreachable(_ error: PrinterError) {
        if isReachable || linkError != error { events.append(.unavailable(error)) }
        isReachable = false
        linkError = error
        lastState = nil
    }

    private mutating func noteState() {
        guard let state = reader.state, state != lastState else { return }
        lastState = state
        events.append(.state(state))
    }
}
