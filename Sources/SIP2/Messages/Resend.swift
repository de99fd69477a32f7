// SPDX-License-Identifier: MPL-2.0

/// Request SC Resend (96): the library system asks for the last request again.
public struct RequestSCResend: TypedMessage {
    /// 96.
    public static let command = Command.requestSCResend

    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes the message.
    public init() {}

    /// Reads a message.
    public init?(_ message: Message) {
        guard message.command == Self.command else { return nil }
        extensions = message.extensionFields
    }

    /// The message.
    public var message: Message {
        var message = Message(Self.command)
        message.append(extensions)
        return message
    }
}

/// Request ACS Resend (97): the self-service unit asks for the last answer again.
///
/// It must not be the first message of a connection: some servers then hand out the last answer
/// of somebody else's.
public struct RequestACSResend: TypedMessage {
    /// 97.
    public static let command = Command.requestACSResend

    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes the message.
    public init() {}

    /// Reads a message.
    public init?(_ message: Message) {
        guard message.command == Self.command else { return nil }
        extensions = message.extensionFields
    }

    /// The message.
    public var message: Message {
        var message = Message(Self.command)
        message.append(extensions)
        return message
    }
}
