// SPDX-License-Identifier: MPL-2.0

import CFloors
import Foundation
import LibraryLink
import LibraryProtocol
import LibrarySimulator
import Measuring
import SIP2

/// The whole link against the simulated library in the same process, over loopback: one station
/// that asks again and again, and many at once.
@main struct Link {
    private static let trips = 20_000
    private static let stations = 32
    /// The bytes of the request and of the answer, as they are on the wire.
    private static let sizes = (request: 62, answer: 170)

    static func main() async throws {
        guard let day = CalendarDay(year: 2026, month: 11, day: 22),
            let noon = SIP2.Timestamp(day: day, hour: 12, minute: 0, second: 0)
        else { return }
        var settings = LibrarySimulatorServer.Settings(clock: { noon })
        settings.tlsPort = 0
        let server = try await LibrarySimulatorServer.listen(SimulatedLibrary(), settings)
        let authority = FileManager.default.temporaryDirectory
            .appendingPathComponent("portner-link-\(UUID().uuidString).pem")
        try Data((server.authority ?? "").utf8).write(to: authority)
        defer { try? FileManager.default.removeItem(at: authority) }
        var security = TLSSettings()
        security.authorityFile = authority.path
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            let tcp = Self.settings(server.port, nil)
            let tls = Self.settings(server.tlsPort ?? 0, security)
            try await measureRoundTrips(tcp, tls)
            try await measureRate(tcp)
            group.cancelAll()
        }
    }

    private static func settings(_ port: Int, _ security: TLSSettings?) -> LibraryLinkSettings {
        LibraryLinkSettings(
            way: .stream(
                ClientSession.Configuration(dialect: Dialect(encoding: .utf8), login: nil),
                security
            ),
            host: "127.0.0.1",
            port: port,
            translation: SIP2Translation(institution: SimulatedLibrary.institution)
        )
    }

    // MARK: One in flight

    private static func measureRoundTrips(
        _ tcp: LibraryLinkSettings,
        _ tls: LibraryLinkSettings
    ) async throws {
        let floor = floorTimes()
        let plain = try await times(of: tcp)
        let secured = try await times(of: tls)
        let shares = [0.5, 0.99]
        func percentiles(_ samples: Samples) -> [Double] { shares.map(samples.percentile) }
        var table = Table(
            "link: item information over loopback, one in flight, \(trips) round trips",
            columns: ["p50", "p99"]
        )
        table.add("floor: as many bytes, C at both ends", microseconds: percentiles(floor))
        table.add("TCP", microseconds: percentiles(plain))
        let ratio = plain.percentile(0.5) / floor.percentile(0.5)
        table.add("ratio to the floor", [Table.text(ratio, digits: 2)])
        table.add("limit", ["120 us"])
        table.addVerdicts([plain.percentile(0.5) <= 120_000])
        table.add("TLS", microseconds: percentiles(secured))
        let price = secured.percentile(0.5) / plain.percentile(0.5)
        table.add("ratio to TCP", [Table.text(price, digits: 2)])
        table.add("limit", ["2.50"])
        table.addVerdicts([price <= 2.5])
        table.print()
    }

    private static func floorTimes() -> Samples {
        var times = [Int64](repeating: 0, count: trips)
        let failed = unsafe times.withUnsafeMutableBufferPointer {
            unsafe floor_round_trips(sizes.request, sizes.answer, $0.baseAddress, $0.count)
        }
        precondition(failed == 0, "loopback failed")
        var samples = Samples()
        for time in times { samples.add(.nanoseconds(time)) }
        return samples
    }

    private static func times(of settings: LibraryLinkSettings) async throws -> Samples {
        let station = try Station(settings)
        return try await withThrowingTaskGroup { group in
            group.addTask { try await station.run() }
            await station.untilOnline()
            _ = try await station.roundTrips(trips / 10)
            var samples = Samples()
            for time in try await station.roundTrips(trips) { samples.add(time) }
            group.cancelAll()
            return samples
        }
    }

    // MARK: Many at once

    private static func measureRate(_ settings: LibraryLinkSettings) async throws {
        let stations = try (0..<stations).map { _ in try Station(settings) }
        try await withThrowingTaskGroup { links in
            for station in stations { links.addTask { try await station.run() } }
            for station in stations { await station.untilOnline() }
            let clock = ContinuousClock()
            let start = clock.now
            try await withThrowingTaskGroup { group in
                for station in stations {
                    group.addTask { _ = try await station.roundTrips(trips / 10) }
                }
                try await group.waitForAll()
            }
            let taken = start.duration(to: clock.now)
            let rate = Double(trips / 10 * stations.count) / (taken / .seconds(1))
            var table = Table("link: \(stations.count) stations at once over TCP", columns: [""])
            table.add("round trips a second", [Table.text(rate, digits: 0)])
            table.add("limit, at least", ["30000"])
            table.addVerdicts([rate >= 30_000])
            table.print()
            links.cancelAll()
        }
    }
}
