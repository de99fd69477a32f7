// SPDX-License-Identifier: MPL-2.0

import NIOCore
import SIP2

/// One client's connection.
final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The greatest number of answers that are held back; the connection ends beyond.
    static let heldMax = 64

    private let desk: Desk
    private var session: ServerSession
    private var held: [Faults.Delivery] = []

    init(_ desk: Desk) {
        self.desk = desk
        session = ServerSession(Dialect(encoding: desk.settings.encoding, detectsErrors: false))
    }

    func channelActive(context: ChannelHandlerContext) {
        desk.join(context.channel)
        desk.settings.log(.connected)
        if desk.faults.isOffline { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        session.disconnected()
        held = []
        desk.leave(context.channel)
        desk.settings.log(.disconnected)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is FaultsChanged else { return context.fireUserInboundEventTriggered(event) }
        let faults = desk.faults
        if faults.isOffline {
            context.close(promise: nil)
        } else if !faults.holdsAnswers {
            let waiting = held
            held = []
            for delivery in waiting { carryOut(delivery, context) }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        carryOut(session.received(bytes), context)
    }

    private func carryOut(_ actions: [ServerSession.Action], _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .handle(let request): carryOut(answer(request), context)
            case .write(let bytes): send(bytes, context)
            case .close: context.close(promise: nil)
            }
        }
    }

    private func answer(_ request: Message) -> [ServerSession.Action] {
        desk.settings.log(.received(request))
        let refuses = request.command == .login && desk.faults.refusesLogin
        let answer =
            refuses
            ? LoginResponse(isAccepted: false).message
            : desk.library.answer(to: request, at: desk.settings.clock())
        desk.settings.log(answer.map { .answered($0) } ?? .ignored(request))
        do throws(Message.EncodingError) {
            return try session.respond(with: answer)
        } catch {
            // What the client sent and wants back cannot be written: it gets nothing.
            return (try? session.respond(with: nil)) ?? []
        }
    }

    private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        let (deliveries, delay) = desk.deliveries(of: bytes)
        guard delay > .zero else { return hand(over: deliveries, context) }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let boundContext = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: TimeAmount(delay)) {
            bound.value.hand(over: deliveries, boundContext.value)
        }
    }

    private func hand(over deliveries: [Faults.Delivery], _ context: ChannelHandlerContext) {
        let faults = desk.faults
        if faults.isOffline { return context.close(promise: nil) }
        guard faults.holdsAnswers else {
            for delivery in deliveries { carryOut(delivery, context) }
            return
        }
        held += deliveries
        if held.count > Self.heldMax { context.close(promise: nil) }
    }

    private func carryOut(_ delivery: Faults.Delivery, _ context: ChannelHandlerContext) {
        switch delivery {
        case .write(let bytes):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        case .close:
            context.close(promise: nil)
        }
    }
}
