// SPDX-License-Identifier: MPL-2.0

/// The places of a message's fields, found without searching.
final class FieldOrder: Sendable {
    /// The place of fields that the protocol does not name for the message, after all others.
    static let extensionPlace = 255

    /// Places from 1 by identifier, 0 where there is none.
    private let places: InlineArray<104, UInt8>
    private let fields: [FieldID]
    private let required: [Bool]

    init(_ fields: [FieldID], required: Set<FieldID>) {
        var places = InlineArray<104, UInt8>(repeating: 0)
        for (index, id) in fields.enumerated() {
            guard let number = id.number else { continue }
            places[number] = UInt8(truncatingIfNeeded: index + 1)
        }
        self.places = places
        self.fields = fields
        self.required = fields.map(required.contains)
    }

    /// The place of a field, from 1.
    func place(of id: FieldID) -> Int {
        guard let number = id.number, places[number] > 0 else { return Self.extensionPlace }
        return Int(places[number])
    }

    /// Whether the protocol names a field for the message.
    func contains(_ id: FieldID) -> Bool {
        id.number.map { places[$0] > 0 } ?? false
    }

    /// The required fields between two places, both excluded.
    func required(after place: Int, before next: Int) -> some Sequence<FieldID> {
        (place..<max(place, min(next - 1, fields.count))).lazy
            .filter { self.required[$0] }.map { self.fields[$0] }
    }

    /// Whether there is a required field between two places, both excluded.
    func requires(after place: Int, before next: Int) -> Bool {
        var index = place
        while index < next - 1, index < required.count {
            if required[index] { return true }
            index += 1
        }
        return false
    }
}

extension FieldID {
    /// A number below 104 for each identifier of the protocol, nil beyond `DZ`.
    fileprivate var number: Int? {
        let (first, second) = bytes
        guard 0x41...0x44 ~= first, 0x41...0x5A ~= second else { return nil }
        return Int(first - 0x41) * 26 + Int(second - 0x41)
    }
}
