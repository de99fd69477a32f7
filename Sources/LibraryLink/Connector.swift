// SPDX-License-Identifier: MPL-2.0

import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// Makes connections to one host, secured where the settings say so and then never otherwise.
struct Connector: Sendable {
    let host: String
    let port: Int
    /// How the peer proves who it is; nil for a connection in clear text.
    let trust: Trust?
    /// The longest time for the connection and its handshake together.
    let timeout: Duration

    /// Why there is no connection, in a technician's words.
    struct Failure: Error {
        let words: String
    }

    var peer: String { "\(host):\(port)" }

    /// The host as a request over HTTPS names it: with the port unless it is the usual one.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == 443 ? name : "\(name):\(port)"
    }

    /// Connects; the future succeeds when bytes may be sent, after the peer has proved itself.
    ///
    /// `install` adds the handlers that come after the security.
    func connect(
        on loop: any EventLoop,
        installing install: @escaping @Sendable (any Channel) throws -> Void
    ) -> EventLoopFuture<any Channel> {
        let ready = loop.makePromise(of: (any Channel).self)
        let words = "no connection to \(peer)"
        let deadline = loop.scheduleTask(in: TimeAmount(timeout)) {
            ready.fail(Failure(words: "\(words) in time"))
        }
        ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(timeout))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let trust {
                        let gate = HandshakeGate(
                            trust,
                            host: host,
                            peer: peer,
                            ready: ready
                        )
                        try channel.pipeline.syncOperations.addHandlers([
                            trust.handler(for: host), gate,
                        ])
                    }
                    try install(channel)
                }
            }
            .connect(host: host, port: port)
            .whenComplete { result in
                switch result {
                case .failure:
                    ready.fail(Failure(words: words))
                case .success(let channel):
                    if trust == nil { ready.succeed(channel) }
                    ready.futureResult.whenFailure { _ in channel.close(promise: nil) }
                }
            }
        return ready.futureResult.always { _ in deadline.cancel() }
    }
}

/// Holds a connection back until the handshake is over and the peer has the name and key that are
/// expected.
private final class HandshakeGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let trust: Trust
    private let host: String
    private let peer: String
    private let ready: EventLoopPromise<any Channel>

    init(_ trust: Trust, host: String, peer: String, ready: EventLoopPromise<any Channel>) {
        self.trust = trust
        self.host = host
        self.peer = peer
        self.ready = ready
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            handshakeCompleted(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        refuse("\(peer): the connection ended during the TLS handshake")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        refuse("\(peer): TLS: \(Trust.words(for: error))")
        context.close(promise: nil)
    }

    private func handshakeCompleted(_ context: ChannelHandlerContext) {
        let handler = try? context.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
        switch trust.verdict(on: handler?.peerCertificate, for: host) {
        case .accepted: return ready.succeed(context.channel)
        case .otherName: refuse("\(peer): TLS: the certificate is for another name")
        case .otherKey: refuse("\(peer): the certificate's key is not the pinned one")
        }
        context.close(promise: nil)
    }

    /// Without effect on a connection that is in use.
    private func refuse(_ words: String) {
        ready.fail(Connector.Failure(words: words))
    }
}
