// SPDX-License-Identifier: MPL-2.0

/// One code as it arrived from a device, before the reader's filter has looked at it.
///
/// The text is as personal as that of a ``Scan`` and hidden in the same way.
public struct ScanFrame: Sendable, Hashable {
    /// A finished code, or why the bytes up to here make none.
    public typealias Outcome = Result<ScanFrame, ScanRefusal>

    /// The text, printable ASCII as far as a decoder made it, still with an AIM prefix if one came.
    public let text: String

    /// The AIM identifier, when the device sends it apart from the text as HID POS scanners do.
    public let identifier: AIMIdentifier?

    /// What ended the code.
    public let terminator: ScanTerminator

    /// Creates a frame, as decoders and virtual readers do.
    public init(text: String, identifier: AIMIdentifier? = nil, terminator: ScanTerminator) {
        self.text = text
        self.identifier = identifier
        self.terminator = terminator
    }
}

extension ScanFrame: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The length of the code, never its text.
    public var description: String {
        "ScanFrame(\(text.utf8.count) characters, ended by \(terminator.rawValue))"
    }

    /// The same as the description.
    public var debugDescription: String { description }

    /// Nothing: reflection must not show the text either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
