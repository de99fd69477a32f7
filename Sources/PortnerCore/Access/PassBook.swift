// SPDX-License-Identifier: MPL-2.0

/// How long passes may hold, for all doors of a station.
public struct PassRules: Sendable, Hashable {
    /// The longest life of a pass that is accepted; ten minutes.
    public var lifeMax: Duration
    /// How far the issuer's clock may be from this one; 30 seconds.
    public var tolerance: Duration

    /// The limits that a library can set for ``lifeMax``.
    public static let lives = Duration.seconds(30) ... .seconds(900)
    /// The limits that a library can set for ``tolerance``.
    public static let tolerances = Duration.zero ... .seconds(120)

    /// Rules with the usual times.
    public init(lifeMax: Duration = .seconds(600), tolerance: Duration = .seconds(30)) {
        self.lifeMax = lifeMax
        self.tolerance = tolerance
    }
}

/// Which passes were shown already: each opens once.
///
/// A picture of a pass is worth nothing once its owner has used it. The book is in memory alone,
/// so a pass that began before the station did may have been used in its former life and is not
/// taken; the next one is a minute away.
struct PassBook: Sendable {
    /// The greatest number of passes that are remembered at once.
    ///
    /// Only passes with a right signature get here: no stranger can fill it.
    static let usedMax = 4096

    /// Where a pass was shown, and how long that must be remembered.
    private struct Use: Sendable {
        let reader: ReaderName
        let until: Uptime
    }

    private let begun: Uptime
    private var used: [PassID: Use] = [:]

    /// A book of a station that begins.
    init(at now: Uptime) { begun = now }

    /// How many passes are remembered.
    var count: Int { used.count }

    /// What stands against a pass whose signature is right.
    func objection(to pass: SealedPass, _ rules: PassRules, at now: Moment) -> Denial? {
        let age = pass.notBefore.age(at: now.timestamp)
        if pass.life > rules.lifeMax || pass.life <= .zero { return .passTooLong }
        if age < .zero - rules.tolerance { return .passNotYetValid }
        if age >= pass.life + rules.tolerance { return .passExpired }
        if age > begun.duration(to: now.uptime) { return .passUsed }
        guard let use = used[pass.id], use.until > now.uptime else { return nil }
        return .passUsed
    }

    /// Whether a pass was shown before at this very reader.
    func wasUsed(_ pass: SealedPass, at reader: ReaderName) -> Bool {
        used[pass.id]?.reader == reader
    }

    /// Takes a pass to which there was no objection; false when there is no room for it.
    mutating func use(
        _ pass: SealedPass,
        at reader: ReaderName,
        _ rules: PassRules,
        _ now: Uptime
    ) -> Bool {
        used = used.filter { $0.value.until > now }
        guard used.count < Self.usedMax else { return false }
        // From the earliest moment at which it is taken to the last one.
        let until = now + rules.lifeMax + rules.tolerance + rules.tolerance
        used[pass.id] = Use(reader: reader, until: until)
        return true
    }
}
