// SPDX-License-Identifier: MPL-2.0

import NIOCore
import SIP2

/// The way of a conversation's answers to its client, through whatever goes wrong on it.
///
/// It belongs to one channel and is used on its event loop only.
final class Outlet {
    /// The greatest number of answers that are held back; the connection ends beyond.
    static let heldMax = 64

    private let desk: Desk
    private let channel: any Channel
    /// Whether the connection ends with the first answer, as over HTTPS.
    private let isSingle: Bool
    private var held: [Delivery] = []
    private var postponed: [[UInt8]] = []
    private var previous: [UInt8]?
    private var lastWrite: EventLoopFuture<Void>?

    init(_ desk: Desk, _ channel: any Channel, isSingle: Bool = false) {
        self.desk = desk
        self.channel = channel
        self.isSingle = isSingle
        if isSingle { previous = desk.previousAnswer }
    }

    /// Sends an answer.
    ///
    /// - Parameters:
    ///   - bytes: The answer as it should go out.
    ///   - command: Its command, where it is a message.
    ///   - strike: What has struck its request.
    func send(_ bytes: [UInt8], _ command: Command?, struckBy strike: AnswerFault?) {
        let (chosen, delay) = desk.journey(of: command)
        var fault = strike ?? chosen
        if isSingle, fault == .swapped { fault = .old }
        let journey = Delivery.of(bytes, struckBy: fault, after: previous)
        let deliveries = isSingle && !journey.isEmpty ? journey + [.close] : journey
        previous = bytes
        if isSingle { desk.previousAnswer = bytes }
        guard delay > .zero else { return handOver(deliveries) }
        let bound = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.eventLoop.scheduleTask(in: TimeAmount(delay)) {
            bound.value.handOver(deliveries)
        }
    }

    /// Other things go wrong from now on.
    func faultsChanged() {
        let faults = desk.faults
        if faults.isOffline {
            channel.close(promise: nil)
        } else if !faults.holdsAnswers {
            let waiting = held
            held = []
            for delivery in waiting { carryOut(delivery) }
        }
    }

    /// The connection has ended.
    func clear() {
        held = []
        postponed = []
    }

    private func handOver(_ deliveries: [Delivery]) {
        let faults = desk.faults
        if faults.isOffline { return channel.close(promise: nil) }
        guard faults.holdsAnswers else {
            for delivery in deliveries { carryOut(delivery) }
            return
        }
        held += deliveries
        if held.count > Self.heldMax { channel.close(promise: nil) }
    }

    private func carryOut(_ delivery: Delivery) {
        switch delivery {
        case .write(let bytes):
            let waiting = postponed
            postponed = []
            for bytes in [bytes] + waiting {
                lastWrite = channel.writeAndFlush(ByteBuffer(bytes: bytes))
            }
        case .postpone(let bytes):
            postponed.append(bytes)
            if postponed.count > Self.heldMax { channel.close(promise: nil) }
        case .close:
            close()
        }
    }

    /// Ends the connection once everything is written.
    func close() {
        let channel = channel
        guard let lastWrite else { return channel.close(promise: nil) }
        lastWrite.whenComplete { _ in channel.close(promise: nil) }
    }
}
