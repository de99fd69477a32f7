// SPDX-License-Identifier: MPL-2.0

public import FBS
import NIOCore
import NIOHTTP1
import PortnerCore
public import SIP2

/// How a library system is reached that takes SIP2 in an XML document over HTTPS.
public struct EnvelopeSettings: Sendable {
    /// The path that messages are posted to, such as `/rest/sip2/DK-700000`.
    public var path: String
    /// The user name of this station.
    public var user: Secret
    /// The password of this station.
    public var password: Secret
    /// How documents name their schema.
    public var schema: SIPSchema
    /// Whom the station believes to be the library system.
    public var security: TLSSettings
    /// How long a probe waits for its answer.
    public var probeTimeout = Duration.seconds(2)

    /// Settings with the machine's own authorities.
    public init(
        path: String,
        user: Secret,
        password: Secret,
        schema: SIPSchema = .axiell,
        security: TLSSettings = TLSSettings()
    ) {
        self.path = path
        self.user = user
        self.password = password
        self.schema = schema
        self.security = security
    }
}

/// SIP2 in an XML document over HTTPS: a POST for each message, the credentials with each, and
/// neither login nor sequence number nor checksum.
///
/// Up to ``HTTPClient/connectionsMax`` messages are under way at a time, so a slow answer to one
/// does not hold up another.
final class EnvelopeCarrier: Carrier {
    /// How often a library system may answer with its status instead of an answer to a question.
    private static let statusesMax = 2
    /// How many messages that were given up are listened for, so that most connections stay free.
    private static let lateMax = 2
    /// The statuses under which a request was certainly not carried out.
    ///
    /// Behind any other a proxy or the library system itself may have acted first.
    private static let refusals: Set = [307, 308, 400, 401, 403, 404, 405, 413, 415, 429]

    private let settings: EnvelopeSettings
    private let loginPause: Duration
    private let dialect: Dialect
    private let peer: String
    private let client: HTTPClient
    private let report: (CarrierEvent) -> Void
    /// The messages under way.
    private var exchanges: [UInt64: HTTPExchange] = [:]
    /// What was given up and is still listened for, because it holds up nobody.
    private var late: Set<UInt64> = []
    /// Until when nothing is posted, because the login was refused.
    private var barredUntil: NIODeadline?
    private var isProbing = false
    private var isStopped = false

    init(
        _ settings: EnvelopeSettings,
        dialect form: Dialect.Form,
        loginPause: Duration,
        connector: Connector,
        loop: any EventLoop,
        report: @escaping (CarrierEvent) -> Void
    ) {
        self.settings = settings
        self.loginPause = loginPause
        dialect = Self.dialect(form)
        peer = connector.peer
        client = HTTPClient(connector, loop: loop)
        self.report = report
    }

    /// Cicero answers with a number of its own for the patron, bare in some answers, so that number
    /// is no sign of an answer to somebody else.
    private static func dialect(_ form: Dialect.Form) -> Dialect {
        switch form {
        case .cicero: .cicero
        case .threeM: Dialect(encoding: .utf8, detectsErrors: false)
        }
    }

    var readiness: Readiness {
        if isStopped { return .absent }
        return client.isFree ? .free : .busy
    }

    let answersApart = true

    // MARK: Orders

    func carry(_ message: SIP2.Message, as number: UInt64, within timeout: Duration) {
        post(message, as: number, within: timeout, statuses: 0) { [weak self] result in
            guard let self else { return }
            exchanges[number] = nil
            let isLate = late.remove(number) != nil
            switch result {
            case .success(let answer):
                report(isLate ? .answeredLate(number, answer) : .answered(number, answer))
            case .failure(let failure):
                report(.failed(number, failure))
            }
        }
    }

    func abandon(_ number: UInt64, isLate: Bool, isWanted: Bool) -> Bool {
        guard let exchange = exchanges[number] else { return true }
        if isWanted, exchange.isSent, late.count < Self.lateMax {
            late.insert(number)
        } else {
            exchanges[number] = nil
            client.abandon(exchange)
        }
        if isLate { report(.bad("\(peer): no answer in time")) }
        return exchange.isSent
    }

    func probe() {
        guard !isProbing, !isStopped else { return }
        guard !isBarred else { return report(.bad("\(peer): the login was refused")) }
        isProbing = true
        let timeout = settings.probeTimeout
        post(SCStatus().message, as: nil, within: timeout, statuses: 0) { [weak self] _ in
            self?.isProbing = false
        }
    }

    func stop() {
        isStopped = true
        client.stop()
    }

    // MARK: Exchange

    private typealias Completion = (Result<SIP2.Message, CarrierFailure>) -> Void

    private var isBarred: Bool { barredUntil.map { NIODeadline.now() < $0 } ?? false }

    private func post(
        _ message: SIP2.Message,
        as number: UInt64?,
        within timeout: Duration,
        statuses: Int,
        then complete: @escaping Completion
    ) {
        guard !isBarred else {
            return complete(.failure(CarrierFailure(reason: .loginRefused, mayBeDone: false)))
        }
        guard let body = document(for: message) else {
            return complete(.failure(CarrierFailure(reason: .notEncodable, mayBeDone: false)))
        }
        let call = HTTPCall(
            method: .POST,
            target: settings.path,
            headers: ["Content-Type": "application/xml", "Accept": "application/xml"],
            body: body,
            isRepeatable: message.isRepeatable,
            bodyMax: SIPEnvelope.lengthMax
        )
        let exchange = client.send(call, within: timeout) { [weak self] result in
            guard let self else { return }
            switch result {
            case .failure(let failure):
                if !isLate(number) { report(.bad(words(for: failure))) }
                complete(.failure(CarrierFailure(failure)))
            case .success(let reply):
                take(reply, to: message, as: number, within: timeout, statuses, then: complete)
            }
            report(.readinessChanged)
        }
        if let number { exchanges[number] = exchange }
    }

    private func isLate(_ number: UInt64?) -> Bool { number.map { late.contains($0) } ?? false }

    private func document(for message: SIP2.Message) -> [UInt8]? {
        guard let bytes = try? message.encoded(in: dialect) else { return nil }
        let envelope = SIPEnvelope(
            .request(String(decoding: bytes, as: UTF8.self)),
            login: settings.user,
            password: settings.password
        )
        return try? envelope.encoded(in: settings.schema)
    }

    private func take(
        _ reply: HTTPReply,
        to message: SIP2.Message,
        as number: UInt64?,
        within timeout: Duration,
        _ statuses: Int,
        then complete: @escaping Completion
    ) {
        let answer: SIP2.Message
        do throws(Refused) {
            answer = try self.answer(in: reply, to: message)
        } catch {
            if error.failure.reason == .loginRefused {
                barredUntil = .now() + TimeAmount(loginPause)
            }
            // An error tells something about one request, unless it answers a probe.
            if !error.isAnswer || number == nil { report(.bad("\(peer): \(error.words)")) }
            return complete(.failure(error.failure))
        }
        if answer.command == message.command.response {
            // One that nobody waits for any more says nothing good about the line.
            if !isLate(number) { report(.good(peer)) }
            return complete(.success(answer))
        }
        // A status instead of an answer: the request is wanted again. Nothing tells it from an old
        // answer, so what must not be carried out twice is not sent twice.
        guard message.isRepeatable, statuses < Self.statusesMax else {
            report(.bad("\(peer): answers only with its status"))
            return complete(.failure(CarrierFailure(reason: .unreadable, mayBeDone: true)))
        }
        post(message, as: number, within: timeout, statuses: statuses + 1, then: complete)
    }

    private struct Refused: Error {
        let words: String
        let failure: CarrierFailure
        /// Whether the library system itself answered, if only with an error.
        let isAnswer: Bool
    }

    /// The message in an answer: the one that belongs to the request, or a status instead of it.
    ///
    /// What the document says decides, except that no document is looked for under a redirect or a
    /// refusal of the login. Only ``refusals`` are certain to have left the records alone.
    private func answer(
        in reply: HTTPReply,
        to request: SIP2.Message
    ) throws(Refused) -> SIP2.Message {
        let mayBeDone = !Self.refusals.contains(reply.status)
        switch reply.status {
        case 401, 403:
            throw refused("the login was refused (HTTP \(reply.status))", .loginRefused, false)
        case 300...399:
            throw refused("redirects elsewhere (HTTP \(reply.status))", .unreadable, mayBeDone)
        default: break
        }
        let isClientError = (400...499).contains(reply.status)
        let envelope: SIPEnvelope
        do throws(SIPEnvelope.DecodingError) {
            envelope = try SIPEnvelope(decoding: reply.body, in: settings.schema)
        } catch {
            throw refused(
                "no SIP2 in the answer (HTTP \(reply.status))",
                .unreadable,
                mayBeDone,
                isAnswer: isClientError
            )
        }
        guard reply.status == 200, case .response(let text) = envelope.content,
            let message = try? Message(decoding: Array(text.utf8), in: dialect)
        else {
            let words = "answered with \(envelope.content.redacted) (HTTP \(reply.status))"
            let isAnswer = isClientError || envelope.content.isError
            throw refused(words, .unreadable, mayBeDone, isAnswer: isAnswer)
        }
        if let problem = problem(with: message, as: request) {
            throw refused(problem, .unreadable, true)
        }
        return message
    }

    /// Why a message cannot come instead of an answer or as one, or nil.
    private func problem(with message: SIP2.Message, as request: SIP2.Message) -> String? {
        if message.command == .acsStatus {
            guard let status = ACSStatus(message) else { return "its status cannot be read" }
            return status.offers.contains(.onLine) ? nil : "says that it is not on-line"
        }
        guard message.command == request.command.response else {
            return "answered something else than was asked"
        }
        return dialect.isForeign(message, to: request)
            ? "answered about another patron or item" : nil
    }

    private func refused(
        _ words: String,
        _ why: Unavailability,
        _ mayBeDone: Bool,
        isAnswer: Bool = false
    ) -> Refused {
        let failure = CarrierFailure(reason: why, mayBeDone: mayBeDone)
        return Refused(words: words, failure: failure, isAnswer: isAnswer)
    }

    private func words(for failure: HTTPFailure) -> String {
        switch failure.reason {
        case .noConnection(let words): words
        case .timedOut: "\(peer): no answer in time"
        case .connectionLost: "\(peer): the connection was lost"
        case .tooLarge: "\(peer): the answer is too large"
        }
    }
}

extension SIPEnvelope.Content {
    /// Whether the library system says that it could not answer.
    fileprivate var isError: Bool {
        switch self {
        case .error, .exception: true
        case .request, .response: false
        }
    }
}

extension CarrierFailure {
    fileprivate init(_ failure: HTTPFailure) {
        let reason: Unavailability =
            switch failure.reason {
            case .noConnection: .offline
            case .timedOut: .timedOut
            case .connectionLost: .connectionLost
            case .tooLarge: .unreadable
            }
        self.init(reason: reason, mayBeDone: failure.mayBeDone)
    }
}

extension SIP2.Message {
    /// Whether it may be sent twice: it changes no records and brings no PIN along, which some
    /// library systems count each time.
    fileprivate var isRepeatable: Bool {
        !command.changesRecords && (self[.patronPassword] ?? "").isEmpty
    }
}
