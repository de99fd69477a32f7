// SPDX-License-Identifier: MPL-2.0

extension Message {
    /// Why bytes could not be read as a message.
    public enum DecodingError: Error, Sendable, Hashable {
        /// The message does not begin with two digits.
        case commandMissing
        /// The message is longer than ``Message/lengthMax`` bytes.
        case tooLong
        /// The fixed part ends before all its columns have come.
        case fixedPartTooShort(Command)
        /// The checksum does not fit the bytes.
        case checksumMismatch(Command)
    }

    /// Why a message could not be written.
    public enum EncodingError: Error, Sendable, Hashable {
        /// A value holds the delimiter or a control character, and a NUL or CR would end it early.
        case forbiddenByte(FieldID, UInt8)
        /// A value is longer than ``Message/valueLengthMax`` bytes after encoding.
        case valueTooLong(FieldID, length: Int)
        /// A value has a character that the peer's character set lacks.
        case unmappableCharacter(FieldID, TextEncoding)
        /// The fixed part is not the width the protocol prescribes, or not plain ASCII.
        case malformedFixedPart(Command)
        /// `AY` and `AZ` end a message and cannot be fields.
        case reservedField(FieldID)
        /// The whole message is longer than ``Message/lengthMax`` bytes.
        case messageTooLong(length: Int)
    }

    /// A deviation from the protocol that was read over.
    public enum Note: Sendable, Hashable {
        /// An empty field stood between the fixed part and the fields.
        case emptyLeadingField
        /// The summary of a Patron Information had fewer than ten characters.
        case shortSummary
        /// The print width of an SC Status was not a number.
        case printWidthNotNumber
        /// The last field did not end with a delimiter.
        case missingLastDelimiter
        /// Something between two delimiters was too short to be a field, and was dropped.
        case strayText
        /// The checksum was right only over code points.
        case checksumOverCodePoints
        /// A required field was absent.
        case missingField(FieldID)
        /// A field that does not repeat came again; the first one counts.
        case duplicateField(FieldID)
    }
}
