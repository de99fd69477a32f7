// SPDX-License-Identifier: MPL-2.0

import Dispatch
import KioskEmulators
import LocalHTTP
import PortnerCore
import PortnerSettings
import RFIDTags
import Synchronization

/// The pad of the demonstration: items with tags in them, which the page puts down and lifts.
final class VirtualPad: Sendable {
    /// How often the reader looks round.
    private static let round = DispatchTimeInterval.milliseconds(150)

    private struct Part {
        let id: TagID
        let isFirst: Bool
    }

    private let kiosk: KioskName
    private let emulator = TagReaderEmulator()
    private let parts: [String: [Part]]
    private let stands: DemoStands
    private let queue = DispatchQueue(label: "portner-virtual-pad")
    private let isRunning = Mutex(false)
    private let lying = Mutex<[String: Int]>([:])

    /// A pad with nothing on it, for items of which some are made of several parts.
    init(_ items: [DemoSettings.Item], at kiosk: KioskName, stands: DemoStands) {
        (self.kiosk, self.stands) = (kiosk, stands)
        var parts: [String: [Part]] = [:]
        var number: UInt8 = 0
        for item in items {
            guard let owned = ItemNumber(item.number) else { continue }
            for part in 1...max(1, item.parts) {
                number += 1
                guard let id = TagID([0xE0, 0x04, 0x01, 0, 0, 0, 0, number]),
                    let piece = TagPart(part, of: max(1, item.parts))
                else { continue }
                let content = TagContent(part: piece, item: owned, owner: nil)
                emulator.put(id, TagReaderEmulator.Tag(content))
                emulator.lift(id)
                parts[item.number, default: []].append(Part(id: id, isFirst: part == 1))
            }
        }
        self.parts = parts
    }

    /// The reader as a driver presents itself, which also looks round.
    var reader: TagReader {
        let inner = emulator.reader
        return TagReader(
            start: { [self] deliver in
                inner.start(deliver)
                isRunning.withLock { $0 = true }
                lookRound()
            },
            carryOut: inner.carryOut,
            stop: { [self] in
                isRunning.withLock { $0 = false }
                inner.stop()
            }
        )
    }

    private func lookRound() {
        queue.asyncAfter(deadline: .now() + Self.round) { [weak self] in
            guard let self, isRunning.withLock(\.self) else { return }
            emulator.lookRound()
            lookRound()
        }
    }

    /// Does what a hand would do with an item.
    func take(_ act: DemoPadAct, _ item: String) {
        guard let parts = parts[item] else { return }
        switch act {
        case .put:
            for part in parts { emulator.put(part.id) }
            note(item, parts.count)
        case .putFirst:
            for part in parts where part.isFirst { emulator.put(part.id) }
            note(item, parts.isEmpty ? 0 : 1)
        case .lift:
            for part in parts { emulator.lift(part.id) }
            note(item, 0)
        case .snatch:
            for part in parts {
                emulator.setFault(.liftedAtWrite(isWritten: false), of: part.id)
                emulator.put(part.id)
            }
            note(item, 0)
        }
    }

    private func note(_ item: String, _ count: Int) {
        let lying = lying.withLock { lying in
            lying[item] = count == 0 ? nil : count
            return lying
        }
        stands.padChanged(lying, at: kiosk)
    }
}
