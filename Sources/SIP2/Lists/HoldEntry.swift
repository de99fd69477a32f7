// SPDX-License-Identifier: MPL-2.0

/// A hold that waits for the patron (`AS`), as Cicero writes it:
/// `record%item%shelf text%pick-up date%branch%properties`.
public struct HoldEntry: DividedText {
    /// The field's whole text.
    public let text: String

    /// Takes the text of a field.
    public init(_ text: String) {
        self.text = text
    }

    /// States the parts.
    ///
    /// - Returns: nil when a part other than the title holds a percent sign.
    public init?(
        record: String,
        item: String?,
        shelf: String?,
        pickupDate: CalendarDay?,
        branch: String?,
        properties: ItemProperties
    ) {
        let head = Subfields.joined([record, item, shelf, pickupDate?.description, branch])
        guard let head else { return nil }
        text = head + "%" + properties.text
    }

    /// The number of the title's record.
    public var record: String? {
        parts[0]
    }

    /// The barcode of the copy that waits.
    public var item: String? {
        parts[1]
    }

    /// Where on the hold shelf the copy stands.
    public var shelf: String? {
        parts[2]
    }

    /// The last day to pick the copy up.
    public var pickupDate: CalendarDay? {
        parts[3].flatMap(CalendarDay.init)
    }

    /// The branch to pick the copy up at, such as `DK-775100 - Hovedbiblioteket`.
    public var branch: String? {
        parts[4]
    }

    /// What is known about the item.
    public var properties: ItemProperties {
        ItemProperties(parts.text(from: 5))
    }
}

/// A hold that is not available yet (`CD`), as Cicero writes it:
/// `record%item%interest date%properties`.
public struct UnavailableHoldEntry: DividedText {
    /// The field's whole text.
    public let text: String

    /// Takes the text of a field.
    public init(_ text: String) {
        self.text = text
    }

    /// States the parts.
    ///
    /// - Returns: nil when record or item holds a percent sign.
    public init?(
        record: String,
        item: String?,
        interestDate: CalendarDay?,
        properties: ItemProperties
    ) {
        guard let head = Subfields.joined([record, item, interestDate?.description]) else {
            return nil
        }
        text = head + "%" + properties.text
    }

    /// The number of the title's record.
    public var record: String? {
        parts[0]
    }

    /// The barcode of the copy.
    public var item: String? {
        parts[1]
    }

    /// Until when the patron wants the item.
    public var interestDate: CalendarDay? {
        parts[2].flatMap(CalendarDay.init)
    }

    /// What is known about the item.
    public var properties: ItemProperties {
        ItemProperties(parts.text(from: 3))
    }
}
