// SPDX-License-Identifier: MPL-2.0

/// The half of every decoder that is the same: collect bytes, keep the first reason to refuse them,
/// and end the code at a terminator or after silence.
struct FrameAssembler: Sendable {
    let lengthLimit: Int
    let silence: Duration
    let silenceMeaning: SilenceMeaning

    private var buffer = ScanBuffer()
    private var refusal: ScanRefusal?
    private var lastInput = Duration.zero

    init(lengthLimit: Int, silence: Duration, silenceMeaning: SilenceMeaning) {
        self.lengthLimit = min(max(lengthLimit, 1), Scan.lengthLimit)
        self.silence = silence
        self.silenceMeaning = silenceMeaning
    }

    /// Whether a code has begun that has not ended.
    var isPending: Bool { !buffer.isEmpty || refusal != nil }

    /// When silence ends the code, if one has begun.
    var nextDeadline: Duration? { isPending ? lastInput + silence : nil }

    mutating func append(_ byte: UInt8, at now: Duration) {
        lastInput = now
        guard refusal == nil else { return }
        if buffer.count == lengthLimit || !buffer.append(byte) {
            refuse(.tooLong, at: now)
        }
    }

    /// Spoils the code up to its end; the first reason is kept.
    mutating func refuse(_ reason: ScanRefusal, at now: Duration) {
        lastInput = now
        refusal = refusal ?? reason
        buffer.removeAll()
    }

    /// Refuses what has been collected, or, between two codes, only the report at hand.
    mutating func refuseReport(at now: Duration) -> ScanFrame.Outcome? {
        guard isPending else { return .failure(.malformedReport) }
        refuse(.malformedReport, at: now)
        return nil
    }

    /// Takes control codes off the end, as scanners add CR or LF to a report's data.
    mutating func trimLineEnd() {
        while let last = buffer.last, last == 0x0D || last == 0x0A {
            buffer.removeLast()
        }
    }

    /// Ends the code; an empty one is nothing, since some scanners send Enter before the data.
    mutating func finish(
        _ terminator: ScanTerminator,
        identifier: AIMIdentifier? = nil
    ) -> ScanFrame.Outcome? {
        defer { clear() }
        if let refusal { return .failure(refusal) }
        if buffer.isEmpty { return nil }
        guard buffer.isPrintable else { return .failure(.notPrintable) }
        return .success(
            ScanFrame(text: buffer.text, identifier: identifier, terminator: terminator)
        )
    }

    /// Ends the code if it has been silent for long enough.
    mutating func advance(to now: Duration) -> ScanFrame.Outcome? {
        guard let nextDeadline, now >= nextDeadline else { return nil }
        switch silenceMeaning {
        case .endsScan: return finish(.silence)
        case .dropsScan: return reset().map { .failure($0) }
        }
    }

    /// Drops a code that has begun and says why it is none.
    mutating func reset() -> ScanRefusal? {
        defer { clear() }
        return isPending ? refusal ?? .incomplete : nil
    }

    private mutating func clear() {
        buffer.removeAll()
        refusal = nil
    }
}
