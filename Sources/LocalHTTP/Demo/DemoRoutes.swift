// SPDX-License-Identifier: MPL-2.0

import HTTPTypes
import Hummingbird
import PortnerCore

/// The demo page's addresses: the page, its running list, and the virtual devices.
struct DemoRoutes: Sendable {
    /// The greatest number of bytes in what a virtual scanner reads.
    static let scanLengthMax = 200

    let port: DemoPort
    let panels: PanelPort
    let token: BootToken

    private struct Presented: Decodable {
        var text: String
    }

    private struct Handled: Decodable {
        var act: DemoPadAct
        var item: String
    }

    private struct Switched: Decodable {
        var on: Bool
    }

    func add(to router: Router<LocalContext>) {
        router.only(.get, "demo") { _, _ in
            try DemoPage(port, token: token).response(look: look)
        }
        router.only(.get, "demo/events") { request, _ in
            try token.check(request)
            do {
                return .eventStream(answering: request, try port.feed.lines()) { $0 }
            } catch {
                throw HTTPError(.serviceUnavailable, headers: [.retryAfter: "5"])
            }
        }
        router.only(.post, "demo/reader/{reader}/present") { request, context in
            try token.check(request)
            let name = context.parameters.get("reader")
            guard let entrance = port.entrances.first(where: { $0.reader.text == name }) else {
                throw HTTPError(.notFound)
            }
            let text = try await request.json(Presented.self).text
            guard (1...Self.scanLengthMax).contains(text.utf8.count) else {
                throw HTTPError(.badRequest)
            }
            port.present(text, entrance.reader)
            return Response(status: .noContent)
        }
        router.only(.get, "demo/kiosk/{kiosk}") { _, context in
            try DemoKioskPage(try kiosk(context), port, token: token).response(look: look)
        }
        router.only(.post, "demo/kiosk/{kiosk}/scan") { request, context in
            try token.check(request)
            let kiosk = try kiosk(context)
            let text = try await request.json(Presented.self).text
            guard (1...Self.scanLengthMax).contains(text.utf8.count) else {
                throw HTTPError(.badRequest)
            }
            port.scan(text, kiosk)
            return Response(status: .noContent)
        }
        addStands(to: router)
        addSwitch("contact", port.contact, to: router)
        addSwitch("exit", port.exit, to: router)
        addSwitch("fire", port.fire, to: router)
    }

    /// What is around the kiosks: the printer with its paper, and what it and the mail bring.
    private func addStands(to router: Router<LocalContext>) {
        router.only(.get, "demo/kiosk/{kiosk}/stand") { request, context in
            let kiosk = try kiosk(context)
            try token.check(request)
            do {
                return .eventStream(answering: request, try port.stands.stands(of: kiosk)) { $0 }
            } catch {
                throw HTTPError(.serviceUnavailable, headers: [.retryAfter: "5"])
            }
        }
        router.only(.get, "demo/kiosk/{kiosk}/receipt/{number}") { _, context in
            let number = context.parameters.get("number").flatMap { Int($0) } ?? 0
            guard let picture = port.stands.picture(number, at: try kiosk(context)) else {
                throw HTTPError(.notFound)
            }
            return Response(
                status: .ok,
                headers: [.contentType: "image/svg+xml"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: picture))
            )
        }
        router.only(.post, "demo/kiosk/{kiosk}/pad") { request, context in
            try token.check(request)
            let kiosk = try kiosk(context)
            let handled = try await request.json(Handled.self)
            guard port.items.contains(where: { $0.text == handled.item }) else {
                throw HTTPError(.notFound)
            }
            port.pad(kiosk, handled.act, handled.item)
            return Response(status: .noContent)
        }
        router.only(.post, "demo/kiosk/{kiosk}/paper") { request, context in
            try token.check(request)
            port.paper(try kiosk(context), try await request.json(Switched.self).on)
            return Response(status: .noContent)
        }
    }

    private var look: PanelLook? {
        port.entrances.first.flatMap { panels.look($0.reader) }
    }

    private func kiosk(_ context: LocalContext) throws -> KioskName {
        let name = context.parameters.get("kiosk")
        guard let kiosk = port.kiosks.first(where: { $0.text == name }) else {
            throw HTTPError(.notFound)
        }
        return kiosk
    }

    private func addSwitch(
        _ name: String,
        _ set: @escaping @Sendable (DoorName, Bool) -> Void,
        to router: Router<LocalContext>
    ) {
        router.only(.post, "demo/door/{door}/\(name)") { request, context in
            try token.check(request)
            let door = context.parameters.get("door")
            guard let entrance = port.entrances.first(where: { $0.door.text == door }) else {
                throw HTTPError(.notFound)
            }
            set(entrance.door, try await request.json(Switched.self).on)
            return Response(status: .noContent)
        }
    }
}
