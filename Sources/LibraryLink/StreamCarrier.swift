// SPDX-License-Identifier: MPL-2.0

import NIOCore
import NIOSSL
import PortnerCore
import SIP2

/// SIP2 over one connection that stays, in clear text or secured.
///
/// The connection is kept alive, and a probe makes it anew when it was lost. The first loss of a
/// good one in a while is made good at once; nothing that was written is sent again. After a
/// refused login no connection is made for a while.
final class StreamCarrier: Carrier {
    private let loginPause: Duration
    private let connector: Connector
    private let loop: any EventLoop
    private let report: (CarrierEvent) -> Void
    private let epoch = NIODeadline.now()
    private var session: ClientSession
    private var phase = Phase.idle
    private var wakeUp: Scheduled<Void>?
    /// What was dropped before this connection.
    private var earlierDiscards = 0
    /// Whether the opening of this connection is complete.
    private var isOpen = false
    /// Whether a good connection was lost and is being made again.
    private var isRestoring = false
    /// When a good connection was last lost.
    private var lastLoss: Duration?
    /// Until when no connection is made, because the login was refused.
    private var barredUntil: Duration?
    /// What was given up while its answer was to come.
    private var abandoned: Set<UInt64> = []
    /// Whether the last status of this connection said that the library system is at work.
    private var isOnLine = true
    private var isStopped = false

    private enum Phase {
        case idle
        case connecting
        case connected(any Channel)
    }

    /// The session's name for a probe; the desk counts from 1.
    private static let probe: UInt64 = 0

    init(
        _ configuration: ClientSession.Configuration,
        loginPause: Duration,
        connector: Connector,
        loop: any EventLoop,
        report: @escaping (CarrierEvent) -> Void
    ) {
        self.loginPause = loginPause
        session = ClientSession(configuration)
        self.connector = connector
        self.loop = loop
        self.report = report
    }

    var readiness: Readiness {
        switch session.phase {
        case .disconnected: isRestoring ? .busy : .absent
        case .ready: .free
        case .loggingIn, .askingStatus, .awaiting: .busy
        }
    }

    let answersApart = false

    // MARK: Orders

    func carry(_ message: SIP2.Message, as number: UInt64, within timeout: Duration) {
        carryOut(session.send(message, as: .init(number), within: timeout, at: now))
    }

    /// The session waits for the answer all the same, so as not to take it for another one's.
    func abandon(_ number: UInt64, isLate: Bool, isWanted: Bool) -> Bool {
        abandoned.insert(number)
        return true
    }

    func probe() {
        switch phase {
        case .idle where isBarred: report(.bad("\(connector.peer): the login was refused"))
        case .idle: connect()
        case .connecting: break
        case .connected where session.phase == .ready:
            carryOut(session.send(SCStatus(), as: .init(Self.probe), at: now))
        case .connected: break
        }
    }

    func stop() {
        isStopped = true
        wakeUp?.cancel()
        carryOut(session.disconnected())
        close()
    }

    // MARK: Connection

    private var isBarred: Bool { barredUntil.map { now < $0 } ?? false }

    private func connect() {
        guard !isStopped else { return }
        phase = .connecting
        let carrier = NIOLoopBound(self, eventLoop: loop)
        connector.connect(on: loop) { channel in
            try channel.pipeline.syncOperations.addHandler(StreamHandler(carrier.value))
        }
        .assumeIsolated()
        .whenComplete { [self] result in
            switch result {
            case .success(let channel): connected(channel)
            case .failure(let error):
                phase = .idle
                ended((error as? Connector.Failure)?.words ?? "no connection")
            }
        }
    }

    private func connected(_ channel: any Channel) {
        guard !isStopped, channel.isActive else {
            phase = .idle
            Self.cut(channel)
            return ended("\(connector.peer): the connection was lost")
        }
        phase = .connected(channel)
        isOnLine = true
        earlierDiscards = session.discardedFrames
        carryOut(session.connected(at: now))
    }

    /// Bytes came; those of a connection that was given up are nobody's.
    fileprivate func received(_ bytes: [UInt8], on channel: any Channel) {
        guard isCurrent(channel) else { return }
        carryOut(session.received(bytes, at: now))
        let discards = session.discardedFrames - earlierDiscards
        guard discards > LibraryLinkSettings.discardsMax, session.phase != .disconnected else {
            return
        }
        carryOut(session.disconnected())
        isOpen = false
        hangUp("sends what answers nothing")
    }

    /// A connection ended; one that was given up takes nothing with it.
    fileprivate func lost(_ channel: any Channel) {
        guard isCurrent(channel) else { return }
        phase = .idle
        // A session that is disconnected already has told why.
        let isNews = session.phase != .disconnected
        carryOut(session.disconnected())
        if isNews { ended("\(connector.peer): the connection was lost") }
    }

    private func hangUp(_ reason: String) {
        close()
        ended("\(connector.peer): \(reason)")
    }

    /// There is no connection any more, or none came about.
    ///
    /// A good one may be lost by chance, or over a single question. It is made again at once, so
    /// that the next patron notices nothing; a second loss within a while is an outage.
    private func ended(_ words: String) {
        let wasOpen = isOpen
        isOpen = false
        isRestoring = false
        guard wasOpen, !isStopped else { return report(.bad(words)) }
        let isSecond = lastLoss.map { now - $0 < LibraryLinkSettings.lossInterval } ?? false
        lastLoss = now
        guard !isSecond else { return report(.bad(words)) }
        isRestoring = true
        report(.interrupted(words))
        connect()
    }

    private func close() {
        guard case .connected(let channel) = phase else { return }
        phase = .idle
        Self.cut(channel)
    }

    /// Whether a connection is the one in use, and not one that was given up before it.
    private func isCurrent(_ channel: any Channel) -> Bool {
        guard case .connected(let current) = phase else { return false }
        return current === channel
    }

    /// Ends a connection at once.
    ///
    /// The farewell of TLS would be waited for, and answers would go on coming in meanwhile. The
    /// context of the security closes what lies beneath it.
    private static func cut(_ channel: any Channel) {
        let pipeline = channel.pipeline.syncOperations
        if let security = try? pipeline.context(handlerType: NIOSSLClientHandler.self) {
            security.close(promise: nil)
        } else {
            channel.close(promise: nil)
        }
    }

    // MARK: Session

    private var now: Duration { .nanoseconds((NIODeadline.now() - epoch).nanoseconds) }

    private func carryOut(_ actions: [ClientSession.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes):
                guard case .connected(let channel) = phase else { continue }
                channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
            case .deliver(let id, let message): delivered(message, to: id.rawValue)
            case .fail(let id, let failure):
                abandoned.remove(id.rawValue)
                if id.rawValue != Self.probe { report(.failed(id.rawValue, .init(failure))) }
            case .becameReady:
                isOpen = true
                isRestoring = false
                report(isOnLine ? .good(connector.peer) : .readinessChanged)
            case .statusReceived(let status):
                isOnLine = status.offers.contains(.onLine)
                report(isOnLine ? .readinessChanged : .bad("\(connector.peer): \(Self.offLine)"))
            case .close(let reason):
                if reason == .loginRefused { barredUntil = now + loginPause }
                hangUp(reason.words)
            }
        }
        keepDeadline()
    }

    private static let offLine = "says that it is not on-line"

    /// An answer came; one that nobody waits for any more says nothing good about the line, nor
    /// does a status that says no.
    private func delivered(_ message: SIP2.Message, to number: UInt64) {
        guard abandoned.remove(number) == nil else {
            return report(.answeredLate(number, message))
        }
        guard number == Self.probe else {
            report(.good(connector.peer))
            return report(.answered(number, message))
        }
        guard let status = ACSStatus(message) else {
            return report(.bad("\(connector.peer): its status cannot be read"))
        }
        isOnLine = status.offers.contains(.onLine)
        report(isOnLine ? .good(connector.peer) : .bad("\(connector.peer): \(Self.offLine)"))
    }

    /// Wakes the session when it wants to be woken.
    private func keepDeadline() {
        wakeUp?.cancel()
        guard !isStopped else { return }
        wakeUp = session.nextDeadline.map { deadline in
            loop.assumeIsolated().scheduleTask(deadline: epoch + TimeAmount(deadline)) {
                [self] in carryOut(session.advance(to: now))
            }
        }
    }
}

extension CarrierFailure {
    /// A failure of the session in the core's words.
    fileprivate init(_ failure: ClientSession.Failure) {
        let reason: Unavailability =
            switch failure.reason {
            case .notConnected: .offline
            case .queueFull: .busy
            case .notARequest, .notEncodable: .notEncodable
            case .timedOut: .timedOut
            case .connectionLost: .connectionLost
            case .answersDamaged, .resendRefused, .statusOnly, .foreignAnswer: .unreadable
            }
        self.init(reason: reason, mayBeDone: failure.outcome == .unknown)
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
        case .foreignAnswer: "answered about another patron or item"
        }
    }
}

/// Hands what one connection does to its carrier, and says which one it is.
private final class StreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let carrier: StreamCarrier

    init(_ carrier: StreamCarrier) { self.carrier = carrier }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        carrier.received(Array(unwrapInboundIn(data).readableBytesView), on: context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) {
        carrier.lost(context.channel)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
