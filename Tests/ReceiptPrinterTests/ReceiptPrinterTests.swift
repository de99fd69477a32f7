// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import Foundation
import Glibc
import KioskEmulators
import PortnerCore
import Receipts
import Synchronization
import Testing

@testable import ReceiptPrinter

/// The whole driver against something that is a printer for all it can tell.
@Suite struct `A receipt printer` {
    private func makeDriver(
        _ connection: PrinterConnection,
        program: String = "/nonexistent",
        _ change: (inout PrinterSettings) -> Void = { _ in }
    ) -> (ReceiptPrinter, AsyncStream<PrinterEvent>) {
        var settings = PrinterSettings(connection, profile: .epsonTMm30)
        change(&settings)
        let (events, continuation) = AsyncStream.makeStream(of: PrinterEvent.self)
        let driver = ReceiptPrinter(settings, rasteriser: nil, spoolerProgram: program) {
            continuation.yield($0)
        }
        return (driver, events)
    }

    private func print(_ driver: ReceiptPrinter, _ number: UInt64, _ title: String) throws {
        try driver.print(
            try Sample.receipt(title),
            in: .danish,
            showing: .titles,
            as: PrintNumber(number)
        )
    }

    @Test func `on a serial port prints, reports and comes back`() async throws {
        let terminal = try PrinterTerminal()
        let (driver, events) = makeDriver(
            .serial(path: terminal.path, SerialLine(speed: .b115200, flowControl: .none))
        )
        try driver.start()
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == .available)
        #expect(await iterator.next() == .state(.ok))
        try print(driver, 1, "Grød på Ærø")
        #expect(await iterator.next() == .printed(PrintNumber(1)))
        #expect(terminal.texts.first?.contains("Grød på Ærø") == true)

        terminal.change { $0.unload() }
        try print(driver, 2, "B")
        #expect(await iterator.next() == .state(.out))
        #expect(await iterator.next() == .dropped(PrintNumber(2), PrinterError(.noPaper)))
        terminal.hangUp()
        #expect(await iterator.next() == .unavailable(PrinterError(.disconnected)))
        driver.stop()
    }

    @Test func `on the network prints and comes back`() async throws {
        let server = try PrinterServer()
        let (driver, events) = makeDriver(.network(address: "127.0.0.1", port: server.port))
        try driver.start()
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == .available)
        #expect(await iterator.next() == .state(.ok))
        try print(driver, 1, "A")
        #expect(await iterator.next() == .printed(PrintNumber(1)))
        server.hangUp()
        #expect(await iterator.next() == .unavailable(PrinterError(.disconnected)))
        #expect(await iterator.next() == .available)
        #expect(await iterator.next() == .state(.ok))
        try driver.printTest(as: PrintNumber(2))
        #expect(await iterator.next() == .printed(PrintNumber(2)))
        driver.stop()
        #expect(server.texts.count == 2)
        #expect(server.texts.last?.contains("æøå ÆØÅ") == true)
    }

    @Test func `that is a device file gets what it is given`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("lp0")
        // Unsafe: C string arguments, made for and kept through the calls.
        #expect(unsafe mkfifo(path, 0o600) == 0)
        let (driver, events) = makeDriver(.device(path: path)) { $0.asksState = false }
        let reading = unsafe open(path, O_RDONLY | O_NONBLOCK)
        try driver.start()
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == .available)
        // Before the job, so that its bytes are not read back by the driver's own end.
        try print(driver, 1, "A")
        #expect(await iterator.next() == .printed(PrintNumber(1)))
        driver.stop()
        close(reading)
    }

    @Test func `that is not there is missed, and its jobs are dropped in time`() async throws {
        let (driver, events) = makeDriver(.device(path: "/nonexistent/lp0")) {
            $0.jobTimeout = .milliseconds(1)
        }
        try driver.start()
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == .unavailable(PrinterError(.notFound)))
        try print(driver, 1, "A")
        let dropped = await iterator.next()
        #expect(
            dropped == .dropped(PrintNumber(1), PrinterError(.notFound))
                || dropped == .dropped(PrintNumber(1), PrinterError(.timedOut))
        )
        driver.stop()
    }

    @Test func `takes so many jobs and no more`() async throws {
        let (driver, _) = makeDriver(.device(path: "/nonexistent/lp0"))
        try driver.start()
        var taken = 0
        var refusal: PrinterError?
        for number in 0..<20 where refusal == nil {
            do throws(PrinterError) {
                try driver.printTest(as: PrintNumber(UInt64(number)))
                taken += 1
            } catch {
                refusal = error
            }
        }
        #expect(refusal == PrinterError(.queueFull))
        #expect((ReceiptPrinter.jobsMax...ReceiptPrinter.jobsMax + 1).contains(taken))
        driver.stop()
        #expect(throws: PrinterError(.notRunning)) { try driver.printTest(as: PrintNumber(1)) }
    }

    /// A program in the place of `lp`.
    private let spooler = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "spooler.sh").path

    @Test func `of a spooler hands text to its program`() async throws {
        let folder = try TemporaryFolder()
        let queue = "record.\(folder.name)"
        let (driver, events) = makeDriver(.spooler(queue: queue), program: spooler)
        try driver.start()
        var iterator = events.makeAsyncIterator()
        // Before the first job: nobody offers a receipt that may not be printable.
        #expect(await iterator.next() == .available)
        try print(driver, 1, "Grød; rm -rf $HOME `ls`")
        #expect(await iterator.next() == .printed(PrintNumber(1)))
        driver.stop()
        #expect(try folder.text("words") == "-s -d \(queue) -\n")
        #expect(try folder.text("text").contains("Grød; rm -rf $HOME `ls`"))
    }

    @Test(arguments: [("fail", PrinterError.Code.spoolerFailed), ("hang", .timedOut)])
    func `of a spooler that fails or hangs drops the job`(
        _ queue: String,
        _ code: PrinterError.Code
    ) async throws {
        let (driver, events) = makeDriver(.spooler(queue: queue), program: spooler) {
            $0.jobTimeout = code == .timedOut ? .milliseconds(100) : .seconds(30)
        }
        try driver.start()
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == .available)
        try print(driver, 1, "A")
        var event = await iterator.next()
        // A job may be too old before its program was started.
        if case .unavailable = event { event = await iterator.next() }
        #expect(event == .dropped(PrintNumber(1), PrinterError(code)))
        driver.stop()
    }

    @Test func `takes a job back that waits, or that a spooler has not taken yet`() async throws {
        let (driver, events) = makeDriver(.spooler(queue: "hang"), program: spooler)
        try driver.start()
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == .available)
        for number: UInt64 in 1...2 { try print(driver, number, "A") }
        for number: UInt64 in 1...2 { driver.withdraw(PrintNumber(number)) }
        var ends: Set<PrinterEvent> = []
        for _ in 1...2 { if let event = await iterator.next() { ends.insert(event) } }
        let withdrawn = PrinterError(.withdrawn)
        #expect(
            ends == [.dropped(PrintNumber(1), withdrawn), .dropped(PrintNumber(2), withdrawn)]
        )
        driver.stop()
        driver.withdraw(PrintNumber(3))
    }

    @Test func `keeps nothing in a connection that nobody reads from`() async throws {
        let server = try PrinterServer(isDeaf: true)
        let (driver, events) = makeDriver(.network(address: "127.0.0.1", port: server.port)) {
            $0.asksState = false
        }
        try driver.start()
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == .available)
        try print(driver, 1, "A")
        #expect(await iterator.next() == .printed(PrintNumber(1)))
        driver.stop()
        // The end of the line threw away what had not been read.
        #expect(server.isReset())
    }

    @Test func `without a spooler drops the job`() async throws {
        let (driver, events) = makeDriver(.spooler(queue: "kiosk"))
        try driver.start()
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == .unavailable(PrinterError(.notFound)))
        try print(driver, 1, "A")
        #expect(await iterator.next() == .dropped(PrintNumber(1), PrinterError(.notFound)))
        driver.stop()
    }

    @Test(arguments: [
        PrinterConnection.device(path: "lp0"), .serial(path: ""),
        .network(address: "printer.example"), .network(address: "127.0.0.1", port: 0),
        .spooler(queue: "-o"), .spooler(queue: "a b"), .spooler(queue: ""),
    ])
    func `is not started on settings that name none`(_ connection: PrinterConnection) {
        let (driver, _) = makeDriver(connection)

        #expect(throws: PrinterError(.invalidSettings)) { try driver.start() }
    }

    @Test func `can be given up at any time`() throws {
        let (driver, _) = makeDriver(.network(address: "::1", port: 1))
        try driver.start()
        #expect(throws: PrinterError(.invalidSettings)) { try driver.start() }
        driver.stop()
        driver.stop()
    }
}
