// SPDX-License-Identifier: MPL-2.0

/// What a library system's answer says about a patron.
public enum PatronVerdict: Sendable, Hashable {
    /// The patron is known, the PIN was right if it was asked for, and no barring flag is set.
    case inOrder
    /// The library system does not vouch for the patron: `BL` was not `Y`.
    case notValid
    /// The library system does not vouch for the PIN: `CQ` was not `Y`.
    case wrongPassword
    /// These barring flags are set.
    case barred(PatronStatus)
}

/// An answer that tells about a patron.
public protocol PatronResponse: ResponseMessage {
    /// The fourteen flags.
    var status: PatronStatus { get }
    /// Whether the patron is known and in order (`BL`), or nil when the answer does not say.
    var isValidPatron: Bool? { get }
    /// Whether the PIN was right (`CQ`), or nil when the answer does not say.
    var isValidPassword: Bool? { get }
}

extension PatronResponse {
    /// Judges the patron: first `BL`, then `CQ`, then the flags.
    ///
    /// An answer that does not say is a no, since an unknown card has no flag set at all.
    /// - Parameters:
    ///   - passwordRequired: Whether a PIN was sent and must have been right.
    ///   - barring: The flags that bar the patron.
    /// - Returns: The first objection, or that there is none.
    public func verdict(
        passwordRequired: Bool,
        barring: PatronStatus = .barringEntry
    ) -> PatronVerdict {
        guard isValidPatron == true else { return .notValid }
        guard !passwordRequired || isValidPassword == true else { return .wrongPassword }
        let barred = status.intersection(barring)
        return barred.isEmpty ? .inOrder : .barred(barred)
    }
}

/// Extensions that tell about the patron.
extension PatronResponse {
    /// The birth date (`PB`), an extension of Cicero and the SIPServer family.
    public var birthDate: CalendarDay? {
        get { day(in: .birthDate) }
        set { self[extension: .birthDate] = newValue?.description }
    }

    /// The last day of the card (`PA`), an extension of the SIPServer family.
    ///
    /// Other systems use the same field for something else, which reads as nil unless it begins
    /// with eight digits that are a date.
    public var patronExpiry: CalendarDay? {
        get { day(in: .patronExpiry) }
        set { self[extension: .patronExpiry] = newValue?.description }
    }

    /// The category of the patron (`PC`), an extension of the SIPServer family.
    public var patronClass: String? {
        get { self[extension: .patronClass] }
        set { self[extension: .patronClass] = newValue }
    }

    /// What the patron may do on the Internet (`PI`), an extension of the SIPServer family.
    public var internetProfile: String? {
        get { self[extension: .internetProfile] }
        set { self[extension: .internetProfile] = newValue }
    }

    private func day(in id: FieldID) -> CalendarDay? {
        self[extension: id].flatMap { CalendarDay($0.prefix(8)) }
    }
}
