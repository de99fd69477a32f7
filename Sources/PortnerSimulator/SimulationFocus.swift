// SPDX-License-Identifier: MPL-2.0

/// What a world is full of.
public enum SimulationFocus: String, Sendable, Hashable, CaseIterable {
    /// A branch with one or two doors and at times a kiosk or two, and everything goes wrong often.
    case everything
    /// A hall with four kiosks at which people stand all the time.
    case kiosks
    /// A building with eight doors over days and nights, at the pace of real ones, without kiosks,
    /// in which nobody is asked about who is not at a door.
    case doors
    /// A branch without kiosks in which few people come and go all the time, while its cache fails,
    /// its process ends and its card key is exchanged, each every few minutes.
    case memory

    /// How long such a world lasts unless somebody says else, the calm after it not counted.
    public var standardDuration: Duration {
        switch self {
        case .everything, .kiosks: .seconds(3000)
        case .doors: .seconds(4 * 86_400)
        case .memory: .seconds(1500)
        }
    }
}
