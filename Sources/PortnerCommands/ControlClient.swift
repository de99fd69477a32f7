// SPDX-License-Identifier: MPL-2.0

import AsyncHTTPClient
import ControlAPI
import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1

/// Talks to the daemon over its control socket.
struct ControlClient: Sendable {
    /// How long the socket may take to accept.
    static let connectMax = TimeAmount.seconds(5)
    /// How long an answer may take.
    static let answerMax = TimeAmount.seconds(15)
    /// How long the daemon may take to go through its ledger.
    static let verifyMax = TimeAmount.minutes(30)

    private let http: HTTPClient
    private let base: String

    /// Gives a client to `body` and closes its connections afterwards.
    ///
    /// - Parameters:
    ///   - socketPath: The path of the control socket.
    ///   - body: What to do with the client.
    /// - Returns: What `body` gives.
    /// - Throws: What `body` throws.
    static func with<Value: Sendable>(
        socketPath: String,
        _ body: (ControlClient) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = connectMax
        // One attempt says all there is to know about a local socket.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.decompression = .disabled
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let base = "http+unix://\(percentEncoded(socketPath))"
        do {
            let value = try await body(ControlClient(http: http, base: base))
            try await http.shutdown()
            return value
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    // MARK: Requests

    /// The state of the station.
    func status() async throws -> StatusReport {
        try await answer(HTTPClientRequest(url: base + ControlAPI.Path.status))
    }

    /// A stretch of the ledger: after a sequence number, or the newest entries.
    func events(after: UInt64? = nil, limit: Int, alarmsOnly: Bool) async throws -> EventPage {
        var query = "?\(ControlAPI.Query.limit)=\(limit)&\(ControlAPI.Query.alarms)=\(alarmsOnly)"
        if let after { query += "&\(ControlAPI.Query.after)=\(after)" }
        return try await answer(HTTPClientRequest(url: base + ControlAPI.Path.events + query))
    }

    /// Goes through the ledger.
    func verifyLedger() async throws -> LedgerReport {
        try await answer(
            HTTPClientRequest(url: base + ControlAPI.Path.ledger),
            timeout: Self.verifyMax
        )
    }

    /// What is known about patrons, and how far a roster has come.
    func cache() async throws -> CacheReport {
        try await answer(HTTPClientRequest(url: base + ControlAPI.Path.cache))
    }

    /// Has the roster's file looked at.
    func sync(_ wanted: CacheSync) async throws -> CacheReport {
        try await answer(post(wanted, to: ControlAPI.Path.cacheSync))
    }

    /// Asks whether the ledger still contains what was noted or exported.
    func prove(_ question: ProofQuestion) async throws -> ProofReport {
        try await answer(post(question, to: ControlAPI.Path.ledgerProofs), timeout: Self.verifyMax)
    }

    /// Has an order carried out.
    func order(_ order: DoorOrder) async throws -> DoorOrderReply {
        try await answer(post(order, to: ControlAPI.Path.orders))
    }

    /// Has everybody leave the building, or ends that.
    func evacuate(_ order: EvacuationOrder) async throws -> EvacuationReply {
        try await answer(post(order, to: ControlAPI.Path.evacuation))
    }

    /// Has the wait of a card or reader lifted.
    func liftWait(_ wanted: WaitLift) async throws -> WaitLiftReply {
        try await answer(post(wanted, to: ControlAPI.Path.waitLifts))
    }

    /// The station's own list of cards.
    func list() async throws -> ListReport {
        try await answer(HTTPClientRequest(url: base + ControlAPI.Path.list))
    }

    /// Has the list changed.
    func changeList(_ wanted: ListOrder) async throws -> ListOrderReply {
        try await answer(post(wanted, to: ControlAPI.Path.list))
    }

    /// Asks for the kiosks' transactions.
    func outbox() async throws -> OutboxReport {
        try await answer(HTTPClientRequest(url: base + ControlAPI.Path.outbox))
    }

    /// Has something done about a transaction.
    func changeOutbox(_ wish: OutboxWish) async throws -> OutboxReply {
        try await answer(post(wish, to: ControlAPI.Path.outbox))
    }

    /// Asks for the kiosks.
    func kiosks() async throws -> KioskReport {
        try await answer(HTTPClientRequest(url: base + ControlAPI.Path.kiosks))
    }

    /// Has a kiosk taken out of service, or back.
    func orderKiosk(_ order: KioskServiceOrder) async throws -> KioskServiceReply {
        try await answer(post(order, to: ControlAPI.Path.kiosks))
    }

    /// Asks whether a card would be let in.
    func check(_ check: AccessCheck) async throws -> AccessCheckReply {
        try await answer(post(check, to: ControlAPI.Path.checks))
    }

    // MARK: People

    /// Asks who answers for the data, and how long it is kept.
    func privacyFacts() async throws -> PrivacyFacts {
        try await answer(HTTPClientRequest(url: base + ControlAPI.Path.privacy))
    }

    /// Asks what is known about a person.
    func report(on person: PersonOrder) async throws -> PersonReport {
        try await answer(post(person, to: ControlAPI.Path.personReports), timeout: Self.verifyMax)
    }

    /// Has a person erased.
    func erase(_ person: PersonOrder) async throws -> ErasureReport {
        try await answer(post(person, to: ControlAPI.Path.erasures), timeout: Self.verifyMax)
    }

    /// Asks how often the doors let in and refused.
    func visitCounts(days: Int) async throws -> VisitCounts {
        let query = "?\(ControlAPI.Query.days)=\(days)"
        return try await answer(
            HTTPClientRequest(url: base + ControlAPI.Path.visitCounts + query),
            timeout: Self.verifyMax
        )
    }

    // MARK: Streams

    /// Gives every line of an export to `show`.
    func export(
        _ order: ExportOrder,
        show: (LedgerLine) throws -> Void
    ) async throws {
        let request = try post(order, to: ControlAPI.Path.ledgerExports)
        try await Self.translating {
            let response = try await http.execute(request, deadline: .distantFuture)
            try await Self.accept(response)
            var lines = LineAssembler(bytesMax: ControlAPI.Limit.lineBytesMax)
            for try await chunk in response.body {
                for line in try lines.take(chunk.readableBytesView) {
                    try show(try Self.decode(LedgerLine.self, from: Data(line)))
                }
            }
        }
    }

    /// Gives every entry after a sequence number to `show` until the daemon ends the stream.
    ///
    /// - Parameters:
    ///   - sequence: The last entry that is known.
    ///   - alarmsOnly: Whether to leave out what is no alarm.
    ///   - onOpen: Called when the daemon has agreed.
    ///   - show: Called for each entry.
    /// - Throws: ``ControlFailure`` when the daemon refuses or is gone.
    func follow(
        after sequence: UInt64,
        alarmsOnly: Bool,
        onOpen: () -> Void,
        show: (EventReport) throws -> Void
    ) async throws {
        let query =
            "?\(ControlAPI.Query.after)=\(sequence)&\(ControlAPI.Query.alarms)=\(alarmsOnly)"
        let request = HTTPClientRequest(url: base + ControlAPI.Path.eventStream + query)
        try await Self.translating {
            let response = try await http.execute(request, deadline: .distantFuture)
            try await Self.accept(response)
            onOpen()
            var lines = LineAssembler(bytesMax: ControlAPI.Limit.lineBytesMax)
            for try await chunk in response.body {
                for line in try lines.take(chunk.readableBytesView) {
                    try show(try Self.decode(EventReport.self, from: Data(line)))
                }
            }
        }
    }

    // MARK: Transport

    private func post(_ value: some Encodable, to path: String) throws -> HTTPClientRequest {
        var request = HTTPClientRequest(url: base + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(value)))
        return request
    }

    private func answer<Answer: Decodable>(
        _ request: HTTPClientRequest,
        timeout: TimeAmount = answerMax
    ) async throws -> Answer {
        try await Self.translating {
            let response = try await http.execute(request, timeout: timeout)
            try await Self.accept(response)
            let body = try await response.body.collect(upTo: ControlAPI.Limit.answerBytesMax)
            return try Self.decode(Answer.self, from: Data(body.readableBytesView))
        }
    }

    /// Throws the failure that an answer carries, if it is one.
    private static func accept(_ response: HTTPClientResponse) async throws {
        guard response.status != .ok else { return }
        let body = try await response.body.collect(upTo: ControlAPI.Limit.requestBytesMax)
        throw try decode(ControlFailure.self, from: Data(body.readableBytesView))
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws
        -> Value
    {
        let decoder = JSONDecoder()
        guard let head = try? decoder.decode(SchemaNumber.self, from: data) else {
            throw ControlFailure(.notUnderstood)
        }
        guard head.schema == ControlAPI.schema, let value = try? decoder.decode(type, from: data)
        else { throw ControlFailure(.notUnderstood, detail: "schema \(head.schema)") }
        return value
    }

    /// Turns what the transport throws into failures that say what to do.
    private static func translating<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as IOError {
            throw ControlFailure(error)
        } catch let error as HTTPClientError {
            throw ControlFailure(.noAnswer, detail: error.shortDescription)
        } catch is ChannelError {
            // The daemon went away between the connection and the request.
            throw ControlFailure(.noAnswer, detail: "the connection ended")
        } catch is NIOTooManyBytesError {
            throw ControlFailure(.notUnderstood, detail: "the answer is too long")
        }
    }

    /// A path as the host of a URL: everything but ASCII letters and digits is escaped.
    private static func percentEncoded(_ path: String) -> String {
        path.utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                text += byte < 0x10 ? "%0" : "%"
                text += String(byte, radix: 16, uppercase: true)
            }
        }
    }
}

/// The part that every answer has.
private struct SchemaNumber: Decodable {
    var schema: Int
}

extension ControlFailure {
    /// What the system says about a socket that cannot be connected to.
    init(_ error: IOError) {
        switch error.errnoCode {
        case ENOENT, ECONNREFUSED, ENOTDIR: self.init(.notRunning)
        case EACCES, EPERM: self.init(.notPermitted)
        default: self.init(.noAnswer, detail: error.description)
        }
    }
}

/// Puts the chunks of a stream together to lines.
struct LineAssembler {
    /// The greatest number of bytes in a line.
    let bytesMax: Int
    private var rest: [UInt8] = []

    /// An assembler with nothing in it.
    init(bytesMax: Int) { self.bytesMax = bytesMax }

    /// Takes a chunk and gives the lines that are complete, without empty ones.
    ///
    /// - Throws: ``ControlFailure`` when a line is too long.
    mutating func take(_ chunk: some Sequence<UInt8>) throws(ControlFailure) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for byte in chunk {
            if byte == UInt8(ascii: "\n") {
                if !rest.isEmpty { lines.append(rest) }
                rest.removeAll(keepingCapacity: true)
            } else {
                guard rest.count < bytesMax else {
                    throw ControlFailure(.notUnderstood, detail: "a line is too long")
                }
                rest.append(byte)
            }
        }
        return lines
    }
}
