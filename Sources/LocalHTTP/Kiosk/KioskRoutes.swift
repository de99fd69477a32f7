// SPDX-License-Identifier: MPL-2.0

import HTTPTypes
import Hummingbird
import PortnerCore

/// The kiosks' addresses: a page, its look, its views, what is pressed, and its sign of life.
struct KioskRoutes: Sendable {
    let port: KioskPort
    let token: BootToken

    func add(to router: Router<LocalContext>) {
        router.only(.get, "kiosk/{kiosk}") { _, context in
            let (kiosk, look) = try kiosk(context)
            return try KioskPage(kiosk, look: look, token: token).response(look: look)
        }
        router.only(.get, "kiosk/{kiosk}/look.css") { _, context in
            let (_, look) = try kiosk(context)
            return Response(
                status: .ok,
                headers: [.contentType: "text/css; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: look.common.css))
            )
        }
        router.only(.get, "kiosk/{kiosk}/view") { request, context in
            let (kiosk, look) = try kiosk(context)
            try token.check(request)
            return try view(of: kiosk, look, answering: request)
        }
        router.only(.post, "kiosk/{kiosk}/press") { request, context in
            let (kiosk, _) = try kiosk(context)
            try token.check(request)
            guard let press = try await request.json(KioskOrder.self).press else {
                throw HTTPError(.badRequest)
            }
            port.press(press, kiosk)
            return Response(status: .noContent)
        }
        // Without a token: it says nothing of a patron, and whoever asks keeps the screen lit.
        router.only(.get, "kiosk/{kiosk}/screen") { _, context in
            let (kiosk, _) = try kiosk(context)
            return try .json(port.screen(kiosk))
        }
        router.only(.post, "kiosk/{kiosk}/beat") { request, context in
            let (kiosk, _) = try kiosk(context)
            try token.check(request)
            port.beat(kiosk)
            return Response(status: .noContent)
        }
    }

    private func kiosk(_ context: LocalContext) throws -> (KioskName, KioskLook) {
        guard let name = context.parameters.get("kiosk"), let kiosk = KioskName(name),
            let look = port.look(kiosk)
        else { throw HTTPError(.notFound) }
        return (kiosk, look)
    }

    private func view(
        of kiosk: KioskName,
        _ look: KioskLook,
        answering request: Request
    ) throws -> Response {
        do {
            let (now, hours) = (port.now, port.hours)
            let views = try port.hub.views.views(of: kiosk)
            return .eventStream(answering: request, views) { published in
                KioskSnapshot(published, look: look, hours: hours(kiosk), now: now())
            }
        } catch {
            throw HTTPError(.serviceUnavailable, headers: [.retryAfter: "5"])
        }
    }
}
