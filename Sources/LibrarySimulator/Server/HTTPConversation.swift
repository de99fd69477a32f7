// SPDX-License-Identifier: MPL-2.0

import FBS
import NIOCore
import NIOHTTP1
import SIP2

/// One client's connection over HTTPS: SIP2 in envelopes, and the REST calls of FBS.
///
/// As at Cicero a connection ends after its answer. The answer is written as bytes and not through
/// an encoder of NIO, so that everything that can go wrong with bytes can go wrong with it.
final class HTTPConversation: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    /// Where both services lie.
    static let base = "/rest"
    /// The greatest length of a request's body.
    static let bodyLengthMax = SIPEnvelope.lengthMax

    private let desk: Desk
    private let outlet: Outlet
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ desk: Desk, _ channel: any Channel) {
        self.desk = desk
        outlet = Outlet(desk, channel, isSingle: true)
    }

    func channelActive(context: ChannelHandlerContext) {
        desk.join(context.channel)
        desk.settings.log(.connected)
        if desk.faults.isOffline { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
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
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
        case .body(let piece):
            guard body.count + piece.readableBytes <= Self.bodyLengthMax else {
                context.close(promise: nil)
                return
            }
            body += piece.readableBytesView
        case .end:
            guard let head else { return }
            self.head = nil
            answer(head)
            body = []
        }
    }

    private func answer(_ head: HTTPRequestHead) {
        let target = String(head.uri.dropFirst(Self.base.count))
        guard head.uri.hasPrefix(Self.base + "/") else {
            return send(FBSResponse(status: 404, body: []), of: .json, struckBy: nil)
        }
        if target == desk.interface.sipTarget, head.method == .POST {
            answerMessage()
        } else {
            answerCall(head, target)
        }
    }

    // MARK: SIP2 in an envelope

    private func answerMessage() {
        let content: SIPEnvelope.Content
        var strike: AnswerFault?
        var command: Command?
        do {
            (content, command, strike) = try answer(to: SIPEnvelope(decoding: body))
        } catch {
            content = .error("Not a SIP2 envelope")
        }
        switch strike {
        case .closedUnexecuted:
            outlet.close()
        case .status(let status):
            send(FBSResponse(status: status, body: []), of: .xml, command, struckBy: strike)
        default:
            let bytes = (try? SIPEnvelope(content).encoded()) ?? []
            let response = FBSResponse(status: 200, body: bytes)
            send(response, of: .xml, command, struckBy: strike)
        }
    }

    /// The answer to an envelope, its command, and what strikes it.
    private func answer(
        to envelope: SIPEnvelope
    ) throws -> (SIPEnvelope.Content, Command?, AnswerFault?) {
        guard case .request(let text) = envelope.content else {
            return (.error("No request"), nil, nil)
        }
        // The words of the recorded answer.
        guard envelope.login?.isEmpty == false, envelope.password?.isEmpty == false else {
            return (.error("Required field: LOGIN_PASSWORD must be set!"), nil, nil)
        }
        guard desk.admits(envelope.login, envelope.password) else {
            return (.error("Login failed"), nil, nil)
        }
        let dialect = Dialect.cicero
        let request = try Message(decoding: Array(text.utf8), in: dialect)
        let command = request.command.response
        desk.settings.log(.received(request))
        let strike = desk.strike(.message(request.command), answeredBy: command)
        switch strike {
        case .closedUnexecuted, .status:
            desk.settings.log(.ignored(request))
            return (.response(""), command, strike)
        case .exception:
            desk.settings.log(.ignored(request))
            return (.exception(Self.exception(desk.nextRequestID())), command, strike)
        default:
            break
        }
        guard let answer = desk.answer(to: request) else {
            desk.settings.log(.ignored(request))
            return (.response(""), command, strike)
        }
        desk.settings.log(.answered(answer))
        let plain = Dialect(encoding: .utf8, detectsErrors: false)
        let bytes = try answer.encoded(in: plain)
        return (.response(String(decoding: bytes, as: UTF8.self)), command, strike)
    }

    /// What Cicero reports when two requests change the same record.
    private static func exception(_ id: String) -> LibraryException {
        LibraryException(
            correlationID: id,
            errorCode: "OPTIMISTIC_LOCK_VIOLATION",
            message: "",
            className: "com.dantek.dl.exceptions.LibraryException"
        )
    }

    // MARK: REST

    private func answerCall(_ head: HTTPRequestHead, _ target: String) {
        guard let method = FBSRequest.Method(rawValue: head.method.rawValue) else {
            return send(FBSResponse(status: 405, body: []), of: .json, struckBy: nil)
        }
        let headers = head.headers.map { FBSRequest.Header($0.name, $0.value) }
        let request = FBSRequest(method, target, headers: headers, body: body)
        let call: ReceivedCall?
        do {
            call = try ReceivedCall(request, to: desk.interface)
        } catch {
            let refusal = FBSRefusal(status: 400, errorCode: "badRequest")
            return send(refusal.response, of: .json, struckBy: nil)
        }
        guard let call else {
            return send(FBSResponse(status: 404, body: []), of: .json, struckBy: nil)
        }
        desk.settings.log(.called(call.name))
        // A login is spared as that of SIP2 is.
        let command: Command? = call.isLogin ? .loginResponse : nil
        let strike = desk.strike(.call(call.name), answeredBy: command)
        let refusal = FBSRefusal(
            status: 200,
            correlationID: desk.nextRequestID(),
            errorCode: "OPTIMISTIC_LOCK_VIOLATION"
        )
        switch strike {
        case .closedUnexecuted:
            outlet.close()
        case .exception:
            send(refusal.response, of: .json, command, struckBy: strike)
        case .status(let status):
            var refusal = refusal
            refusal.status = status
            refusal.errorCode = status == 401 ? "sessionExpired" : "internalError"
            send(refusal.response, of: .json, command, struckBy: strike)
        default:
            let response = answer(call, key: request[header: FBSRequest.sessionHeader])
            send(response, of: .json, command, struckBy: strike)
        }
    }

    private func answer(_ call: ReceivedCall, key: String?) -> FBSResponse {
        guard case .logIn(let login) = call else {
            guard desk.hasSession(key) else {
                return FBSRefusal(status: 401, errorCode: "unauthorized").response
            }
            return desk.answer(to: call)
        }
        guard desk.admits(Secret(login.username), login.password),
            let key = desk.beginSession()
        else { return FBSRefusal(status: 403, errorCode: "forbidden").response }
        return LogIn.response(key)
    }

    // MARK: Sending

    private enum ContentType: String {
        case xml = "application/xml;charset=UTF-8"
        case json = "application/json"
    }

    private func send(
        _ response: FBSResponse,
        of type: ContentType,
        _ command: Command? = nil,
        struckBy strike: AnswerFault?
    ) {
        desk.settings.log(.responded(response.status))
        let status = HTTPResponseStatus(statusCode: response.status)
        let lines = [
            "HTTP/1.1 \(status.code) \(status.reasonPhrase)",
            "Content-Type: \(type.rawValue)",
            "Content-Length: \(response.body.count)",
            "Connection: close",
            "Server: fbs-1",
            "Strict-Transport-Security: max-age=15552000",
            "X-RequestId: \(desk.nextRequestID())",
        ]
        let head = lines.map { $0 + "\r\n" }.joined() + "\r\n"
        outlet.send(Array(head.utf8) + response.body, command, struckBy: strike)
    }
}

extension ReceivedCall {
    /// The name of the call, by which faults strike it.
    var name: String {
        switch self {
        case .logIn: LogIn.name
        case .authenticate: Authenticate.name
        case .lookUpPatron: LookUpPatron.name
        case .fetchPatron: FetchPatron.name
        case .fetchCards: FetchCards.name
        case .fetchLoans: FetchLoans.name
        case .renewLoans: RenewLoans.name
        case .fetchReservations: FetchReservations.name
        case .fetchFees: FetchFees.name
        case .fetchBranches: FetchBranches.name
        case .fetchOpeningHours: FetchOpeningHours.name
        case .fetchClosingDates: FetchClosingDates.name
        }
    }

    var isLogin: Bool { if case .logIn = self { true } else { false } }
}
