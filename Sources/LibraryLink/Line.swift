// SPDX-License-Identifier: MPL-2.0

import LibraryProtocol
import NIOCore
import NIOPosix
import PortnerCore
import SIP2

/// The connection's state, used on its event loop only.
final class Line {
    private let settings: LibraryLinkSettings
    private let port: LibraryLinkPort
    private let loop: any EventLoop
    private let epoch = NIODeadline.now()
    private var session: ClientSession
    private var channel: (any Channel)?
    private var isRunning = false
    /// The questions that have not been answered.
    private var waiting: [UInt64: Waiting] = [:]
    private var lastRequest: UInt64 = 0
    private var reconnectWait: ReconnectWait
    private var reconnection: Scheduled<Void>?
    private var wakeUp: Scheduled<Void>?
    /// What was dropped before this connection.
    private var earlierDiscards = 0
    private var health: Health?

    private struct Waiting {
        let question: LibraryQuestion
        let expiry: Scheduled<Void>
    }

    private struct Health: Equatable {
        var isReachable: Bool
        var detail: String
    }

    init(_ settings: LibraryLinkSettings, port: LibraryLinkPort, loop: any EventLoop) {
        self.settings = settings
        self.port = port
        self.loop = loop
        session = ClientSession(settings.session)
        reconnectWait = ReconnectWait(settings.reconnectMin...settings.reconnectMax)
    }

    // MARK: Orders

    func start() {
        guard !isRunning else { return }
        isRunning = true
        connect()
    }

    func stop() {
        isRunning = false
        reconnection?.cancel()
        carryOut(session.disconnected())
        channel?.close(promise: nil)
        channel = nil
    }

    func ask(_ question: LibraryQuestion) {
        lastRequest += 1
        let number = lastRequest
        let expiry = loop.assumeIsolated().scheduleTask(in: TimeAmount(question.timeout)) {
            [self] in answer(number, .noAnswer)
        }
        waiting[number] = Waiting(question: question, expiry: expiry)
        let request = settings.questions.request(for: question, at: port.now().civil)
        carryOut(session.send(request, as: .init(number), at: now))
    }

    // MARK: Connection

    private func connect() {
        guard isRunning else { return }
        let line = NIOLoopBound(self, eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(settings.connectTimeout))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(LineHandler(line: line.value))
                }
            }
            .connect(host: settings.host, port: settings.port)
            .assumeIsolated()
            .whenFailure { [self] _ in
                tell(isReachable: false, "no connection to \(peer)")
                reconnectLater()
            }
    }

    fileprivate func connected(_ channel: any Channel) {
        guard isRunning else { return channel.close(promise: nil) }
        self.channel = channel
        earlierDiscards = session.discardedFrames
        carryOut(session.connected(at: now))
    }

    fileprivate func received(_ bytes: [UInt8]) {
        carryOut(session.received(bytes, at: now))
        let discards = session.discardedFrames - earlierDiscards
        guard discards > LibraryLinkSettings.discardsMax, session.phase != .disconnected else {
            return
        }
        carryOut(session.disconnected())
        hangUp("sends what answers nothing")
    }

    fileprivate func lost() {
        guard isRunning, channel != nil else { return }
        channel = nil
        // A session that is disconnected already has told why.
        if session.phase != .disconnected {
            tell(isReachable: false, "\(peer): the connection was lost")
        }
        carryOut(session.disconnected())
        reconnectLater()
    }

    private func hangUp(_ reason: String) {
        tell(isReachable: false, "\(peer): \(reason)")
        channel?.close(promise: nil)
    }

    private func reconnectLater() {
        guard isRunning else { return }
        let wait = reconnectWait.lengthen(share: .random(in: 0.5...1))
        reconnection = loop.assumeIsolated().scheduleTask(in: TimeAmount(wait)) {
            [self] in connect()
        }
    }

    // MARK: Session

    private var now: Duration { .nanoseconds((NIODeadline.now() - epoch).nanoseconds) }

    private var peer: String { "\(settings.host):\(settings.port)" }

    private func carryOut(_ actions: [ClientSession.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes):
                channel?.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
            case .deliver(let id, let message):
                deliver(message, to: id.rawValue)
            case .fail(let id, _):
                answer(id.rawValue, .noAnswer)
            case .becameReady:
                reconnectWait.reset()
                tell(isReachable: true, peer)
            case .statusReceived:
                continue
            case .close(let reason):
                hangUp(reason.words)
            }
        }
        keepDeadline()
    }

    private func deliver(_ message: SIP2.Message, to number: UInt64) {
        guard let question = waiting[number]?.question else { return }
        let (timestamp, civil) = port.now()
        answer(
            number,
            settings.questions.reply(
                from: message,
                to: question,
                asOf: timestamp,
                today: civil.date
            )
        )
    }

    /// Answers a question, unless its time is over and it was answered before.
    private func answer(_ number: UInt64, _ reply: LibraryReply) {
        guard let waiting = waiting.removeValue(forKey: number) else { return }
        waiting.expiry.cancel()
        port.reply(reply, waiting.question.ticket)
    }

    private func tell(isReachable: Bool, _ detail: String) {
        let health = Health(isReachable: isReachable, detail: detail)
        guard health != self.health else { return }
        self.health = health
        port.health(isReachable, detail)
    }

    /// Wakes the session when it wants to be woken.
    private func keepDeadline() {
        wakeUp?.cancel()
        wakeUp = session.nextDeadline.map { deadline in
            loop.assumeIsolated().scheduleTask(deadline: epoch + TimeAmount(deadline)) {
                [self] in carryOut(session.advance(to: now))
            }
        }
    }
}

extension ClientSession.CloseReason {
    /// The reason in a technician's words.
    fileprivate var words: String {
        switch self {
        case .loginRefused: "the login was refused"
        case .loginNotEncodable: "the login cannot be written in this character set"
        case .openingFailed(.timedOut): "no answer to login and status"
        case .openingFailed: "no usable answer to login and status"
        case .timedOut: "no answer in time"
        case .damaged: "messages keep arriving damaged"
        }
    }
}

/// Hands what the connection does to its line.
private final class LineHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let line: Line

    init(line: Line) { self.line = line }

    func channelActive(context: ChannelHandlerContext) {
        line.connected(context.channel)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        line.received(Array(unwrapInboundIn(data).readableBytesView))
    }

    func channelInactive(context: ChannelHandlerContext) {
        line.lost()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
