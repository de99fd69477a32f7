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
    /// A REST call with this name came.
    case called(String)
    /// An answer with this HTTP status was made; faults may still befall it.
    case responded(Int)
    /// A client's connection could not be encrypted, in the words of the TLS library.
    case handshakeFailed(String)
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
        case .called(let name): "< FBS \(name)"
        case .responded(let status): "> HTTP \(status)"
        case .handshakeFailed(let reason): "no TLS: \(reason)"
        case .disconnected: "disconnected"
        }
    }
}
