// SPDX-License-Identifier: MPL-2.0

extension Dialect {
    /// Identifiers that answers repeat from their requests.
    public struct Echoes: OptionSet, Sendable, Hashable {
        /// The identifiers as bits.
        public let rawValue: UInt8

        /// Makes a set of identifiers from bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// The patron (`AA`).
        ///
        /// Not every system does: some answer a user name with a card number.
        public static let patron = Echoes(rawValue: 1 << 0)
        /// The item (`AB`).
        public static let item = Echoes(rawValue: 1 << 1)

        fileprivate static let fields: [(Echoes, FieldID)] = [
            (.patron, .patronIdentifier), (.item, .itemIdentifier),
        ]
    }

    /// Whether an answer is about another patron or item than the request.
    ///
    /// Some servers hand out the last answer of another connection. What the answer leaves out or
    /// leaves empty is no sign of that, nor is a patron's number that states its scheme, nor are
    /// blanks around an identifier and the case of its letters.
    /// - Parameters:
    ///   - answer: What came.
    ///   - request: What was asked.
    /// - Returns: `true` when an identifier that the peer repeats is another one.
    public func isForeign(_ answer: Message, to request: Message) -> Bool {
        Echoes.fields.contains { echo, id in
            guard echoes.contains(echo), let asked = request[id], let told = answer[id],
                !told.isEmpty, PatronIdentifier(told).scheme == nil
            else { return false }
            return Self.folded(asked) != Self.folded(told)
        }
    }

    /// The bytes in lower case and without blanks at the ends, backwards.
    private static func folded(_ text: String) -> [UInt8] {
        let letters = text.utf8.map { 0x41...0x5A ~= $0 ? $0 + 0x20 : $0 }
        let isBlank = { (byte: UInt8) in byte == 0x20 }
        return Array(letters.drop(while: isBlank).reversed().drop(while: isBlank))
    }
}
