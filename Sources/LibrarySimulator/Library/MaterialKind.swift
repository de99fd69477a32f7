// SPDX-License-Identifier: MPL-2.0

import SIP2

/// What a title is made of, as far as lending makes a difference.
public enum MaterialKind: String, Sendable, Hashable, CaseIterable {
    /// A printed book.
    case book
    /// An issue of a periodical.
    case magazine
    /// A book that is read aloud on discs.
    case audiobook
    /// Music on discs.
    case music
    /// A film on a disc.
    case film
    /// A game on a disc.
    case game

    /// How many days it is lent for.
    public var loanDays: Int {
        switch self {
        case .book, .audiobook, .music: 30
        case .magazine, .film, .game: 14
        }
    }

    /// The media type of SIP2 (`CK`).
    var mediaType: MediaType {
        switch self {
        case .book: .book
        case .magazine: .magazine
        case .audiobook, .music: .compactDisc
        case .film: .videoTape
        case .game: .other
        }
    }

    /// The general and the specific designation of danMARC2, as Cicero's sub-fields state them.
    var designations: (general: String, specific: String) {
        switch self {
        case .book, .magazine: ("a", "xx")
        case .audiobook: ("r", "xc")
        case .music: ("s", "xc")
        case .film: ("m", "th")
        case .game: ("t", "th")
        }
    }

    /// The name of the material group, in Danish.
    var danish: String {
        switch self {
        case .book: "Bog"
        case .magazine: "Tidsskrift"
        case .audiobook: "Lydbog"
        case .music: "Musik-cd"
        case .film: "Film"
        case .game: "Spil"
        }
    }
}
