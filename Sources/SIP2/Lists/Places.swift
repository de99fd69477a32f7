// SPDX-License-Identifier: MPL-2.0

/// A patron's address (`BD`), as Cicero writes it: `name%street%postcode%city%country`.
///
/// The name is left out by some installations, so the parts are counted from the right.
public struct PostalAddress: DividedText {
    /// The field's whole text.
    public let text: String

    /// Takes the text of a field.
    public init(_ text: String) {
        self.text = text
    }

    /// States the parts.
    ///
    /// - Returns: nil when a part other than the name holds a percent sign.
    public init?(
        name: String? = nil,
        street: String,
        postcode: String?,
        city: String?,
        country: String?
    ) {
        guard let rest = Subfields.joined([street, postcode, city, country]) else { return nil }
        text = (name.map { $0 + "%" } ?? "") + rest
    }

    private static let countWithoutName = 4

    /// The index of the street; everything before it is the name.
    private var streetIndex: Int {
        max(0, parts.count - Self.countWithoutName)
    }

    /// The name, or nil when it is left out.
    public var name: String? {
        parts[0..<streetIndex]
    }

    /// Street and number, or the whole text where nothing divides it.
    public var street: String? {
        parts[streetIndex]
    }

    /// The postcode.
    public var postcode: String? {
        parts[streetIndex + 1]
    }

    /// The city.
    public var city: String? {
        parts[streetIndex + 2]
    }

    /// The country, such as `DK`.
    public var country: String? {
        parts[streetIndex + 3]
    }
}

/// Where an item belongs (`AQ`), as Cicero writes it: `branch%department%location%sublocation`.
public struct BranchPlacement: DividedText {
    /// The field's whole text.
    public let text: String

    /// Takes the text of a field.
    public init(_ text: String) {
        self.text = text
    }

    /// States the parts.
    ///
    /// - Returns: nil when a part holds a percent sign.
    public init?(
        branch: String,
        department: String? = nil,
        location: String? = nil,
        sublocation: String? = nil
    ) {
        guard let text = Subfields.joined([branch, department, location, sublocation]) else {
            return nil
        }
        self.text = text
    }

    /// The branch, or the whole text where nothing divides it.
    public var branch: String? {
        parts[0]
    }

    /// The department, such as that for adults.
    public var department: String? {
        parts[1]
    }

    /// The place within the department.
    public var location: String? {
        parts[2]
    }

    /// The place within the location.
    public var sublocation: String? {
        parts[3]
    }

    /// The branch; the rest tells what kind of item stands there.
    public var redacted: String { Redaction.branch(of: text) }
}
