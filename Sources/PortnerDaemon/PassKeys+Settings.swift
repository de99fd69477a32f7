// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerSettings
import PortnerStore

extension PassKeys {
    /// The greatest number of bytes in a file with a public key.
    private static let keyFileMax = 4096

    /// The issuers that the settings name, and the credential under which they seal card numbers.
    ///
    /// - Throws: ``DaemonError`` when the credential is missing or an issuer has no public key.
    init(_ settings: PassSettings, credentials: String?) throws(DaemonError) {
        guard let credentials else { throw .noCredentials }
        var issuers: [PassIssuer] = []
        for place in settings.issuers {
            let text =
                switch place {
                case .text(let text): text
                case .file(let path): Self.content(of: path)
                }
            guard let issuer = PassIssuer(text) else {
                throw .start(what: "passes", detail: "an issuer's key is no Ed25519 public key")
            }
            issuers.append(issuer)
        }
        do throws(StationKeysError) {
            try self.init(credentials: credentials, issuers: issuers)
        } catch {
            throw .keys(error)
        }
    }

    private static func content(of path: String) -> String {
        let content = FileManager.default.contents(atPath: path) ?? Data()
        return String(decoding: content.prefix(keyFileMax), as: UTF8.self)
    }
}
