// SPDX-License-Identifier: MPL-2.0

import MailProtocol
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import PortnerCore

/// One attempt to deliver one letter, used on the link's event loop only.
final class Delivery {
    private let settings: MailLinkSettings
    private let trust: MailTrust
    private let loop: any EventLoop
    private let ended: (MailOutcome) -> Void
    private var client: SMTPClient
    private var channel: (any Channel)?
    private var wakeUp: Scheduled<Void>?
    private var isOver = false
    private var isSecuring = false

    init(
        _ message: MailMessage,
        _ settings: MailLinkSettings,
        trust: MailTrust,
        loop: any EventLoop,
        ended: @escaping (MailOutcome) -> Void
    ) {
        self.settings = settings
        self.trust = trust
        self.loop = loop
        self.ended = ended
        client = SMTPClient(settings.client, message: message, at: MailClock.now)
    }

    func start() {
        let delivery = NIOLoopBound(self, eventLoop: loop)
        ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(settings.connectTimeout))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(MailHandler(delivery.value))
                }
            }
            .connect(host: settings.host, port: settings.port)
            .assumeIsolated()
            .whenComplete { [self] result in
                switch result {
                case .failure: carryOut(client.lost(.notConnected))
                case .success(let channel) where isOver: channel.close(promise: nil)
                case .success(let channel):
                    self.channel = channel
                    carryOut(client.connected(at: MailClock.now))
                }
            }
        keepDeadline()
    }

    /// Gives the attempt up without a word about it.
    func abandon() {
        isOver = true
        wakeUp?.cancel()
        channel?.close(promise: nil)
    }

    // MARK: The connection

    fileprivate func received(_ bytes: ByteBuffer) {
        carryOut(client.received(bytes.readableBytesView, at: MailClock.now))
    }

    fileprivate func secured() {
        isSecuring = false
        carryOut(client.secured(at: MailClock.now))
    }

    fileprivate func failed(_ error: any Error) {
        let problem: MailProblem =
            isSecuring ? .insecure(MailTrust.words(for: error)) : .disconnected
        carryOut(client.lost(problem))
    }

    fileprivate func lost() {
        carryOut(
            client.lost(isSecuring ? .insecure("the connection ended") : .disconnected)
        )
    }

    // MARK: The client

    private func carryOut(_ actions: [SMTPClient.Action]) {
        guard !isOver else { return }
        for action in actions {
            switch action {
            case .write(let bytes): channel?.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
            case .secure: secure()
            case .finish(let outcome): return finish(outcome)
            }
        }
        keepDeadline()
    }

    private func secure() {
        isSecuring = true
        do {
            try channel?.pipeline.syncOperations.addHandler(
                trust.handler(for: settings.host),
                position: .first
            )
        } catch {
            failed(error)
        }
    }

    private func finish(_ outcome: MailOutcome) {
        abandon()
        ended(outcome)
    }

    private func keepDeadline() {
        wakeUp?.cancel()
        guard let deadline = client.nextDeadline else { return }
        let wait = max(MailClock.now.duration(to: deadline), .zero)
        wakeUp = loop.assumeIsolated().scheduleTask(in: TimeAmount(wait)) { [self] in
            carryOut(client.advance(to: MailClock.now))
        }
    }
}

/// Hands what a connection does to its delivery.
private final class MailHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let delivery: Delivery

    init(_ delivery: Delivery) { self.delivery = delivery }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        delivery.received(unwrapInboundIn(data))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { delivery.secured() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) { delivery.lost() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        delivery.failed(error)
        context.close(promise: nil)
    }
}
