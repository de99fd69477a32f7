// SPDX-License-Identifier: MPL-2.0

extension Message {
    /// Deviations that only the reader sees.
    struct Lapses: OptionSet, Sendable {
        let rawValue: UInt8

        static let emptyLeadingField = Lapses(rawValue: 1 << 0)
        static let shortSummary = Lapses(rawValue: 1 << 1)
        static let printWidthNotNumber = Lapses(rawValue: 1 << 2)
        static let missingLastDelimiter = Lapses(rawValue: 1 << 3)
        static let strayText = Lapses(rawValue: 1 << 4)
        static let codePointChecksum = Lapses(rawValue: 1 << 5)
    }

    /// How the message deviates from the protocol, for those who look after the link.
    ///
    /// It is worked out when it is asked for.
    public var notes: [Note] {
        lapses.notes + missingFields.map(Note.missingField)
            + duplicateFields.map(Note.duplicateField)
    }

    /// The required fields that the message lacks, in the order of the protocol.
    public var missingFields: [FieldID] {
        guard let layout = MessageLayout[command] else { return [] }
        return layout.fields.filter { id in
            layout.required.contains(id) && !slots.contains { $0.id == id }
        }
    }

    /// The fields that came more than once although they do not repeat.
    public var duplicateFields: [FieldID] {
        var seen: Set<FieldID> = []
        var duplicates: [FieldID] = []
        for slot in slots where !slot.id.repeats {
            let isFirst = seen.insert(slot.id).inserted
            if !isFirst, !duplicates.contains(slot.id) { duplicates.append(slot.id) }
        }
        return duplicates
    }

    /// Whether what was sequence number and checksum can be read only as fields, because it came
    /// damaged.
    var hasBrokenTrailer: Bool {
        slots.contains { $0.id == .sequenceNumber || $0.id == .checksum }
    }

    /// The fields that SIP 2.00 does not name for this message, in the order in which they came.
    public var extensionFields: [Field] {
        guard let order = MessageLayout.order(of: command) else { return Array(fields) }
        return slots.filter { !order.contains($0.id) }.map(field)
    }
}

extension Message.Lapses {
    fileprivate var notes: [Message.Note] {
        let meanings: [(Message.Lapses, Message.Note)] = [
            (.emptyLeadingField, .emptyLeadingField),
            (.shortSummary, .shortSummary),
            (.printWidthNotNumber, .printWidthNotNumber),
            (.missingLastDelimiter, .missingLastDelimiter),
            (.strayText, .strayText),
            (.codePointChecksum, .checksumOverCodePoints),
        ]
        return meanings.filter { contains($0.0) }.map(\.1)
    }
}
