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
    var bytes: [UInt8] = []
    appendDigits(of: value, width: width, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}

/// Appends a number in a fixed count of digits, held within 0 and the greatest number that fits.
func appendDigits(of value: Int, width: Int, to bytes: inout [UInt8]) {
    var weight = 1
    for _ in 0..<width { weight *= 10 }
    var rest = min(max(value, 0), weight - 1)
    while weight > 1 {
        weight /= 10
        bytes.append(0x30 + UInt8(rest / weight))
        rest %= weight
    }
}

/// Tells whether a byte is an ASCII digit.
func isDigit(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte
}
