// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner

/// A device's decoder and its clock, with what holds for every kind of device.
struct DeviceRun {
    private(set) var decoder: ScannerDecoder
    private(set) var now = Duration.zero
    private var outputs: UInt64 = 0
    private let lengthLimit: Int

    /// The number that a working device delivers after the garbage.
    static let card = "3829213522"

    /// Longer than any silence that a decoder waits for.
    private static let longSilence = Duration.seconds(10)

    init(_ mode: ScannerDecoder.Mode, lengthLimit: Int = Scan.lengthLimit) {
        decoder = ScannerDecoder(mode)
        self.lengthLimit = lengthLimit
    }

    /// A filter that lets everything printable pass.
    static func anything(lengthMax: Int = Scan.lengthLimit) -> ScanFilter.Settings {
        guard let pattern = try? ScanPattern("?{1,256}") else { fatalError("pattern") }
        return ScanFilter.Settings(patterns: [pattern], lengthMax: lengthMax)
    }

    mutating func wait(_ time: Duration) { now += time }

    @discardableResult
    mutating func receive(_ report: [UInt8]) -> [ScannerOutput] {
        check(decoder.receive(report, at: now))
    }

    @discardableResult
    mutating func advance() -> [ScannerOutput] {
        let outputs = check(decoder.advance(to: now))
        require(decoder.nextDeadline.map { $0 > now } ?? true, "a deadline that came is gone")
        return outputs
    }

    mutating func advanceToDeadline() {
        guard let deadline = decoder.nextDeadline else { return }
        require(deadline <= now + Self.longSilence, "no deadline is far off")
        now = max(now, deadline)
        advance()
    }

    mutating func reset() {
        if decoder.reset() != nil { outputs += 1 }
    }

    /// Lets silence pass and has the device deliver a card: exactly that card must come out.
    mutating func deliversCard(after idle: [UInt8]?, _ reports: [[UInt8]]) {
        wait(Self.longSilence)
        advance()
        if let idle { receive(idle) }
        wait(Self.longSilence)
        advance()
        // What ended just now is an accepted code, after which the filter wants a pause.
        wait(Self.longSilence)
        var seen: [ScannerOutput] = []
        for report in reports { seen += receive(report) }
        wait(Self.longSilence)
        seen += advance()
        guard seen.count == 1, case .scan(let scan) = seen[0] else {
            fatalError("a card after garbage is not read")
        }
        require(scan.text == Self.card, "a card after garbage is read as it is")
    }

    private mutating func check(_ outputs: [ScannerOutput]) -> [ScannerOutput] {
        self.outputs += UInt64(outputs.count)
        for case .scan(let scan) in outputs {
            let bytes = scan.text.utf8
            require((1...lengthLimit).contains(bytes.count), "a scan keeps to the length limit")
            require(bytes.allSatisfy { (0x20...0x7E).contains($0) }, "a scan is printable ASCII")
        }
        for case .key(.digit(let digit)) in outputs {
            require(digit <= 9, "a digit is a digit")
        }
        let counters = decoder.counters
        let counted = counters.scans + counters.keys + counters.refusals.values.reduce(0, +)
        require(counted == self.outputs, "everything that came out is counted")
        return outputs
    }
}
