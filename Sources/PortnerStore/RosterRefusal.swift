// SPDX-License-Identifier: MPL-2.0

public import PortnerCore
public import Roster

/// Why a roster was not taken; what is held stays as it was.
public enum RosterRefusal: Error, Sendable, Hashable {
    /// The file, or the file with the signature beside it, cannot be read.
    case unreadable
    /// The file has more bytes than are taken.
    case tooLarge(max: Int)
    /// A signature is asked for and there is none.
    case unsigned
    /// The signature was not made over this file with the library's key.
    case wrongSignature
    /// The file breaks the rules of the format.
    case malformed(RosterError)
    /// The roster is dated later than two clocks can differ.
    case fromFuture
    /// A newer roster is held.
    case older(held: Timestamp)
    /// The delta starts from another state than the one that is held; a full roster is needed.
    case gap(held: RosterCursor?)
    /// The roster would take out more cards than a technician has to confirm.
    case shrinks(RosterShrinkage)
    /// The daemon is stopping, or somebody ended it.
    case interrupted
    /// The database failed.
    case store(StoreError)

    /// The stable code for records, journals and scripts.
    public var code: String {
        switch self {
        case .unreadable: "roster-unreadable"
        case .tooLarge: "roster-too-large"
        case .unsigned: "roster-unsigned"
        case .wrongSignature: "roster-wrong-signature"
        case .malformed: "roster-malformed"
        case .fromFuture: "roster-from-future"
        case .older: "roster-older"
        case .gap: "roster-gap"
        case .shrinks: "roster-shrinks"
        case .interrupted: "roster-interrupted"
        case .store: "roster-store"
        }
    }

    /// The cause and what to do about it, in English for technicians; never what the roster says.
    public var explanation: String {
        switch self {
        case .unreadable: "the file cannot be read; check its path, owner and mode"
        case .tooLarge(let max): "the file has more than \(max) bytes; raise max-size or split it"
        case .unsigned: "there is no signature beside the file; the library has to sign it"
        case .wrongSignature: "the signature does not fit the file and the library's key"
        case .malformed(let error): "the file breaks the format at \(error)"
        case .fromFuture: "the roster is dated in the future; check both clocks"
        case .older: "a newer roster is held; the library has to produce a new one"
        case .gap: "the delta does not follow the roster that is held; a full one is needed"
        case .shrinks(let shrinkage):
            "it would take out \(shrinkage.removed) of \(shrinkage.held) cards; look into it, then "
                + "confirm with 'portner cache sync --confirm \(shrinkage.cursor)'"
        case .interrupted: "it was interrupted; it is taken up again by itself"
        case .store(let error): error.explanation
        }
    }
}

extension RosterRefusal: CustomStringConvertible {
    /// The code and the explanation.
    public var description: String { "\(code): \(explanation)" }
}

/// How many cards a roster would take out.
public struct RosterShrinkage: Sendable, Hashable {
    /// The cards that are held.
    public let held: Int
    /// The cards among them that the roster would take out.
    public let removed: Int
    /// The state that the roster would bring.
    public let cursor: RosterCursor
    /// The SHA-256 of the file: a confirmation holds for exactly this one.
    public let digest: [UInt8]
}

/// What became of a roster that was taken.
public enum RosterOutcome: Sendable, Hashable {
    /// The roster is in place.
    case applied(RosterChanges)
    /// The roster was in place before; nothing changed.
    case repeated(RosterHeading)
}

/// What a roster changed.
public struct RosterChanges: Sendable, Hashable {
    /// What its first line says.
    public let heading: RosterHeading
    /// The rows in the file.
    public let rows: Int
    /// The cards that were written because they are new or something about them changed.
    public let written: Int
    /// The cards whose rows were found as they are and not touched.
    public let unchanged: Int
    /// The cards that were taken out.
    public let removed: Int
}

/// How far the taking of a roster has come.
public struct RosterProgress: Sendable, Hashable {
    /// What is being done.
    public enum Phase: String, Sendable, Hashable, CaseIterable {
        /// The signature is verified.
        case verifying
        /// The file is read and its cards are hashed.
        case reading
        /// The table is brought to what the file says.
        case applying
    }

    /// What is being done.
    public let phase: Phase
    /// How much of it is done, of 1000.
    public let permille: Int
    /// The rows read so far.
    public let rows: Int
}
