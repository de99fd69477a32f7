// SPDX-License-Identifier: MPL-2.0

/// A code out of a list that may grow; one that nobody foresaw is kept as it came.
public protocol OpenCode: RawRepresentable, Codable, Sendable, Hashable,
    CustomStringConvertible, CustomDebugStringConvertible
where RawValue == String {
    /// Takes a code as the library system wrote it.
    init(rawValue: String)
}

extension OpenCode {
    /// The code where it looks like one.
    public var description: String { MachineWords.code(rawValue) }
    /// The code where it looks like one.
    public var debugDescription: String { description }
}
