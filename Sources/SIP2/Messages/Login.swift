// SPDX-License-Identifier: MPL-2.0

/// Login (93): the self-service unit signs in with the library system.
public struct LoginRequest: RequestMessage {
    /// The message that answers it.
    public typealias Response = LoginResponse

    /// 93.
    public static let command = Command.login

    /// The algorithm with which the user is encrypted, `0` for none.
    public var userAlgorithm: Character = "0"
    /// The algorithm with which the password is encrypted, `0` for none.
    public var passwordAlgorithm: Character = "0"
    /// The user (`CN`).
    public var user: Secret
    /// The password (`CO`).
    public var password: Secret
    /// Where the unit stands (`CP`).
    public var location: String?
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes a login without encryption of its own.
    public init(user: Secret, password: Secret, location: String? = nil) {
        self.user = user
        self.password = password
        self.location = location
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        userAlgorithm = fixed.character()
        passwordAlgorithm = fixed.character()
        user = message.secret(.loginUserID) ?? Secret("")
        password = message.secret(.loginPassword) ?? Secret("")
        location = message[.locationCode]
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(Self.command, fixed: "\(userAlgorithm)\(passwordAlgorithm)")
        message.append(.loginUserID, user.revealed)
        message.append(.loginPassword, password.revealed)
        message.append(.locationCode, location)
        message.append(extensions)
        return message
    }
}

/// Login Response (94).
public struct LoginResponse: ResponseMessage {
    /// 94.
    public static let command = Command.loginResponse

    /// Whether the login was accepted.
    public var isAccepted: Bool
    /// Fields outside SIP 2.00.
    public var extensions: [Field] = []

    /// Makes an answer.
    public init(isAccepted: Bool) {
        self.isAccepted = isAccepted
    }

    /// Reads a message.
    public init?(_ message: Message) {
        guard var fixed = FixedPartReader(message, of: Self.command) else { return nil }
        isAccepted = fixed.ok()
        extensions = message.extensionFields
    }

    /// The message with these values.
    public var message: Message {
        var message = Message(Self.command, fixed: FixedPart.ok(isAccepted))
        message.append(extensions)
        return message
    }
}
