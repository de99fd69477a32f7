// SPDX-License-Identifier: MPL-2.0

import Foundation
public import SIP2

/// What a station proves itself with at the library system; none of it stands in the configuration.
public struct LibrarySecrets: Sendable, Hashable {
    /// The name of the credential that holds the password of the login.
    public static let passwordName = "portner-library-password"
    /// The name of the credential that holds the key to the station's certificate.
    public static let keyName = "portner-library-key"

    /// The greatest number of bytes in a password.
    private static let passwordBytesMax = 256

    /// The password of the login; empty where there is none.
    public var password: Secret
    /// The file with the key to the station's certificate; nil where there is none.
    public var keyFile: String?

    /// Secrets that come from elsewhere, such as a prompt.
    public init(password: Secret = Secret(""), keyFile: String? = nil) {
        self.password = password
        self.keyFile = keyFile
    }

    /// Reads the secrets from a folder of credentials, as systemd makes one for a service.
    ///
    /// What is not there is left out: not every library system asks for it.
    public init(credentials folder: String?) {
        guard let folder else {
            self.init()
            return
        }
        let data = FileManager.default.contents(atPath: "\(folder)/\(Self.passwordName)")
        let text = String(decoding: (data ?? Data()).prefix(Self.passwordBytesMax), as: UTF8.self)
        let keyFile = "\(folder)/\(Self.keyName)"
        self.init(
            password: Secret(text.trimmingCharacters(in: .newlines)),
            keyFile: FileManager.default.isReadableFile(atPath: keyFile) ? keyFile : nil
        )
    }
}
