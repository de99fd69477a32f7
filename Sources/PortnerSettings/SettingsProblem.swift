// SPDX-License-Identifier: MPL-2.0

/// One thing that is wrong in a configuration file, with the place to go to.
public struct SettingsProblem: Error, Sendable, Hashable {
    /// The file as it was named.
    public let file: String
    /// The line, from 1; 0 when the whole file is meant.
    public let line: Int
    /// The key from the top of the file, such as `doors[0].lock.line`.
    public let key: String
    /// What is wrong and what would be right.
    public let message: String

    /// A problem at a place.
    public init(file: String, line: Int, key: String, message: String) {
        self.file = file
        self.line = line
        self.key = key
        self.message = message
    }
}

extension SettingsProblem: CustomStringConvertible {
    /// The problem as compilers print theirs: `portner.yaml:12: doors[0].pulse: …`.
    public var description: String {
        let place = line > 0 ? "\(file):\(line): " : "\(file): "
        return key.isEmpty ? place + message : place + "\(key): \(message)"
    }
}
