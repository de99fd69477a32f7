// SPDX-License-Identifier: MPL-2.0

/// What of a foreign text may stand in a log: words that a program wrote and no patron could be.
enum MachineWords {
    /// What stands for a text that is not shown.
    static let mask = "***"
    /// The greatest length of a code that is shown.
    private static let codeLengthMax = 64

    /// A code as it is, or the mask when it is too long or more than letters, digits and `-._`.
    ///
    /// Nor is a code shown that holds no letter: it could be a card number.
    static func code(_ text: String) -> String {
        let isShown =
            text.utf8.count <= codeLengthMax
            && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || "-._".utf8.contains($0) }
            && text.utf8.contains(where: isLetter)
        return isShown ? text : mask
    }

    /// What is known of a failure: its name, its code and its correlation id.
    static func failure(_ name: String, code: String?, correlation: String?) -> String {
        let parts = [code.map(self.code), correlation.map { "correlation \(self.code($0))" }]
        return ([name] + parts.compactMap(\.self)).joined(separator: ", ")
    }

    /// The words of a text in capitals with an underscore between, or the mask for none.
    static func `in`(_ text: String) -> String {
        let words = Array(text.utf8).split { !isCapital($0) && $0 != underscore }
            .filter { $0.contains(underscore) && $0.contains(where: isCapital) }
            .filter { $0.count <= codeLengthMax }
            .prefix(4)
            .map { String(decoding: $0, as: UTF8.self) }
        return words.isEmpty ? mask : words.joined(separator: " ")
    }

    private static let underscore = UInt8(ascii: "_")

    private static func isCapital(_ byte: UInt8) -> Bool { 0x41...0x5A ~= byte }

    private static func isLetter(_ byte: UInt8) -> Bool {
        isCapital(byte) || 0x61...0x7A ~= byte
    }

    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
}
