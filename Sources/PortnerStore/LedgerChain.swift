// SPDX-License-Identifier: MPL-2.0

internal import Crypto
internal import Foundation
internal import PortnerCore

/// The end of the chain: the newest entry's number and hash.
///
/// The head is also the station's word to the outside: a head that was noted elsewhere, in a
/// journal on another machine or on paper, proves later that nothing before it was changed.
public struct LedgerHead: Sendable, Hashable {
    /// The number of the newest entry; 0 when there is none.
    public let sequence: Int64
    /// The hash of the newest entry, 32 bytes; all zero when there is none.
    let chain: Data

    /// The hash in hexadecimal digits.
    public var hash: String { hexadecimal(chain) }

    /// The head of a ledger without entries.
    static let empty = LedgerHead(sequence: 0, chain: Data(repeating: 0, count: LedgerChain.count))
}

/// How an entry is bound to the one before it.
///
///     chain        = SHA-256(previous chain ‖ public part ‖ personal hash)
///     personalHash = SHA-256(salt ‖ personal part)
///
/// The public part is text: the lines `sequence=`, `at=`, `kind=` and `alarm=`, and the values as
/// ``FieldText`` writes them. The personal part is the key of the card; an entry that concerns no
/// card has 32 zero bytes for its personal hash. When the personal part and its salt are deleted,
/// the hash stays: the chain verifies on, and without the salt the hash does not tell the card.
enum LedgerChain {
    /// The number of bytes in a hash.
    static let count = 32
    /// The number of bytes in a salt.
    static let saltCount = 16

    /// The personal hash of an entry that concerns no card.
    static let nobody = Data(repeating: 0, count: count)

    /// Binds a personal part to its salt.
    static func personalHash(salt: some DataProtocol, personal: some DataProtocol) -> Data {
        var hash = SHA256()
        hash.update(data: salt)
        hash.update(data: personal)
        return Data(hash.finalize())
    }

    /// Binds an entry, with its values in their canonical text, to the one before it.
    static func link(
        after previous: Data,
        sequence: Int64,
        at: Int64,
        kind: String,
        isAlarm: Bool,
        fields: some DataProtocol,
        personalHash: Data?
    ) -> Data {
        var head: [UInt8] = []
        head.reserveCapacity(96)
        FieldText.append(name: "sequence", value: String(sequence), to: &head)
        FieldText.append(name: "at", value: String(at), to: &head)
        FieldText.append(name: "kind", value: kind, to: &head)
        FieldText.append(name: "alarm", value: isAlarm ? "1" : "0", to: &head)
        var hash = SHA256()
        hash.update(data: previous)
        hash.update(data: head)
        hash.update(data: fields)
        hash.update(data: personalHash ?? nobody)
        return Data(hash.finalize())
    }
}
