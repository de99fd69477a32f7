// SPDX-License-Identifier: MPL-2.0

import NIOCore
import SIP2

/// One client's connection over TCP or TLS.
final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let desk: Desk
    private let outlet: Outlet
    private var session: ServerSession
    private var isLoggedIn: Bool
    /// What has struck the request under way.
    private var strike: AnswerFault?

    init(_ desk: Desk, _ channel: any Channel) {
        self.desk = desk
        outlet = Outlet(desk, channel)
        session = ServerSession(Dialect(encoding: desk.settings.encoding, detectsErrors: false))
        isLoggedIn = desk.settings.logins.isEmpty
    }

    func channelActive(context: ChannelHandlerContext) {
        desk.join(context.channel)
        desk.settings.log(.connected)
        if desk.faults.isOffline { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        session.disconnected()
        outlet.clear()
        desk.leave(context.channel)
        desk.settings.log(.disconnected)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        desk.report(error)
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is FaultsChanged else { return context.fireUserInboundEventTriggered(event) }
        outlet.faultsChanged()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        carryOut(session.received(bytes))
    }

    private func carryOut(_ actions: [ServerSession.Action]) {
        for action in actions {
            switch action {
            case .handle(let request): handle(request)
            case .write(let bytes):
                outlet.send(bytes, Command(leading: bytes), struckBy: strike)
                strike = nil
            case .close: outlet.close()
            }
        }
    }

    private func handle(_ request: Message) {
        desk.settings.log(.received(request))
        strike = desk.strike(
            .message(request.command),
            answeredBy: request.command.response
        )
        guard strike != .closedUnexecuted, isLoggedIn || request.command == .login else {
            desk.settings.log(.ignored(request))
            return outlet.close()
        }
        let answer = answer(to: request)
        desk.settings.log(answer.map { .answered($0) } ?? .ignored(request))
        do throws(Message.EncodingError) {
            carryOut(try session.respond(with: answer))
        } catch {
            // What the client sent and wants back cannot be written: it gets nothing.
            carryOut((try? session.respond(with: nil)) ?? [])
        }
    }

    private func answer(to request: Message) -> Message? {
        guard let login = LoginRequest(request) else { return desk.answer(to: request) }
        let isAdmitted = desk.admits(login.user, login.password)
        if isAdmitted { isLoggedIn = true }
        return isAdmitted ? desk.answer(to: request) : LoginResponse(isAccepted: false).message
    }
}

extension Command {
    /// The command that the bytes of a message begin with.
    init?(leading bytes: [UInt8]) {
        let digits = bytes.prefix(2).map { $0 &- 0x30 }
        guard digits.count == 2, digits.allSatisfy({ $0 <= 9 }) else { return nil }
        self.init(rawValue: digits[0] * 10 + digits[1])
    }
}
