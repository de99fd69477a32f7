// SPDX-License-Identifier: MPL-2.0

import DriverLoop
public import PortnerCore
public import Receipts
import Synchronization

/// The driver of a receipt printer.
///
/// It has one thread of its own, on which it holds the line to the printer, gets it back when it is
/// lost, and prints one job at a time. Events are delivered on that thread, in the order in which
/// they happened; `deliver` must be quick and must not call ``stop()``.
///
/// Receipts are nobody else's: a job that is not done in time is dropped, told as such, and never
/// printed later; no job survives a restart.
public final class ReceiptPrinter: Sendable {
    /// The most jobs that wait.
    public static let jobsMax = 4

    private struct Running: ~Copyable {
        let control: LoopControl
        let thread: DriverThread
    }

    private let settings: PrinterSettings
    private let spoolerProgram: String
    private let rasteriser: (any Rasteriser)?
    private let deliver: @Sendable (PrinterEvent) -> Void
    private let queue = PrintQueue()
    private let running = Mutex<Running?>(nil)

    /// A driver for one printer, which does nothing before ``start()``.
    ///
    /// - Parameters:
    ///   - settings: The printer.
    ///   - rasteriser: What draws letters that the printer does not have.
    ///   - deliver: Takes the events.
    public convenience init(
        _ settings: PrinterSettings,
        rasteriser: (any Rasteriser)? = nil,
        deliver: @escaping @Sendable (PrinterEvent) -> Void
    ) {
        self.init(
            settings,
            rasteriser: rasteriser,
            spoolerProgram: PrinterSettings.spoolerProgram,
            deliver: deliver
        )
    }

    init(
        _ settings: PrinterSettings,
        rasteriser: (any Rasteriser)?,
        spoolerProgram: String,
        deliver: @escaping @Sendable (PrinterEvent) -> Void
    ) {
        self.settings = settings
        self.rasteriser = rasteriser
        self.spoolerProgram = spoolerProgram
        self.deliver = deliver
    }

    /// Starts the thread.
    ///
    /// - Throws: ``PrinterError`` with the code `invalidSettings`, or `failed` when the system has
    ///   no descriptor or thread left. A printer that is not there is reported as an event instead.
    public func start() throws(PrinterError) {
        if let mistake = settings.mistake { throw mistake }
        try running.withLock { running throws(PrinterError) in
            guard running == nil else {
                throw PrinterError(.invalidSettings, reason: "started twice")
            }
            do throws(SystemCallError) {
                let control = try LoopControl()
                let thread = try DriverThread(
                    name: "portner-printer",
                    body: body(control)
                )
                running = Running(control: control, thread: thread)
            } catch {
                throw PrinterError(.failed, reason: error.description)
            }
        }
    }

    private func body(_ control: LoopControl) -> @Sendable () -> Void {
        let (settings, queue, deliver) = (settings, queue, deliver)
        guard case .spooler(let name) = settings.connection else {
            return {
                PrinterLoop(settings, control: control, queue: queue, deliver: deliver).run()
            }
        }
        let program = spoolerProgram
        return {
            SpoolerLoop(
                settings,
                queue: name,
                program: program,
                control: control,
                queue: queue,
                deliver: deliver
            ).loop()
        }
    }

    /// Ends the thread; jobs that are not done are not printed, and nothing is told of them.
    public func stop() {
        guard let stopping = running.withLock({ $0.take() }) else { return }
        stopping.control.stop()
        stopping.thread.join()
        while queue.next() != nil {}
    }

    /// Prints a receipt, or says by an event why not.
    ///
    /// - Parameters:
    ///   - receipt: The content.
    ///   - language: The language of its words.
    ///   - detail: Whether titles stand on it.
    ///   - number: The job's number in the events.
    /// - Throws: ``PrinterError`` with the code `notRunning`, `queueFull` or `tooLong`; no event
    ///   comes then.
    public func print(
        _ receipt: Receipt,
        in language: Language,
        showing detail: Receipt.Detail,
        as number: PrintNumber
    ) throws(PrinterError) {
        if case .spooler = settings.connection {
            let columns = settings.profile.columns
            let written = language.inPrinterLetters
            let text = receipt.plainText(in: written, showing: detail, columns: columns)
            return try add(Array(text.utf8), number)
        }
        let job = PrintJob(
            receipt,
            in: language,
            showing: detail,
            for: settings.profile,
            rasteriser: rasteriser
        )
        guard let job else { throw PrinterError(.tooLong) }
        try add(job.bytes, number)
    }

    /// Takes a job back because whoever it was for has gone: what is not on paper stays off it.
    ///
    /// A job that was taken and has not ended ends with the code `withdrawn`; of any other nothing
    /// comes. What a spooler has taken cannot be taken back.
    public func withdraw(_ number: PrintNumber) {
        running.withLock { running in
            guard running != nil else { return }
            queue.withdraw(number)
            running?.control.wake()
        }
    }

    /// Prints a page for a technician.
    ///
    /// - Throws: As ``print(_:in:showing:as:)``.
    public func printTest(as number: PrintNumber) throws(PrinterError) {
        if case .spooler = settings.connection {
            return try add(Array("Portner: æøå ÆØÅ\n".utf8), number)
        }
        try add(PrintJob(testFor: settings.profile).bytes, number)
    }

    private func add(_ bytes: [UInt8], _ number: PrintNumber) throws(PrinterError) {
        let job = QueuedJob(
            number: number,
            bytes: bytes,
            deadline: MonotonicClock.now + settings.jobTimeout
        )
        try running.withLock { running throws(PrinterError) in
            guard running != nil else { throw PrinterError(.notRunning) }
            guard queue.add(job) else { throw PrinterError(.queueFull) }
            running?.control.wake()
        }
    }
}
