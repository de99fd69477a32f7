// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import PortnerCore
import ServiceLifecycle

/// The requests of the control API, who may make them, and how they are answered.
struct ControlRoutes: Sendable {
    let port: ControlPort
    let gate: ControlGate
    let followers: FollowerLimit

    init(port: ControlPort, gate: ControlGate, followersMax: Int) {
        self.port = port
        self.gate = gate
        followers = FollowerLimit(max: followersMax)
    }

    func router() -> Router<ControlContext> {
        let router = Router(context: ControlContext.self)
        router.add(middleware: ControlFailureMiddleware())
        serve(.status, .get, ControlAPI.Path.status, on: router) { _, _ in
            try Response.json(await port.status())
        }
        serve(.events, .get, ControlAPI.Path.events, on: router) { try await events($0, $1) }
        serve(.events, .get, ControlAPI.Path.eventStream, on: router) { try await stream($0, $1) }
        serve(.ledgerVerify, .get, ControlAPI.Path.ledger, on: router) { _, _ in
            try Response.json(await port.verifyLedger())
        }
        serve(.cache, .get, ControlAPI.Path.cache, on: router) { _, _ in
            try Response.json(await port.cache())
        }
        serve(CacheSync.self, ControlAPI.Path.cacheSync, on: router) { wanted in
            wanted.confirm == nil ? .cacheSync : .rosterConfirm
        } handler: {
            try await sync($0, $1)
        }
        serve(DoorOrder.self, ControlAPI.Path.orders, on: router) { wanted in
            ControlRequest(try Self.order(in: wanted))
        } handler: {
            try await order($0, $1)
        }
        serve(.waitLift, .post, ControlAPI.Path.waitLifts, on: router) {
            try await liftWait($0, $1)
        }
        serve(.accessCheck, .post, ControlAPI.Path.checks, on: router) { request, _ in
            try await check(request)
        }
        addList(to: router)
        addOutbox(to: router)
        addKiosks(to: router)
        addEvacuation(to: router)
        addExport(to: router)
        addPrivacy(to: router)
        return router
    }

    // MARK: Admission

    /// Serves an address to those whose role allows what is asked there.
    func serve(
        _ wanted: ControlRequest,
        _ method: HTTPRequest.Method,
        _ path: String,
        on router: Router<ControlContext>,
        handler: @escaping @Sendable (Request, ControlCaller) async throws -> Response
    ) {
        router.on("\(path)", method: method) { request, context in
            let caller = await context.caller(gate)
            try await caller.admit(wanted, refused: port.refused)
            return try await handler(request, caller)
        }
    }

    /// Serves an address where the body says what is asked.
    func serve<Body: Decodable & Sendable>(
        _ body: Body.Type,
        _ path: String,
        on router: Router<ControlContext>,
        wanting: @escaping @Sendable (Body) throws -> ControlRequest,
        handler: @escaping @Sendable (Body, ControlCaller) async throws -> Response
    ) {
        router.on("\(path)", method: .post) { request, context in
            let caller = await context.caller(gate)
            let wanted = try await Self.decode(body, from: request)
            try await caller.admit(try wanting(wanted), refused: port.refused)
            return try await handler(wanted, caller)
        }
    }

    // MARK: Events

    private func events(_ request: Request, _ caller: ControlCaller) async throws -> Response {
        var query = try EventQuery(request)
        guard !caller.may(.eventsAboutPersons) else {
            return try .json(await port.events(query))
        }
        let limit = query.limit
        // Of the newest entries most are left out, so that there have to be more of them.
        if query.after == nil { query.limit = ControlAPI.Limit.eventsMax }
        return try .json(await port.events(query).withoutPersons(limit: limit))
    }

    /// One entry a line, from the ledger: a follower that falls behind reads on where it was.
    private func stream(_ request: Request, _ caller: ControlCaller) async throws -> Response {
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
                var feed = EventFeed(
                    port: port,
                    query: query,
                    showsPersons: caller.may(.eventsAboutPersons),
                    cursor: after,
                    slot: slot
                )
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

    private static func order(in wanted: DoorOrder) throws(ControlFailure) -> StaffOrder {
        guard let order = StaffOrder(rawValue: wanted.order) else {
            throw ControlFailure(.badRequest, detail: "no such order")
        }
        return order
    }

    private func order(_ wanted: DoorOrder, _ caller: ControlCaller) async throws -> Response {
        let order = try Self.order(in: wanted)
        guard let door = DoorName(wanted.door) else { throw ControlFailure(.unknownDoor) }
        try Self.checkLength(ofReason: wanted.reason)
        let by = try await caller.name(sudoUserID: wanted.sudoUserID)
        if let refusal = try await port.order(order, door, wanted.reason, by) {
            throw ControlFailure(refusal)
        }
        return try .json(DoorOrderReply(order: order.rawValue, door: door.text, by: by))
    }

    private func liftWait(_ request: Request, _ caller: ControlCaller) async throws -> Response {
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
        let by = try await caller.name(sudoUserID: wanted.sudoUserID)
        if let refusal = try await port.liftWait(subject, wanted.reason, by) {
            throw ControlFailure(refusal)
        }
        return try .json(WaitLiftReply(reader: wanted.reader, by: by))
    }

    private func sync(_ wanted: CacheSync, _ caller: ControlCaller) async throws -> Response {
        let by = try await caller.name(sudoUserID: wanted.sudoUserID)
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
    let showsPersons: Bool
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
            for event in showsPersons ? page.events : page.events.compactMap(\.withoutPersons) {
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

extension ControlRequest {
    /// What an order at a door is.
    fileprivate init(_ order: StaffOrder) {
        self =
            switch order {
            case .unlock: .doorUnlock
            case .secure: .doorSecure
            case .resume: .doorResume
            case .test: .doorTest
            }
    }
}
