// SPDX-License-Identifier: MPL-2.0

/// What is known about an item (`CH`), as Cicero writes it:
/// `title%author%general material%specific material%DK5`.
///
/// The same five parts end each entry of a list.
public struct ItemProperties: DividedText {
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
        title: String,
        author: String? = nil,
        generalMaterial: String? = nil,
        specificMaterial: String? = nil,
        classification: String? = nil
    ) {
        let rest = Subfields.joined([author, generalMaterial, specificMaterial, classification])
        guard let rest else { return nil }
        text = title + "%" + rest
    }

    private static let count = 5

    /// The index after the title, which has all percent signs that are too many.
    private var titleEnd: Int {
        max(1, parts.count - Self.count + 1)
    }

    /// The title.
    public var title: String? {
        parts[0..<titleEnd]
    }

    /// The author or authors.
    public var author: String? {
        parts[titleEnd]
    }

    /// The code of the general kind of material, such as `a` for text.
    public var generalMaterial: String? {
        parts[titleEnd + 1]
    }

    /// The code of the specific kind of material, such as `xx` for a book.
    public var specificMaterial: String? {
        parts[titleEnd + 2]
    }

    /// The class in the Danish decimal classification (DK5), such as `79.41`.
    public var classification: String? {
        parts[titleEnd + 3]
    }
}
