// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// Something that happened at the simulated library system.
public enum SimulatorEvent: Sendable {
    /// A client connected.
    case connected
    /// A request came.
    case received(Message)
    /// An answer was made; faults may still befall it.
    case answered(Message)
    /// A request was left without an answer.
    case ignored(Message)
    /// A client's connection ended.
    case disconnected
}

extension SimulatorEvent: Redacted {
    /// The event for a log, messages with patron data and secrets masked.
    public var redacted: String {
        switch self {
        case .connected: "connected"
        case .received(let message): "< \(message.redacted)"
        case .answered(let message): "> \(message.redacted)"
        case .ignored: "> (no answer)"
        case .disconnected: "disconnected"
        }
    }
}
