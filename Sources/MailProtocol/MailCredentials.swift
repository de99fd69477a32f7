// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// The name and the password that a mail server asks for.
public struct MailCredentials: Sendable, Hashable, Personal {
    /// What stands for credentials wherever they would be shown.
    public static let standIn = "mail credentials"
    /// The greatest number of bytes in each.
    public static let lengthMax = 512

    let user: String
    let password: String

    /// Takes a name and a password, neither empty nor with control characters in it.
    public init?(user: String, password: String) {
        guard Self.isFit(user), Self.isFit(password) else { return nil }
        self.user = user
        self.password = password
    }

    private static func isFit(_ text: String) -> Bool {
        (1...lengthMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}
