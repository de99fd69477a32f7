// SPDX-License-Identifier: MPL-2.0

/// What SIP 2.00 says about the shape of one message: its fixed part and its fields.
public struct MessageLayout: Sendable {
    /// A part of the fixed part.
    public struct Column: Sendable, Hashable {
        /// The protocol's name of the column.
        public let name: String
        /// The number of characters.
        public let width: Int
    }

    /// The command whose message this is.
    public let command: Command
    /// The protocol's name of the message.
    public let name: String
    /// The columns of the fixed part, in order.
    public let columns: [Column]
    /// The fields in the order in which the protocol lists them.
    public let fields: [FieldID]
    /// The fields that must be sent, empty if there is nothing to say.
    public let required: Set<FieldID>
    /// The number of characters of the fixed part.
    public let fixedWidth: Int

    /// The layout of a command's message, or nil when the command is unknown.
    public static subscript(command: Command) -> MessageLayout? {
        table[Int(command.rawValue)]
    }

    /// The layouts of all messages, in the order of their commands.
    public static var all: [MessageLayout] {
        table.compactMap { $0 }
    }

    /// Whether the protocol names a field for this message.
    public func contains(_ id: FieldID) -> Bool {
        Self.order(of: command)?.contains(id) ?? false
    }

    /// Makes a layout from the notation of the protocol's own tables.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - name: The protocol's name of the message.
    ///   - columns: Names and widths of the fixed part.
    ///   - fields: Identifiers separated by blanks, the optional ones within brackets.
    init(
        _ command: Command,
        _ name: String,
        _ columns: KeyValuePairs<String, Int>,
        _ fields: String
    ) {
        self.command = command
        self.name = name
        self.columns = columns.map { Column(name: $0.key, width: $0.value) }
        fixedWidth = self.columns.reduce(0) { $0 + $1.width }
        var order: [FieldID] = []
        var required: Set<FieldID> = []
        var isOptional = false
        for word in fields.split(separator: " ") {
            if word.hasPrefix("[") { isOptional = true }
            if let id = FieldID(word.filter { $0 != "[" && $0 != "]" }) {
                order.append(id)
                if !isOptional { required.insert(id) }
            }
            if word.hasSuffix("]") { isOptional = false }
        }
        self.fields = order
        self.required = required
    }
}
