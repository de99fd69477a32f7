// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import FoundationEssentials
import Hummingbird
import NIOCore
import PortnerCore
import ServiceLifecycle

/// The requests of the control API and how they are answered.
struct ControlRoutes: Sendable {
    let port: ControlPort
    let followers: FollowerLimit

    init(port: ControlPort, followersMax: Int) {
        self.port = port
        followers = FollowerLimit(max: followersMax)
    }

    func router() -> Router<ControlContext> {
        let router = Router(context: ControlContext.self)
        router.add(middleware: ControlFailureMiddleware())
        router.get("\(ControlAPI.Path.status)") { _, _ in
            try Response.json(await port.status())
        }
        router.get("\(ControlAPI.Path.events)") { request, _ in try await events(request) }
        router.get("\(ControlAPI.Path.eventStream)") { request, _ in try await stream(request) }
        router.get("\(ControlAPI.Path.ledger)") { _, _ in
            try Response.json(await port.verifyLedger())
        }
        router.get("\(ControlAPI.Path.cache)") { _, _ in try Response.json(await port.cache()) }
        router.post("\(ControlAPI.Path.cacheSync)") { try await sync($0, $1) }
        router.post("\(ControlAPI.Path.orders)") { try await order($0, $1) }
        router.post("\(ControlAPI.Path.waitLifts)") { try await liftWait($0, $1) }
        router.post("\(ControlAPI.Path.checks)") { request, _ in try await check(request) }
        addList(to: router)
        addOutbox(to: router)
        addKiosks(to: router)
        addEvacuation(to: router)
        addExport(to: router)
        addPrivacy(to: router)
        return router
    }

    // MARK: Events

    private func events(_ request: Request) async throws -> Response {
        let query = try EventQuery(request)
        let page = try await port.events(query)
        return try .json(page)
    }

    /// One entry a line, from the ledger: a follower that falls behind reads on where it was.
    private func stream(_ request: Request) async throws -> Response {
        let query = try EventQuery(request)
        guard let after = query.after else {
            throw ControlFailure(.badRequest, detail: "a stream needs a sequence to go on from")
        }
        // Begun before the ledger is read, so that nothing written in between is missed.
        let changes = await port.follow()
        let first = try await port.events(EventQuery(after: after, limit: 1))
        guard first.through >= after else { throw ControlFailure(.sequenceAhead) }
        guard let slot = followers.enter() else { throw ControlFailure(.tooManyFollowers) }
        let body = ResponseBody { writer in
            // The client hangs up by closing its side, also while there is nothing to write.
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                var feed = EventFeed(port: port, query: query, cursor: after, slot: slot)
                try await feed.writeNew(to: &writer)
                for await _ in changes.cancelOnGracefulShutdown() {
                    try await feed.writeNew(to: &writer)
                }
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"],
            body: body
        )
    }

    // MARK: Orders and checks

    private func order(_ request: Request, _ context: ControlContext) async throws -> Response {
        let wanted = try await Self.decode(DoorOrder.self, from: request)
        guard let order = StaffOrder(rawValue: wanted.order) else {
            throw ControlFailure(.badRequest, detail: "no such order")
        }
        guard let door = DoorName(wanted.door) else { throw ControlFailure(.unknownDoor) }
        try Self.checkLength(ofReason: wanted.reason)
        let by = try await context.caller(sudoUserID: wanted.sudoUserID)
        if let refusal = try await port.order(order, door, wanted.reason, by) {
            throw ControlFailure(refusal)
        }
        return try .json(DoorOrderReply(order: order.rawValue, door: door.text, by: by))
    }

    private func liftWait(_ request: Request, _ context: ControlContext) async throws -> Response {
        let wanted = try await Self.decode(WaitLift.self, from: request)
        let subject: WaitSubject
        switch (wanted.card, wanted.reader) {
        case (let text?, nil):
            guard let card = CardNumber(text.secret) else { throw ControlFailure(.notACard) }
            subject = .card(card)
        case (nil, let text?):
            guard let reader = ReaderName(text) else { throw ControlFailure(.unknownReader) }
            subject = .reader(reader)
        default:
            throw ControlFailure(.badRequest, detail: "either a card or a reader is needed")
        }
        try Self.checkLength(ofReason: wanted.reason)
        let by = try await context.caller(sudoUserID: wanted.sudoUserID)
        if let refusal = try await port.liftWait(subject, wanted.reason, by) {
            throw ControlFailure(refusal)
        }
        return try .json(WaitLiftReply(reader: wanted.reader, by: by))
    }

    private func sync(_ request: Request, _ context: ControlContext) async throws -> Response {
        let wanted = try await Self.decode(CacheSync.self, from: request)
        let by = try await context.caller(sudoUserID: wanted.sudoUserID)
        return try .json(await port.sync(wanted.confirm, by))
    }

    static func checkLength(ofReason reason: String) throws(ControlFailure) {
        guard reason.utf8.count <= ControlAPI.Limit.reasonBytesMax else {
            throw ControlFailure(.tooLarge, detail: "the reason is too long")
        }
    }

    private func check(_ request: Request) async throws -> Response {
        let wanted = try await Self.decode(AccessCheck.self, from: request)
        guard let card = CardNumber(wanted.card.secret) else { throw ControlFailure(.notACard) }
        let door = try wanted.door.map {
            guard let name = DoorName($0) else { throw ControlFailure(.unknownDoor) }
            return name
        }
        let reader = try wanted.reader.map {
            guard let name = ReaderName($0) else { throw ControlFailure(.unknownReader) }
            return name
        }
        let time = try wanted.at.map {
            guard let time = PlannedTime($0) else { throw ControlFailure(.notATime) }
            return time
        }
        let question = AccessQuestion(
            card: card,
            door: door,
            reader: reader,
            time: time,
            isTyped: wanted.isTyped ?? false
        )
        return try .json(AccessCheckReply(await port.check(question)))
    }

    static func decode<Value: Decodable>(
        _ type: Value.Type,
        from request: Request,
        upTo bytesMax: Int = ControlAPI.Limit.requestBytesMax
    ) async throws -> Value {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: bytesMax)
        } catch is NIOTooManyBytesError {
            throw ControlFailure(.tooLarge)
        }
        do {
            return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        } catch {
            // The decoder's own words may repeat the body, which may hold a card number.
            throw ControlFailure(.badRequest)
        }
    }
}

/// Writes what is new in the ledger to one follower.
private struct EventFeed {
    let port: ControlPort
    let query: EventQuery
    var cursor: UInt64
    /// Held for as long as the follower lives.
    let slot: FollowerLimit.Slot

    /// Writes everything after the cursor, page by page, and moves it.
    @concurrent
    mutating func writeNew(to writer: inout any ResponseBodyWriter) async throws {
        while !Task.isShuttingDownGracefully {
            try Task.checkCancellation()
            let page = try await port.events(
                EventQuery(
                    after: cursor,
                    limit: ControlAPI.Limit.eventsMax,
                    alarmsOnly: query.alarmsOnly
                )
            )
            for event in page.events {
                var line = ByteBuffer(bytes: try Response.encode(event))
                line.writeInteger(UInt8(ascii: "\n"))
                try await writer.write(line)
            }
            guard page.through > cursor else { return }
            cursor = page.through
        }
    }
}

extension EventQuery {
    /// Reads the parameters of a request.
    fileprivate init(_ request: Request) throws(ControlFailure) {
        let parameters = request.uri.queryParameters
        func number<Number: FixedWidthInteger>(
            _ name: String
        ) throws(ControlFailure) -> Number? {
            guard let text = parameters[Substring(name)] else { return nil }
            guard let number = Number(text) else {
                throw ControlFailure(.badRequest, detail: "\(name) is not a number")
            }
            return number
        }
        let limit: Int? = try number(ControlAPI.Query.limit)
        self.init(
            after: try number(ControlAPI.Query.after),
            limit: limit ?? ControlAPI.Limit.eventsUsual,
            alarmsOnly: parameters[Substring(ControlAPI.Query.alarms)] == "true"
        )
    }
}
