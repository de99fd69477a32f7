// SPDX-License-Identifier: MPL-2.0

/// How one peer speaks SIP2, where peers differ.
public struct Dialect: Sendable, Hashable {
    /// The shape of the requests.
    public enum Form: Sendable, Hashable {
        /// As the protocol prescribes.
        case threeM
        /// As Danish kiosks write to Cicero: a delimiter between the fixed part and the fields,
        /// a summary of nine characters, and `xxx` for the print width.
        case cicero
    }

    /// The shape of the requests.
    public var form: Form
    /// The character set of both directions.
    public var encoding: TextEncoding
    /// The byte that ends a field, usually `|`.
    public var delimiter: UInt8
    /// Whether messages are sent with a sequence number and a checksum.
    ///
    /// A checksum that a received message carries is always checked.
    public var detectsErrors: Bool
    /// How the checksum of a received message is taken; a sent one is always over the bytes.
    public var checksumRule: Checksum.Rule
    /// The zone in which the peer wants times, for the caller who states them.
    public var zone: Timestamp.Zone
    /// Whether the peer recognises a request that it has carried out already, by sequence number
    /// and checksum, and repeats its answer.
    ///
    /// The protocol demands it, but some library systems lend twice instead. So it is no unless
    /// the system at hand is known to do it.
    public var suppressesDuplicates: Bool
    /// Which identifiers the peer's answers repeat from the request.
    public var echoes: Echoes

    /// Makes a dialect; what is left out is as the protocol prescribes.
    public init(
        form: Form = .threeM,
        encoding: TextEncoding = .codePage850,
        delimiter: UInt8 = 0x7C,
        detectsErrors: Bool = true,
        checksumRule: Checksum.Rule = .bytes,
        zone: Timestamp.Zone = .local,
        suppressesDuplicates: Bool = false,
        echoes: Echoes = [.patron, .item]
    ) {
        self.form = form
        self.encoding = encoding
        self.delimiter = delimiter
        self.detectsErrors = detectsErrors
        self.checksumRule = checksumRule
        self.zone = zone
        self.suppressesDuplicates = suppressesDuplicates
        self.echoes = echoes
    }

    /// The protocol to the letter: code page 850, error detection, local time.
    public static let threeM = Dialect()

    /// Cicero over HTTPS: UTF-8 and no error detection, because the carrier has its own.
    ///
    /// It answers with its own number of a patron, whatever was asked about.
    public static let cicero = Dialect(
        form: .cicero,
        encoding: .utf8,
        detectsErrors: false,
        echoes: .item
    )
}
