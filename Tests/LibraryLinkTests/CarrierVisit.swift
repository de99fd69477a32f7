// SPDX-License-Identifier: MPL-2.0

import FBS
@testable import LibraryLink
import LibraryProtocol
import NIOCore
import NIOPosix
import PortnerCore
import SIP2
import Testing

/// A carrier by itself, with everything that it reports.
struct CarrierVisit: Sendable {
    let events: AsyncStream<CarrierEvent>
    private let loop: any EventLoop
    private let carrier: NIOLoopBound<CarrierBox>

    /// Holds a carrier for the loop.
    final class CarrierBox {
        let carrier: any Carrier
        init(_ carrier: any Carrier) { self.carrier = carrier }
    }

    /// Runs a test with the carrier of some settings.
    static func run(
        _ settings: LibraryLinkSettings,
        _ test: (CarrierVisit) async throws -> Void
    ) async throws {
        let (events, eventsIn) = AsyncStream.makeStream(of: CarrierEvent.self)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let ways = try Ways(settings)
        let carrier = try await loop.submit {
            NIOLoopBound(
                CarrierBox(ways.carrier(on: loop) { eventsIn.yield($0) }),
                eventLoop: loop
            )
        }.get()
        let visit = CarrierVisit(events: events, loop: loop, carrier: carrier)
        do {
            try await test(visit)
        } catch {
            visit.stop()
            throw error
        }
        visit.stop()
    }

    private func stop() {
        loop.execute { [carrier] in carrier.value.carrier.stop() }
    }

    func probe() {
        loop.execute { [carrier] in carrier.value.carrier.probe() }
    }

    func carry(_ message: SIP2.Message, as number: UInt64 = 1, within timeout: Duration) {
        loop.execute { [carrier] in
            carrier.value.carrier.carry(message, as: number, within: timeout)
        }
    }

    /// Gives up a message; tells whether it may have been received.
    func abandon(_ number: UInt64 = 1, isWanted: Bool = false) async throws -> Bool {
        try await loop.submit { [carrier] in
            carrier.value.carrier.abandon(number, isLate: true, isWanted: isWanted)
        }.get()
    }

    /// Whether the carrier takes a message.
    func readiness() async throws -> Readiness {
        try await loop.submit { [carrier] in carrier.value.carrier.readiness }.get()
    }

    /// How a message ends.
    func end() async throws -> Result<SIP2.Message, CarrierFailure> {
        for await event in events {
            switch event {
            case .answered(_, let message): return .success(message)
            case .failed(_, let failure): return .failure(failure)
            case .answeredLate, .good, .bad, .interrupted, .readinessChanged: continue
            }
        }
        throw CancellationError()
    }

    /// What is told about the line next.
    func word() async throws -> (isGood: Bool, words: String) {
        for await event in events {
            switch event {
            case .good(let words): return (true, words)
            case .bad(let words), .interrupted(let words): return (false, words)
            case .answered, .answeredLate, .failed, .readinessChanged: continue
            }
        }
        throw CancellationError()
    }
}

extension LibraryLinkSettings {
    /// A way in clear text without error detection, to a server of a test.
    static func stream(
        port: Int,
        _ security: TLSSettings? = nil,
        host: String = "127.0.0.1"
    ) -> LibraryLinkSettings {
        var session = ClientSession.Configuration(
            dialect: Dialect(encoding: .utf8, detectsErrors: false)
        )
        session.responseTimeout = .seconds(60)
        var settings = LibraryLinkSettings(
            way: .stream(session, security),
            host: host,
            port: port,
            translation: SIP2Translation(institution: "DK-700000")
        )
        settings.connectTimeout = .seconds(60)
        return settings
    }

    /// The HTTPS way to a server of a test, which is known by its authority.
    static func envelope(
        port: Int,
        _ security: TLSSettings
    ) -> LibraryLinkSettings {
        var envelope = EnvelopeSettings(
            path: "/rest/sip2/DK-700000",
            user: Secret("station"),
            password: Secret("made <up> & \"quoted\""),
            security: security
        )
        envelope.probeTimeout = .seconds(60)
        var settings = LibraryLinkSettings(
            way: .envelope(envelope),
            host: "127.0.0.1",
            port: port,
            translation: SIP2Translation(institution: "DK-700000", location: "hb", form: .cicero)
        )
        settings.connectTimeout = .seconds(60)
        return settings
    }
}
