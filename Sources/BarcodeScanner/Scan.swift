// SPDX-License-Identifier: MPL-2.0

/// A code that a scanner read and the filter of its reader let through.
///
/// The text of a scan is personal: it may be a health card's number. It is therefore left out of
/// every description and reflection of the value; code that needs it must ask for ``text`` by name.
/// Only ``ScanFilter/admit(_:at:)`` makes a scan, so holding one proves that the text is printable
/// ASCII of an accepted length and shape.
public struct Scan: Sendable, Hashable {
    /// The most bytes a code may have, counted before an AIM prefix is taken off.
    ///
    /// Cards and items have 8 to 20 characters; the rest is room for two-dimensional codes.
    public static let lengthLimit = 256

    /// The scanned text, printable ASCII, without prefix and terminator.
    public let text: String

    /// The AIM identifier the scanner sent along, if it did.
    public let identifier: AIMIdentifier?

    /// What ended the code.
    public let terminator: ScanTerminator

    /// The kind of bar code, if the scanner named it.
    public var symbology: Symbology? { identifier?.symbology }
}

extension Scan: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The length and kind of the code, never its text.
    public var description: String {
        "Scan(\(text.utf8.count) characters, \(symbology?.rawValue ?? "unnamed"), "
            + "ended by \(terminator.rawValue))"
    }

    /// The same as the description.
    public var debugDescription: String { description }

    /// Nothing: reflection must not show the text either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What told the decoder that a code was complete.
public enum ScanTerminator: String, Sendable, Hashable, CaseIterable {
    /// The Enter key, usage 28h.
    case enter
    /// The keypad's Enter key, usage 58h.
    case keypadEnter = "keypad-enter"
    /// The Tab key, usage 2Bh.
    case tab
    /// The control code CR; an LF right after it is taken as part of it.
    case carriageReturn = "cr"
    /// The control code LF.
    case lineFeed = "lf"
    /// The control code ETX.
    case endOfText = "etx"
    /// Silence for the configured time.
    case silence
    /// A report without the "Decode Data Continued" flag.
    case lastReport = "last-report"
}
