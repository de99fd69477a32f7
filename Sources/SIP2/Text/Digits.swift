// SPDX-License-Identifier: MPL-2.0

/// The number that ASCII digits stand for, or nil when any byte is not a digit or there are none.
func decimal(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
    var value = 0
    for byte in bytes {
        guard isDigit(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
    }
    return value
}

/// A number in a fixed count of digits, held within 0 and the greatest number that fits.
func digits(_ value: Int, width: Int) -> String {
    var limit = 1
    for _ in 0..<width { limit *= 10 }
    let text = String(min(max(value, 0), limit - 1))
    return String(repeating: "0", count: width - text.count) + text
}

/// Tells whether a byte is an ASCII digit.
func isDigit(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte
}
