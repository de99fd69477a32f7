// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import GRDB
public import PortnerCore

/// One entry of the ledger as it is read back.
public struct LedgerEntry: Sendable, Hashable {
    /// The number of the entry; the first is 1 and no number is left out.
    public let sequence: Int64
    /// When it happened.
    public let at: Timestamp
    /// What kind of record it is: a raw value of `RecordKind`, or a newer release's.
    public let kind: String
    /// The values, in the order in which they were given.
    public let fields: [LedgerField]
    /// Whether staff should look at it.
    public let isAlarm: Bool
    /// Whom it concerns.
    public let subject: Subject

    /// Whom an entry concerns.
    public enum Subject: Sendable, Hashable {
        /// No card.
        case nobody
        /// A card.
        case card(CardKey)
        /// A card that is not known any more: its time was over.
        case deleted
    }

    /// The value under a name.
    public subscript(name: RecordField) -> String? {
        fields.first { $0.name == name.rawValue }?.value
    }
}

/// A row of the table of entries, as it stands there.
struct LedgerRow {
    let sequence: Int64
    let at: Int64
    let kind: String
    let fields: Data
    let isAlarm: Bool
    let personal: Data?
    let salt: Data?
    let personalHash: Data?
    let chain: Data

    init(_ row: Row) throws(StoreError) {
        let columns = Columns(row: row)
        sequence = try columns.integer(0)
        at = try columns.integer(1)
        kind = String(decoding: try columns.blob(2), as: UTF8.self)
        fields = try columns.blob(3)
        switch try columns.integer(4) {
        case 0: isAlarm = false
        case 1: isAlarm = true
        default: throw .damaged
        }
        personal = try columns.optionalBlob(5)
        salt = try columns.optionalBlob(6)
        personalHash = try columns.optionalBlob(7)
        chain = try columns.blob(8)
    }

    /// What the chain must be when the entry before has this one.
    func link(after previous: Data) -> Data {
        LedgerChain.link(
            after: previous,
            sequence: sequence,
            at: at,
            kind: kind,
            isAlarm: isAlarm,
            fields: fields,
            personalHash: personalHash
        )
    }

    /// Whether the personal part is the one that was written, was deleted whole, or never was.
    var isPersonalPartSound: Bool {
        switch (personal, salt, personalHash) {
        case (nil, nil, _): true
        case (let personal?, let salt?, let hash?):
            LedgerChain.personalHash(salt: salt, personal: personal) == hash
        default: false
        }
    }

    /// The entry for readers.
    func entry() throws(StoreError) -> LedgerEntry {
        let text = String(decoding: fields, as: UTF8.self)
        guard let fields = FieldText.fields(text) else { throw .damaged }
        return LedgerEntry(
            sequence: sequence,
            at: Timestamp(milliseconds: at),
            kind: kind,
            fields: fields,
            isAlarm: isAlarm,
            subject: try subject()
        )
    }

    private func subject() throws(StoreError) -> LedgerEntry.Subject {
        guard let personal else { return personalHash == nil ? .nobody : .deleted }
        guard let key = CardKey(bytes: personal) else { throw .damaged }
        return .card(key)
    }
}
