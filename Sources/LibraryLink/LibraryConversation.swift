// SPDX-License-Identifier: MPL-2.0

import NIOCore
import NIOPosix
public import PortnerCore
public import SIP2

/// A conversation with a library system, message by message, for a technician who looks at the way
/// there.
///
/// It goes over the same carriers as a ``LibraryLink``, with nothing on top: no outage is waited
/// for, nothing is asked twice, and each message is the caller's own.
public final class LibraryConversation: Sendable {
    private let loop: any EventLoop
    private let table: NIOLoopBoundBox<Table>

    /// A conversation that has not begun.
    ///
    /// - Throws: ``LibraryLinkError`` when a file of the settings cannot be used.
    public init(_ settings: LibraryLinkSettings) throws(LibraryLinkError) {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let ways = try Ways(settings)
        self.loop = loop
        table = NIOLoopBoundBox.makeBoxSendingValue(
            Table { ways.carrier(on: loop, report: $0) },
            eventLoop: loop
        )
    }

    /// Connects, with handshake and login where the way has them, and asks for the status.
    ///
    /// - Throws: ``ConversationError/notOpened(_:)``.
    public func open() async throws(ConversationError) {
        try await result { $0.open($1) }
    }

    /// Sends a message and waits for its answer.
    ///
    /// - Throws: ``ConversationError/notAnswered(_:mayBeDone:)``.
    public func answer(
        to message: SIP2.Message,
        within timeout: Duration
    ) async throws(ConversationError) -> SIP2.Message {
        try await result { $0.exchange(message, within: timeout, $1) }
    }

    /// Ends the connection; what is under way fails.
    public func close() async {
        try? await loop.submit { [table] in table.value.stop() }.get()
    }

    private func result<Value: Sendable>(
        _ begin: @escaping @Sendable (Table, EventLoopPromise<Value>) -> Void
    ) async throws(ConversationError) -> Value {
        let promise = loop.makePromise(of: Value.self)
        loop.execute { [table] in begin(table.value, promise) }
        do {
            return try await promise.futureResult.get()
        } catch {
            throw error as? ConversationError ?? .notOpened("\(error)")
        }
    }
}

/// Why a conversation did not come to an answer.
public enum ConversationError: Error, Sendable, Hashable {
    /// There is no way to the library system; words for a technician.
    case notOpened(String)
    /// A message was not answered; what changes records may have been carried out all the same.
    case notAnswered(Unavailability, mayBeDone: Bool)
}

/// Who waits for what in a conversation, used on its event loop only.
private final class Table {
    private let makeCarrier: (@escaping (CarrierEvent) -> Void) -> any Carrier
    private var carrier: (any Carrier)?
    private var opening: EventLoopPromise<Void>?
    private var waiting: [UInt64: EventLoopPromise<SIP2.Message>] = [:]
    private var lastNumber: UInt64 = 0

    init(_ makeCarrier: @escaping (@escaping (CarrierEvent) -> Void) -> any Carrier) {
        self.makeCarrier = makeCarrier
    }

    func open(_ promise: EventLoopPromise<Void>) {
        opening = promise
        carrier = makeCarrier { [weak self] in self?.heard($0) }
        carrier?.probe()
    }

    func exchange(
        _ message: SIP2.Message,
        within timeout: Duration,
        _ promise: EventLoopPromise<SIP2.Message>
    ) {
        guard let carrier, carrier.readiness != .absent else {
            return promise.fail(ConversationError.notAnswered(.offline, mayBeDone: false))
        }
        lastNumber += 1
        waiting[lastNumber] = promise
        carrier.carry(message, as: lastNumber, within: timeout)
    }

    func stop() {
        carrier?.stop()
        carrier = nil
        opening?.fail(ConversationError.notOpened("the conversation was ended"))
        opening = nil
        for promise in waiting.values {
            promise.fail(ConversationError.notAnswered(.connectionLost, mayBeDone: true))
        }
        waiting = [:]
    }

    private func heard(_ event: CarrierEvent) {
        switch event {
        case .answered(let number, let message):
            waiting.removeValue(forKey: number)?.succeed(message)
        case .failed(let number, let failure):
            let error = ConversationError.notAnswered(
                failure.reason,
                mayBeDone: failure.mayBeDone
            )
            waiting.removeValue(forKey: number)?.fail(error)
        case .good:
            opening?.succeed()
            opening = nil
        case .bad(let words), .interrupted(let words):
            opening?.fail(ConversationError.notOpened(words))
            opening = nil
        case .answeredLate, .readinessChanged:
            break
        }
    }
}
