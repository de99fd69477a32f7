// SPDX-License-Identifier: MPL-2.0

extension Duration {
    /// The length of time as technicians read it: `45 s`, `12 min`, `3 h 20 min`, `6 d 2 h`.
    ///
    /// Rounded down to the smaller of the two units shown; negative lengths read as `0 s`.
    public var words: String {
        let seconds = max(0, components.seconds)
        return switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min"
        case ..<86_400: Self.pair(seconds / 3600, "h", seconds / 60 % 60, "min")
        default: Self.pair(seconds / 86_400, "d", seconds / 3600 % 24, "h")
        }
    }

    private static func pair(_ large: Int64, _ unit: String, _ small: Int64, _ part: String)
        -> String
    {
        small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(small) \(part)"
    }
}
