// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// What goes wrong between a library system and its clients.
public struct Faults: Sendable, Hashable {
    /// How long each answer takes, drawn anew for each.
    public var latency: ClosedRange<Duration> = .zero ... .zero
    /// Whether answers wait until this is set back; then all of them go out.
    public var holdsAnswers = false
    /// What is wrong with the answers; `nil` for nothing.
    public var answers: AnswerFault?
    /// How many answers are still to be struck by ``answers``; `nil` for all.
    public var strikes: Int?
    /// What befalls single requests that can be foretold.
    public var rules: [FaultRule] = []
    /// What befalls requests by chance.
    public var chance: FaultChance?
    /// The answers that neither ``answers`` nor ``chance`` strikes.
    public var spared: Set<Command> = [.loginResponse, .acsStatus]
    /// Whether logins are refused.
    public var refusesLogin = false
    /// Whether the library system cannot be reached: connections end, new ones end at once.
    public var isOffline = false

    /// Nothing goes wrong.
    public init() {}

    /// One kind of fault for all answers but those to logins and status requests.
    public init(_ answers: AnswerFault, strikes: Int? = nil) {
        self.answers = answers
        self.strikes = strikes
    }

    /// Nothing goes wrong.
    public static let none = Faults()
}

/// What can be wrong with an answer.
public enum AnswerFault: Sendable, Hashable {
    /// It does not come.
    case dropped
    /// The connection ends instead, and the request is not carried out.
    case closedUnexecuted
    /// The connection ends instead, though the request is carried out.
    case closedBefore
    /// The connection ends after it.
    case closedAfter
    /// This many bytes come before it that are no message.
    case garbage(Int)
    /// Its checksum is wrong; over HTTPS, where it has none, its last word is misspelt.
    case wrongChecksum
    /// Its sequence number is another one, with a checksum that fits; it strikes no other answers.
    case wrongSequence
    /// Only its first half comes; over HTTPS the connection ends then.
    case half
    /// It comes twice.
    case duplicated
    /// The answer before it comes once more in its place; the first answer does not come.
    case old
    /// It comes after the next one; over HTTPS, where none follows, it is ``old``.
    case swapped
    /// A report of an exception comes with status 200, and the request is not carried out.
    ///
    /// It strikes HTTPS only.
    case exception
    /// An error comes with this HTTP status, and the request is not carried out.
    ///
    /// It strikes HTTPS only.
    case status(Int)
}

/// A fault that strikes one request.
public struct FaultRule: Sendable, Hashable {
    /// Which requests a rule counts.
    public enum Target: Sendable, Hashable {
        /// All.
        case any
        /// The messages with a command, over all carriers.
        case message(Command)
        /// The REST calls with a name of `FBSCall`.
        case call(String)
    }

    /// Which requests are counted.
    public let target: Target
    /// Which of them is struck, from 1.
    public let number: Int
    /// What befalls it.
    public let fault: AnswerFault
    private var seen = 0

    /// Makes a rule that counts from the moment at which it is set.
    public init(_ fault: AnswerFault, at number: Int = 1, of target: Target = .any) {
        self.target = target
        self.number = number
        self.fault = fault
    }

    /// Counts a request; whether this is the one.
    fileprivate mutating func strikes(_ request: Target) -> Bool {
        guard target == .any || target == request else { return false }
        seen += 1
        return seen == number
    }
}

/// Faults that strike by chance, which a seed decides.
public struct FaultChance: Sendable, Hashable {
    /// The share of the requests that are struck, from 0 to 1.
    public var share: Double
    /// What befalls them, each as often as the others.
    public var faults: [AnswerFault]

    /// Makes faults of all kinds.
    public init(share: Double, faults: [AnswerFault] = AnswerFault.kinds) {
        self.share = share
        self.faults = faults
    }
}

extension AnswerFault {
    /// Whether it strikes before the request is carried out, which then is not.
    var isDecidedEarly: Bool {
        switch self {
        case .closedUnexecuted, .exception, .status: true
        default: false
        }
    }

    /// One fault of each kind.
    public static let kinds: [AnswerFault] = [
        .dropped, .closedUnexecuted, .closedBefore, .closedAfter, .garbage(200), .wrongChecksum,
        .wrongSequence, .half, .duplicated, .old, .swapped, .exception, .status(503),
    ]
}

extension Faults {
    /// Counts a request and says what befalls it before its answer is on its way.
    mutating func strike(
        _ request: FaultRule.Target,
        answeredBy answer: Command?,
        _ generator: inout SeededGenerator
    ) -> AnswerFault? {
        let struck = rules.indices.filter { rules[$0].strikes(request) }
        if let first = struck.first { return rules[first].fault }
        if answers?.isDecidedEarly == true, let fault = takeStrike(on: answer) { return fault }
        guard let chance, !chance.faults.isEmpty, answer.map(spared.contains) != true,
            Double(generator.number(in: 0...9_999)) < chance.share * 10_000
        else { return nil }
        return chance.faults[generator.number(in: 0...chance.faults.count - 1)]
    }

    /// What befalls an answer on its way by ``answers``.
    mutating func strike(_ answer: Command?) -> AnswerFault? {
        answers?.isDecidedEarly == false ? takeStrike(on: answer) : nil
    }

    /// One strike of ``answers``, unless the answer is spared or none is left.
    private mutating func takeStrike(on answer: Command?) -> AnswerFault? {
        guard let fault = answers, strikes != 0, answer.map(spared.contains) != true else {
            return nil
        }
        strikes = strikes.map { $0 - 1 }
        return fault
    }
}
