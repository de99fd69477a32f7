// SPDX-License-Identifier: MPL-2.0

/// Why a world could not be simulated; no fault of the station.
public enum SimulationError: Error, Sendable, Hashable {
    /// The temporary folder at this path could not be made or written.
    case noFolder(String)
    /// A database could not be opened, read or closed for a reason of the real disk, by its code.
    case store(String)
}

extension SimulationError: CustomStringConvertible {
    /// The cause.
    public var description: String {
        switch self {
        case .noFolder(let path): "the folder \(path) cannot be used"
        case .store(let code): "a database cannot be used: \(code)"
        }
    }
}
