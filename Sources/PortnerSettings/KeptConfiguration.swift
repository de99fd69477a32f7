// SPDX-License-Identifier: MPL-2.0

public import Foundation

/// The last two configurations that were in force, kept in the state folder for an undo.
///
/// The daemon keeps a file once it has taken it, so both have been found good.
public struct KeptConfiguration: Sendable {
    /// The configuration in force.
    public let current: URL
    /// The one that was in force before it, if there was one.
    public let previous: URL

    /// The places in a state folder.
    public init(stateDirectory: String) {
        let folder = URL(filePath: stateDirectory, directoryHint: .isDirectory)
        current = folder.appending(path: "configuration.yaml")
        previous = folder.appending(path: "configuration-before.yaml")
    }

    /// Keeps a file that has come into force; one that differs moves the kept one back.
    ///
    /// - Throws: When the file cannot be read or the folder not be written.
    public func keep(_ path: String) throws {
        let text = try Data(contentsOf: URL(filePath: path))
        let held = try? Data(contentsOf: current)
        guard held != text else { return }
        if let held { try held.write(to: previous, options: .atomic) }
        try text.write(to: current, options: .atomic)
    }

    /// Why nothing was put back.
    public enum Refusal: Error, Sendable, Hashable {
        /// There is no earlier configuration, or it is the one in the file.
        case nothingToUndo
        /// The earlier configuration is not good any more: this release reads it otherwise.
        case problems(SettingsFile.Problems)
    }

    /// Puts the configuration before the last change back in the place of a file.
    ///
    /// What the file says until then is kept beside it, so that an undo can be undone.
    ///
    /// - Returns: Where the file as it was is kept.
    /// - Throws: ``Refusal``, or an error of the file system.
    public func undo(_ path: String) throws -> String {
        let now = try Data(contentsOf: URL(filePath: path))
        let inForce = try? Data(contentsOf: current)
        // A file that was changed since it was read goes back to what is in force.
        let isChanged = inForce != nil && inForce != now
        let source = isChanged ? current : previous
        guard let text = try? Data(contentsOf: source), text != now else {
            throw Refusal.nothingToUndo
        }
        do throws(SettingsFile.Problems) {
            _ = try SettingsFile.load(path: source.path)
        } catch {
            throw Refusal.problems(error)
        }
        let aside = path + ".undone"
        try now.write(to: URL(filePath: aside), options: .atomic)
        try text.write(to: URL(filePath: path), options: .atomic)
        return aside
    }
}
