// SPDX-License-Identifier: MPL-2.0

import HTTPTypes
import Hummingbird
import PortnerCore

/// The panels' addresses: a page, its look, its states, its keys.
struct PanelRoutes: Sendable {
    let port: PanelPort
    let token: BootToken

    func add(to router: Router<LocalContext>) {
        router.only(.get, "assets/{name}") { _, context in
            guard let name = context.parameters.get("name"), let asset = Asset.all[name] else {
                throw HTTPError(.notFound)
            }
            return asset.response
        }
        router.only(.get, "door/{reader}") { _, context in
            let (reader, look) = try panel(context)
            return try PanelPage(reader, look: look, token: token).response(look: look)
        }
        router.only(.get, "door/{reader}/look.css") { _, context in
            let (_, look) = try panel(context)
            return Response(
                status: .ok,
                headers: [.contentType: "text/css; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: look.css))
            )
        }
        router.only(.get, "door/{reader}/view") { request, context in
            let (reader, look) = try panel(context)
            try token.check(request)
            return try view(of: reader, look, answering: request)
        }
        router.only(.post, "door/{reader}/key") { request, context in
            let (reader, _) = try panel(context)
            try token.check(request)
            guard let key = Key(name: try await request.json(KeyPress.self).key) else {
                throw HTTPError(.badRequest)
            }
            port.press(key, reader)
            return Response(status: .noContent)
        }
    }

    private func panel(_ context: LocalContext) throws -> (ReaderName, PanelLook) {
        guard let name = context.parameters.get("reader"), let reader = ReaderName(name),
            let look = port.look(reader)
        else { throw HTTPError(.notFound) }
        return (reader, look)
    }

    private func view(
        of reader: ReaderName,
        _ look: PanelLook,
        answering request: Request
    ) throws -> Response {
        do {
            let (now, companion) = (port.now, port.companion)
            let languages = look.languages
            let states = try port.hub.views.views(of: reader)
            return .eventStream(
                answering: request,
                states
            ) {
                PanelSnapshot($0, now: now(), languages: languages) { companion(reader) }
            }
        } catch {
            throw HTTPError(.serviceUnavailable, headers: [.retryAfter: "5"])
        }
    }
}
