// SPDX-License-Identifier: MPL-2.0

/// The sequence number of a message, 0 to 9, that its answer repeats.
public struct SequenceNumber: Sendable, Hashable {
    /// The number.
    public let value: UInt8

    /// The first number of a connection.
    public static let zero = SequenceNumber(unchecked: 0)

    /// Makes a sequence number.
    ///
    /// - Returns: nil outside 0 to 9.
    public init?(_ value: Int) {
        guard 0...9 ~= value else { return nil }
        self.init(unchecked: UInt8(value))
    }

    private init(unchecked value: UInt8) {
        self.value = value
    }

    /// The number of the next message; 0 follows 9.
    public var next: SequenceNumber {
        SequenceNumber(unchecked: value == 9 ? 0 : value + 1)
    }
}
