// SPDX-License-Identifier: MPL-2.0

import Foundation
import MadeUpCertificates
import LibraryLink

/// Certificates and keys in files of their own, deleted after the test.
final class PEMFiles {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(
            path: "portner-link-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The path of a new file with this text.
    func file(_ text: String) throws -> String {
        let file = folder.appending(path: UUID().uuidString + ".pem")
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// Settings that believe the made-up authority alone.
    func trust(pins: Set<KeyPin> = []) throws -> TLSSettings {
        var settings = TLSSettings()
        settings.authorityFile = try file(Certificates.authority)
        settings.pins = pins
        return settings
    }
}
