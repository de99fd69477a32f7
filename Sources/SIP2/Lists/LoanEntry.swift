// SPDX-License-Identifier: MPL-2.0

/// A loan in a list (`AT`, `AU`, `BM`), as Cicero writes it: `item%due date%properties`.
public struct LoanEntry: DividedText {
    /// The field's whole text.
    public let text: String

    /// Takes the text of a field.
    public init(_ text: String) {
        self.text = text
    }

    /// States the parts.
    ///
    /// - Returns: nil when the item's barcode holds a percent sign.
    public init?(item: String, dueDate: CalendarDay?, properties: ItemProperties) {
        guard let head = Subfields.joined([item, dueDate?.description]) else { return nil }
        text = head + "%" + properties.text
    }

    /// The item's barcode.
    public var item: String? {
        parts[0]
    }

    /// When the item is to be returned.
    public var dueDate: CalendarDay? {
        parts[1].flatMap(CalendarDay.init)
    }

    /// What is known about the item.
    public var properties: ItemProperties {
        ItemProperties(parts.text(from: 2))
    }
}

/// A renewed loan (`BM`); it has the shape of a loan.
public typealias RenewalEntry = LoanEntry

/// A loan that was not renewed (`BN`), as Cicero writes it: `item%reason%due date%properties`.
public struct UnrenewedEntry: DividedText {
    /// The field's whole text.
    public let text: String

    /// Takes the text of a field.
    public init(_ text: String) {
        self.text = text
    }

    /// States the parts.
    ///
    /// - Returns: nil when the item's barcode or the reason holds a percent sign.
    public init?(item: String, reason: String, dueDate: CalendarDay?, properties: ItemProperties) {
        guard let head = Subfields.joined([item, reason, dueDate?.description]) else {
            return nil
        }
        text = head + "%" + properties.text
    }

    /// The item's barcode.
    public var item: String? {
        parts[0]
    }

    /// Why the loan was not renewed, a code such as `UNSUCCESSFUL`.
    public var reason: String? {
        parts[1]
    }

    /// When the item is to be returned.
    public var dueDate: CalendarDay? {
        parts[2].flatMap(CalendarDay.init)
    }

    /// What is known about the item.
    public var properties: ItemProperties {
        ItemProperties(parts.text(from: 3))
    }
}

/// A recalled item in a list (`BU`), as Cicero writes it: `item%date%properties`.
public struct RecallEntry: DividedText {
    /// The field's whole text.
    public let text: String

    /// Takes the text of a field.
    public init(_ text: String) {
        self.text = text
    }

    /// States the parts.
    ///
    /// - Returns: nil when the item's barcode holds a percent sign.
    public init?(item: String, date: CalendarDay?, properties: ItemProperties) {
        guard let head = Subfields.joined([item, date?.description]) else { return nil }
        text = head + "%" + properties.text
    }

    /// The item's barcode.
    public var item: String? {
        parts[0]
    }

    /// The date of the recall.
    public var date: CalendarDay? {
        parts[1].flatMap(CalendarDay.init)
    }

    /// What is known about the item.
    public var properties: ItemProperties {
        ItemProperties(parts.text(from: 2))
    }
}
