// SPDX-License-Identifier: MPL-2.0

import NIOCore
import NIOHTTP1

/// A request over HTTP.
struct HTTPCall: Sendable {
    var method: HTTPMethod
    /// The path, with a query where there is one.
    var target: String
    var headers: HTTPHeaders
    var body: [UInt8]
    /// Whether it may be sent twice.
    var isRepeatable: Bool
    /// The most bytes of a body in the answer.
    var bodyMax: Int
}

/// An answer over HTTP, whatever its status.
struct HTTPReply: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var body: [UInt8]
}

extension HTTPCall: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The method and the length of the body; the rest may tell of a patron or hold a key.
    var description: String { "\(method.rawValue) with \(body.count) bytes" }
    var debugDescription: String { description }
    /// Nothing, so that a dump shows neither credentials nor patrons.
    var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension HTTPReply: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The status and the length of the body.
    var description: String { "HTTP \(status) with \(body.count) bytes" }
    var debugDescription: String { description }
    /// Nothing, so that a dump shows neither keys nor patrons.
    var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why there is no answer over HTTP.
struct HTTPFailure: Error, Sendable {
    enum Reason: Sendable {
        case noConnection(words: String)
        case timedOut
        case connectionLost
        case tooLarge
    }

    var reason: Reason
    /// Whether the request may have reached the server.
    var mayBeDone: Bool
}

/// A small HTTP client for one host, used on one event loop only.
///
/// It knows of each request whether its bytes may have left, follows no redirect, keeps no cookie
/// and speaks to nobody else. Connections are used again while they are fresh; what may not be
/// sent twice gets a new one, because a server may close an idle one at the moment it is used. What
/// finds no connection free waits for its turn, unsent.
final class HTTPClient {
    typealias Completion = (Result<HTTPReply, HTTPFailure>) -> Void

    /// The greatest number of connections at a time.
    static let connectionsMax = 4
    /// How long an idle connection is kept, well below what servers allow.
    static let idleMax = TimeAmount.seconds(10)

    private let connector: Connector
    private let loop: any EventLoop
    /// Everything that has not ended.
    private var calls: [ObjectIdentifier: HTTPExchange] = [:]
    /// What waits for its turn.
    private var waiting: [HTTPExchange] = []
    private var idle: [HTTPConnection] = []

    init(_ connector: Connector, loop: any EventLoop) {
        self.connector = connector
        self.loop = loop
    }

    /// Whether another request could go out at once.
    var isFree: Bool { calls.count < Self.connectionsMax }

    /// How many connections are kept for the next request.
    var idleConnections: Int { idle.count }

    /// Sends a request; the completion is called exactly once, later, unless it is abandoned.
    func send(
        _ call: HTTPCall,
        within timeout: Duration,
        then complete: @escaping Completion
    ) -> HTTPExchange {
        let exchange = HTTPExchange(call, complete)
        calls[ObjectIdentifier(exchange)] = exchange
        exchange.deadline = loop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) {
            [weak self] in
            exchange.connection?.close()
            self?.fail(exchange, .timedOut)
        }
        if calls.count - waiting.count > Self.connectionsMax {
            waiting.append(exchange)
        } else {
            start(exchange)
        }
        return exchange
    }

    private func start(_ exchange: HTTPExchange) {
        if exchange.call.isRepeatable, let connection = idle.popLast() {
            exchange.isOnUsedConnection = true
            return connection.carry(exchange)
        }
        // An idle connection makes room for the new one.
        if calls.count - waiting.count + idle.count > Self.connectionsMax { idle.first?.close() }
        connect(for: exchange)
    }

    /// Ends an exchange without a word.
    func abandon(_ exchange: HTTPExchange) {
        guard remove(exchange) else { return }
        exchange.connection?.close()
        startNext()
    }

    private func startNext() {
        guard !waiting.isEmpty, calls.count - waiting.count < Self.connectionsMax else { return }
        start(waiting.removeFirst())
    }

    /// Takes an exchange out of the books; false when it was not there.
    private func remove(_ exchange: HTTPExchange) -> Bool {
        waiting.removeAll { $0 === exchange }
        exchange.deadline?.cancel()
        return calls.removeValue(forKey: ObjectIdentifier(exchange)) != nil
    }

    /// Ends everything.
    func stop() {
        for connection in idle { connection.close() }
        waiting = []
        for exchange in calls.values {
            exchange.connection?.close()
            fail(exchange, .connectionLost)
        }
    }

    private func connect(for exchange: HTTPExchange) {
        let connection = HTTPConnection(self, host: connector.authority)
        let bound = NIOLoopBound(connection, eventLoop: loop)
        connector.connect(on: loop) { channel in
            try channel.pipeline.syncOperations.addHTTPClientHandlers()
            try channel.pipeline.syncOperations.addHandler(bound.value)
        }
        .assumeIsolated()
        .whenComplete { [self] result in
            switch result {
            case .success(let channel):
                connection.channel = channel
                // Given up meanwhile.
                guard calls[ObjectIdentifier(exchange)] != nil else { return connection.close() }
                connection.carry(exchange)
            case .failure(let error):
                let words = (error as? Connector.Failure)?.words ?? "no connection"
                fail(exchange, .noConnection(words: words))
            }
        }
    }

    // MARK: Ends of exchanges

    fileprivate func finished(
        _ exchange: HTTPExchange,
        _ reply: HTTPReply,
        on connection: HTTPConnection,
        isReusable: Bool
    ) {
        if isReusable {
            idle.append(connection)
            connection.closeLater(Self.idleMax, on: loop)
        } else {
            connection.close()
        }
        end(exchange, .success(reply))
    }

    /// A connection ended; one that had waited idle too long says nothing about the server.
    fileprivate func lost(_ exchange: HTTPExchange, _ reason: HTTPFailure.Reason) {
        guard calls[ObjectIdentifier(exchange)] != nil else { return }
        let isStale = exchange.isOnUsedConnection && exchange.head == nil
        guard isStale, case .connectionLost = reason else { return fail(exchange, reason) }
        exchange.isOnUsedConnection = false
        exchange.isSent = false
        exchange.connection = nil
        connect(for: exchange)
    }

    fileprivate func closed(_ connection: HTTPConnection) {
        idle.removeAll { $0 === connection }
    }

    private func fail(_ exchange: HTTPExchange, _ reason: HTTPFailure.Reason) {
        end(exchange, .failure(HTTPFailure(reason: reason, mayBeDone: exchange.isSent)))
    }

    private func end(_ exchange: HTTPExchange, _ result: Result<HTTPReply, HTTPFailure>) {
        guard remove(exchange) else { return }
        exchange.complete(result)
        startNext()
    }
}

/// One request and what has come of it so far.
final class HTTPExchange {
    let call: HTTPCall
    let complete: HTTPClient.Completion
    fileprivate var deadline: Scheduled<Void>?
    fileprivate var connection: HTTPConnection?
    fileprivate var isOnUsedConnection = false
    /// Whether bytes of it may have left.
    fileprivate(set) var isSent = false
    fileprivate var head: HTTPResponseHead?
    fileprivate var body: [UInt8] = []

    init(_ call: HTTPCall, _ complete: @escaping HTTPClient.Completion) {
        self.call = call
        self.complete = complete
    }
}

extension HTTPExchange: CustomReflectable {
    /// Nothing, so that a dump does not show what has come so far.
    var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// One connection with at most one request under way.
private final class HTTPConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    var channel: (any Channel)?
    private weak let client: HTTPClient?
    private let host: String
    private var exchange: HTTPExchange?
    private var closing: Scheduled<Void>?

    init(_ client: HTTPClient, host: String) {
        self.client = client
        self.host = host
    }

    func carry(_ exchange: HTTPExchange) {
        closing?.cancel()
        guard let channel, channel.isActive else {
            client?.lost(exchange, .connectionLost)
            return
        }
        self.exchange = exchange
        exchange.connection = self
        exchange.isSent = true
        let call = exchange.call
        var head = HTTPRequestHead(version: .http1_1, method: call.method, uri: call.target)
        head.headers = call.headers
        head.headers.replaceOrAdd(name: "Host", value: host)
        head.headers.replaceOrAdd(name: "User-Agent", value: "Portner")
        if !call.body.isEmpty || call.method == .POST {
            head.headers.replaceOrAdd(name: "Content-Length", value: "\(call.body.count)")
        }
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        if !call.body.isEmpty {
            let body = IOData.byteBuffer(ByteBuffer(bytes: call.body))
            channel.write(HTTPClientRequestPart.body(body), promise: nil)
        }
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }

    /// Ends the connection, on which nothing more is sent from now on.
    func close() {
        client?.closed(self)
        closing?.cancel()
        exchange = nil
        channel?.close(promise: nil)
    }

    func closeLater(_ time: TimeAmount, on loop: any EventLoop) {
        closing = loop.assumeIsolated().scheduleTask(in: time) { [weak self] in self?.close() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What comes unasked ends the connection: it could be taken for the next answer.
        guard let exchange else { return close() }
        switch unwrapInboundIn(data) {
        case .head(let head):
            exchange.head = head
        case .body(let bytes):
            guard exchange.body.count + bytes.readableBytes <= exchange.call.bodyMax else {
                end(.tooLarge)
                return close()
            }
            exchange.body += bytes.readableBytesView
        case .end:
            guard let head = exchange.head else { return }
            self.exchange = nil
            client?.finished(
                exchange,
                HTTPReply(
                    status: Int(head.status.code),
                    headers: head.headers,
                    body: exchange.body
                ),
                on: self,
                isReusable: head.isKeepAlive
            )
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.connectionLost)
        client?.closed(self)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(.connectionLost)
        client?.closed(self)
        context.close(promise: nil)
    }

    private func end(_ reason: HTTPFailure.Reason) {
        guard let exchange else { return }
        self.exchange = nil
        client?.lost(exchange, reason)
    }
}
