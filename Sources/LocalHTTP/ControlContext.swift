// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import FoundationEssentials
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// What belongs to one request: the connection, and so the user behind it.
struct ControlContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Who asks, and what that user may.
    func caller(_ gate: ControlGate) async -> ControlCaller {
        await ControlCaller(channel: channel, gate: gate)
    }
}

/// Turns every failure into a ``ControlFailure`` that the client can show.
struct ControlFailureMiddleware: RouterMiddleware {
    func handle(
        _ request: Request,
        context: ControlContext,
        next: @concurrent (Request, ControlContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let failure as ControlFailure {
            return try Self.response(failure)
        } catch let error as HTTPError where error.status == .notFound {
            return try Self.response(ControlFailure(.notFound))
        } catch let error as CancellationError {
            throw error
        } catch {
            // Only the kind of error: its words could repeat the request.
            context.logger.error(
                "control request failed",
                metadata: ["path": "\(request.uri.path)", "error": "\(type(of: error))"]
            )
            return try Self.response(ControlFailure(.internalError))
        }
    }

    private static func response(_ failure: ControlFailure) throws -> Response {
        var response = try Response.json(failure)
        response.status = status(of: failure.known)
        return response
    }

    private static func status(of code: ControlFailure.Code?) -> HTTPResponse.Status {
        switch code {
        case .badRequest: .badRequest
        case .notPermitted, .roleMissing: .forbidden
        case .notFound, .noSuchEntry, .unknownDoor, .unknownReader, .unknownKiosk, .nothingOpen,
            .noRoster:
            .notFound
        case .sequenceAhead, .lockLost, .lockedDown, .alarmArmed, .interlocked, .nobodyCounts,
            .notThrottled, .notListed,
            .listFull,
            .noController,
            .rosterNotAwaited:
            .conflict
        case .tooLarge: .contentTooLarge
        case .noReason, .notConfirmed, .notACard, .notAPIN, .noPassword, .notATime, .notADate,
            .whichDoor:
            .unprocessableContent
        case .tooManyFollowers: .tooManyRequests
        case .stopping: .serviceUnavailable
        case .notRunning, .noAnswer, .notUnderstood, .notRecorded, .notErased,
            .ledgerUnreadable, .cacheUnreadable, .nothingToUndo, .notReadable, .notHours,
            .whichBranch,
            .internalError, nil:
            .internalServerError
        }
    }
}

/// Counts streams of events and refuses too many.
final class FollowerLimit: Sendable {
    private let max: Int
    private let count = Mutex(0)

    init(max: Int) { self.max = max }

    /// A place that is given back when the last reference to it goes.
    final class Slot: Sendable {
        private let limit: FollowerLimit

        fileprivate init(_ limit: FollowerLimit) { self.limit = limit }

        deinit { limit.count.withLock { $0 -= 1 } }
    }

    /// Takes a place, or gives `nil` when there is none.
    func enter() -> Slot? {
        let hasRoom = count.withLock { count in
            guard count < max else { return false }
            count += 1
            return true
        }
        return hasRoom ? Slot(self) : nil
    }
}

extension Response {
    /// A JSON answer, with keys in alphabetical order so that equal answers have equal bytes.
    static func json(_ value: some Encodable) throws -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encode(value)))
        )
    }

    /// The bytes of a JSON answer.
    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
