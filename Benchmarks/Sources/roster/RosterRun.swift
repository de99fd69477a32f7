// SPDX-License-Identifier: MPL-2.0

import CFloors
import Foundation
import Measuring
import PortnerCore
import PortnerStore
import Roster

/// Three rosters, each beside the same rows written by a plain C loop in the order of their keys.
final class RosterRun {
    /// How often floor and roster are measured in turns; the middle of each counts.
    private static let rounds = 3
    private static let pageLength = 4096
    /// How long the house is busy at the least.
    private static let houseTime = Duration.seconds(30)

    let folder: String
    let patrons: Int
    private let hasher: CardHasher
    private let cache: PatronCache
    private var roster: PatronRoster
    private let door: BusyDoor
    var serial = 0

    /// How long the parts of taking a roster took.
    struct Times {
        var reading = Duration.zero
        var applying = Duration.zero
    }

    init(folder: String, patrons: Int) throws {
        self.folder = folder
        self.patrons = patrons
        hasher = CardHasher(keys: try StationKeys(card: Array(0..<32), pepper: Array(100..<132)))
        cache = try PatronCache.open(in: folder, at: House.start).cache
        roster = try PatronRoster.open(in: folder, at: House.start).roster
        door = try BusyDoor(folder: folder, hasher: hasher, patrons: patrons)
    }

    // MARK: The three

    func measureFirst() throws {
        var floors: [Double] = []
        var measured: [Times] = []
        let path = try write(delta: false, changed: [])
        for _ in 0..<Self.rounds {
            try startOver()
            measured.append(try take(path))
            try roster.checkpoint()
            floors.append(try floor(into: "floor", rows: nil))
        }
        let floor = Self.middle(floors)
        let applying = Self.middle(measured.map { Self.seconds($0.applying) })
        let reading = Self.middle(measured.map { Self.seconds($0.reading) })
        let bytes = Double(try size(PatronRoster.fileName)) / Double(patrons)
        var table = Table("roster: \(patrons) patrons, the first", columns: ["seconds", "rows/s"])
        add("reading, hashing, bringing in order", reading, patrons, to: &table)
        add("applying", applying, patrons, to: &table)
        add("floor: upserts in C, in the order of keys", floor, patrons, to: &table)
        let ratio = floor / applying
        table.add("share of the floor's rows/s", ["", Table.text(ratio, digits: 2)])
        table.add("limit, at least", ["", "0.70"])
        table.addVerdicts([ratio >= 0.7])
        table.add("bytes a patron", [Table.text(bytes, digits: 0), "limit 250"])
        table.addVerdicts([bytes <= 250])
        table.print()
    }

    func measureSecond() throws {
        beginDeciding()
        Thread.sleep(forTimeInterval: 2)
        print(try door.end(), meanwhile: "nothing was taken")
        let path = try write(delta: false, changed: [])
        let before = try size(PatronRoster.fileName + "-wal")
        beginDeciding()
        let times = try take(path)
        let decisions = try door.end()
        let frames = (try size(PatronRoster.fileName + "-wal") - before) / Self.pageLength
        var table = Table("roster: the same patrons again", columns: ["", ""])
        add("reading, hashing, bringing in order", Self.seconds(times.reading), patrons, to: &table)
        add("comparing", Self.seconds(times.applying), patrons, to: &table)
        // One page says which roster is held, and no more than the first names it.
        table.add("pages written, that of the cursor included", ["\(frames)", "limit 2"])
        table.addVerdicts([frames <= 2])
        table.print()
        print(decisions, meanwhile: "the same patrons again were taken")
        let rewritten = try write(delta: false, changed: 0..<patrons)
        beginDeciding()
        _ = try take(rewritten)
        print(try door.end(), meanwhile: "every patron was rewritten")
        try roster.checkpoint()
    }

    /// Rosters in which every patron is rewritten, one after the other, while a house is busy.
    func measureHouse() throws {
        let house = try BusyHouse(folder: folder, patrons: patrons)
        house.begin { [cache, roster, hasher] in try cache.reader(hasher: hasher, roster: roster) }
        let start = ContinuousClock.now
        repeat {
            _ = try take(try write(delta: false, changed: 0..<patrons))
        } while start.duration(to: .now) < Self.houseTime
        let outcome = try house.end()
        try roster.checkpoint()
        func times(_ samples: Samples) -> [Double] { [0.5, 0.99].map(samples.percentile) }
        let all = times(outcome.all)
        let byDoor = outcome.orders.map(times).sorted { $0[1] < $1[1] }
        guard let best = byDoor.first, let worst = byDoor.last else { throw Unusable() }
        var table = Table(
            "a house of \(BusyHouse.doors) doors, \(BusyHouse.cardsPerSecond) cards/s at each of "
                + "\(BusyHouse.doors * BusyHouse.readersPerDoor) readers, \(outcome.all.count) "
                + "cards, every patron rewritten meanwhile",
            columns: ["p50", "p99"]
        )
        table.add("floor: 4 KiB write and fdatasync in C", microseconds: times(outcome.floors))
        table.add("scan to lock order, durable record included", microseconds: all)
        table.add("  the door that waited least", microseconds: best)
        table.add("  the door that waited most", microseconds: worst)
        table.add("limit", ["", "20000.00 us"])
        table.addVerdicts([worst[1] <= 20_000_000])
        table.print()
    }

    func measureDelta() throws {
        let count = min(10_000, patrons / 2)
        var ratios: [Double] = []
        var floors: [Double] = []
        var measured: [Double] = []
        for round in 0..<Self.rounds {
            let changed = Self.spread(count, over: patrons, from: round)
            try roster.checkpoint()
            try copy(PatronRoster.fileName, to: "floor")
            let path = try write(delta: true, changed: changed)
            let applying = Self.seconds(try take(path).applying)
            try roster.checkpoint()
            let rows = try changed.map { hasher.key(for: try Self.card($0)).rowNumber }
            let floor = try floor(into: "floor", rows: rows.sorted())
            floors.append(floor)
            measured.append(applying)
            ratios.append(applying / floor)
        }
        var table = Table("roster: a delta of \(count)", columns: ["seconds", "rows/s"])
        add("applying", Self.middle(measured), count, to: &table)
        add("floor: upserts in C, in the order of keys", Self.middle(floors), count, to: &table)
        table.addRatios([Self.middle(ratios)], to: [1], limits: [1.5])
        table.print()
    }

    private func print(_ outcome: BusyDoor.Outcome, meanwhile what: String) {
        func shares(_ samples: Samples) -> [Double] { [0.5, 0.99].map(samples.percentile) }
        let decisions = shares(outcome.decisions)
        var table = Table(
            "a door while \(what), \(outcome.orders.count) cards",
            columns: ["p50", "p99"]
        )
        table.add("scan to decision", microseconds: decisions)
        table.add("limit", ["", "5000.00 us"])
        table.addVerdicts([decisions[1] <= 5_000_000])
        table.add(
            "scan to lock order, durable record included",
            microseconds: shares(outcome.orders)
        )
        table.print()
    }

    private func add(_ name: String, _ seconds: Double, _ rows: Int, to table: inout Table) {
        table.add(
            name,
            [Table.text(seconds, digits: 3), Table.text(Double(rows) / seconds, digits: 0)]
        )
    }

    // MARK: Taking and flooring

    private func take(_ path: String) throws -> Times {
        let clock = ContinuousClock()
        let start = clock.now
        var read = start
        let terms = RosterTerms(
            hasher: hasher,
            ageLimits: [12, 15, 18],
            today: CivilTime(House.start, secondsAheadOfUTC: 3600).date,
            now: House.start
        )
        let file = RosterFile(path: path, form: .ndjson, key: nil)
        let outcome = try roster.take(file, terms) { step in
            if step.phase == .reading { read = clock.now }
            return true
        }
        guard case .applied = outcome else { throw Unusable() }
        return Times(reading: start.duration(to: read), applying: read.duration(to: clock.now))
    }

    private func floor(into name: String, rows: [Int64]?) throws -> Double {
        let target = folder + "/" + name
        if rows == nil { remove(name) }
        let source = folder + "/" + PatronRoster.fileName
        let time =
            if let rows {
                unsafe floor_upsert(source, target, rows, rows.count)
            } else {
                unsafe floor_upsert(source, target, nil, patrons)
            }
        guard time > 0 else { throw Unusable() }
        return Double(time) / 1e9
    }

    private func beginDeciding() {
        door.begin { [cache, roster, hasher] in try cache.reader(hasher: hasher, roster: roster) }
    }

    private func startOver() throws {
        try roster.close()
        remove(PatronRoster.fileName)
        roster = try PatronRoster.open(in: folder, at: House.start).roster
    }

    private func remove(_ name: String) {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)\(suffix)")
        }
    }

    private func copy(_ name: String, to other: String) throws {
        remove(other)
        try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(folder)/\(other)")
    }

    private func size(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
        return attributes[.size] as? Int ?? 0
    }

    struct Unusable: Error {}
}
