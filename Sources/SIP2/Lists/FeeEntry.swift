// SPDX-License-Identifier: MPL-2.0

/// A fee in a list (`AV`), as Cicero writes it: `item%fee%date%amount%properties`.
public struct FeeEntry: DividedText {
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
        item: String?,
        feeIdentifier: String?,
        date: CalendarDay?,
        amount: Amount?,
        properties: ItemProperties
    ) {
        let head = Subfields.joined([item, feeIdentifier, date?.description, amount?.text])
        guard let head else { return nil }
        text = head + "%" + properties.text
    }

    /// The item's barcode.
    public var item: String? {
        parts[0]
    }

    /// The library system's number of the fee, by which it is paid (`CG`).
    public var feeIdentifier: String? {
        parts[1]
    }

    /// The date of the fee.
    public var date: CalendarDay? {
        parts[2].flatMap(CalendarDay.init)
    }

    /// How much is owed.
    public var amount: Amount? {
        parts[3].map(Amount.init)
    }

    /// What is known about the item.
    public var properties: ItemProperties {
        ItemProperties(parts.text(from: 4))
    }
}
