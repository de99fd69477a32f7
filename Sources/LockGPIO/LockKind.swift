// SPDX-License-Identifier: MPL-2.0

/// How a lock uses power, which decides what its output does while the door is secured.
///
/// Software may lock only the entry side of a door, whatever its kind: doors in escape routes open
/// from inside without key or tool, and that is the work of mechanics or of a certified release.
public enum LockKind: String, Sendable, Hashable, CaseIterable {
    /// An electric strike that is locked without power (Danish "arbejdsstrøm").
    case strikeFailSecure = "strike-fail-secure"
    /// An electric strike that needs power to stay locked (Danish "hvilestrøm").
    case strikeFailSafe = "strike-fail-safe"
    /// A magnet that needs power to hold the door.
    case maglock
    /// A motor lock that an impulse unlocks once and that locks again by itself.
    ///
    /// The output is active for the length of the impulse only, however long the release lasts.
    case motor

    /// Whether the output is active while the door is secured.
    ///
    /// When the process dies, the kernel gives the line up and most chips let the output fall back;
    /// a lock that needs power is then open, and a fail-secure strike is locked.
    public var energisedWhenSecured: Bool {
        switch self {
        case .strikeFailSecure, .motor: false
        case .strikeFailSafe, .maglock: true
        }
    }

    /// Whether a release is told by an impulse instead of a level.
    public var isImpulse: Bool { self == .motor }
}
