// SPDX-License-Identifier: MPL-2.0

/// A message of SIP 2.00 with its parts as values.
///
/// Reading is as lenient as ``Message/init(decoding:in:)``: a required field that is absent reads
/// as empty, and the message's ``Message/notes`` tell. Descriptions are redacted and reflection
/// shows nothing, because most messages name a patron.
public protocol TypedMessage: Sendable, Equatable, Redacted {
    /// The command of all messages of this type.
    static var command: Command { get }

    /// Fields that SIP 2.00 does not name for this message, in order; after them those that it
    /// codes as a number and that came with another text.
    var extensions: [Field] { get set }

    /// Reads a message.
    ///
    /// - Returns: nil when the message is of another command.
    init?(_ message: Message)

    /// The message with these values.
    var message: Message { get }
}

/// A message that the self-service side sends.
public protocol RequestMessage: TypedMessage {
    /// The message that answers it.
    associatedtype Response: ResponseMessage
}

/// A message with which the library system answers.
public protocol ResponseMessage: TypedMessage {}

extension TypedMessage {
    /// The message as ``Message/redacted`` shows it.
    public var redacted: String { message.redacted }
}

extension TypedMessage {
    /// The text of an extension; setting it replaces the first one, and nil takes all of them out.
    public subscript(extension id: FieldID) -> String? {
        get {
            extensions.first { $0.id == id }?.value
        }
        set {
            guard let newValue else { return extensions.removeAll { $0.id == id } }
            let field = Field(id, newValue)
            if let index = extensions.firstIndex(where: { $0.id == id }) {
                extensions[index] = field
            } else {
                extensions.append(field)
            }
        }
    }
}
