// SPDX-License-Identifier: MPL-2.0

/// A QR code (ISO/IEC 18004): bytes, error correction level M, versions 1 to 6.
///
/// That is enough for a library's address, and small enough to be read from a screen at an arm's
/// length.
struct QRCode: Sendable, Hashable {
    /// The greatest number of bytes: what version 6 holds at level M.
    static let bytesMax = 106

    /// The code as a path of unit squares in a square of `size`, quiet zone included.
    struct Drawing: Sendable, Hashable, Codable {
        var size: Int
        var path: String
    }

    /// How a version divides its codewords (ISO/IEC 18004, table 9).
    private struct Version {
        let number: Int
        let data: Int
        let blocks: Int
        let correction: Int

        static let all = [
            Version(number: 1, data: 16, blocks: 1, correction: 10),
            Version(number: 2, data: 28, blocks: 1, correction: 16),
            Version(number: 3, data: 44, blocks: 1, correction: 26),
            Version(number: 4, data: 64, blocks: 2, correction: 18),
            Version(number: 5, data: 86, blocks: 2, correction: 24),
            Version(number: 6, data: 108, blocks: 4, correction: 16),
        ]
    }

    /// The number of modules on a side.
    let size: Int
    /// Row by row, dark modules true.
    private(set) var modules: [Bool]

    private var isFixed: [Bool]

    /// A code for a text, or `nil` when it is longer than ``bytesMax`` bytes.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let version = Version.all.first(where: { bytes.count + 2 <= $0.data }) else {
            return nil
        }
        size = 17 + 4 * version.number
        modules = Array(repeating: false, count: size * size)
        isFixed = modules
        drawFixed(version.number)
        place(Self.codewords(bytes, version))
        let unmasked = self
        let masked = (0..<8).map { unmasked.masked($0) }
        modules = masked.min { $0.penalty < $1.penalty }?.modules ?? modules
    }

    /// The code for an SVG, with the four modules of quiet around it that a reader needs.
    var drawing: Drawing {
        let quiet = 4
        var path = ""
        for row in 0..<size {
            var column = 0
            while column < size {
                let start = column
                while column < size, self[row, column] { column += 1 }
                if column > start {
                    path +=
                        "M\(start + quiet) \(row + quiet)h\(column - start)v1h-\(column - start)z"
                }
                column += 1
            }
        }
        return Drawing(size: size + 2 * quiet, path: path)
    }

    private subscript(row: Int, column: Int) -> Bool { modules[row * size + column] }

    private mutating func fix(_ row: Int, _ column: Int, _ isDark: Bool) {
        guard (0..<size).contains(row), (0..<size).contains(column) else { return }
        modules[row * size + column] = isDark
        isFixed[row * size + column] = true
    }

    // MARK: Codewords

    /// Mode, length, bytes and padding, each block followed by its correction, interleaved.
    private static func codewords(_ bytes: [UInt8], _ version: Version) -> [UInt8] {
        // Mode 0100 and eight bits of length put everything half a byte off.
        let count = UInt8(bytes.count)
        var data = [0x40 | count >> 4]
        var carried = count << 4
        for byte in bytes {
            data.append(carried | byte >> 4)
            carried = byte << 4
        }
        data.append(carried)
        var padding: UInt8 = 0xEC
        while data.count < version.data {
            data.append(padding)
            padding ^= 0xEC ^ 0x11
        }
        let length = version.data / version.blocks
        let blocks = (0..<version.blocks).map { block in
            Array(data[block * length..<(block + 1) * length])
        }
        let corrections = blocks.map { correction(of: $0, count: version.correction) }
        let interleaved = { (parts: [[UInt8]]) in
            (parts.first ?? []).indices.flatMap { index in parts.map { $0[index] } }
        }
        return interleaved(blocks) + interleaved(corrections)
    }

    /// The rest of a division by the generator polynomial over GF(256), modulus 0x11D.
    private static func correction(of data: [UInt8], count: Int) -> [UInt8] {
        var generator: [UInt8] = [1]
        var root: UInt8 = 1
        for _ in 0..<count {
            var next = generator + [0]
            for (index, factor) in generator.enumerated() {
                next[index + 1] ^= product(factor, root)
            }
            generator = next
            root = product(root, 2)
        }
        var rest = data + Array(repeating: 0, count: count)
        for index in data.indices {
            let lead = rest[index]
            for (offset, factor) in generator.enumerated() {
                rest[index + offset] ^= product(factor, lead)
            }
        }
        return Array(rest.suffix(count))
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var (product, left, right) = (UInt8(0), left, right)
        while right > 0 {
            if right & 1 == 1 { product ^= left }
            left = left & 0x80 == 0 ? left << 1 : left << 1 ^ 0x1D
            right >>= 1
        }
        return product
    }

    // MARK: Modules

    private mutating func drawFixed(_ version: Int) {
        for index in 0..<size {
            fix(6, index, index % 2 == 0)
            fix(index, 6, index % 2 == 0)
        }
        for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] {
            drawSquares(row, column, reach: 4) { $0 != 2 && $0 != 4 }
        }
        if version > 1 { drawSquares(size - 7, size - 7, reach: 2) { $0 != 1 } }
        drawFormat(mask: 0)
    }

    private mutating func drawSquares(
        _ row: Int,
        _ column: Int,
        reach: Int,
        isDark: (Int) -> Bool
    ) {
        for down in -reach...reach {
            for across in -reach...reach {
                fix(row + down, column + across, isDark(max(abs(down), abs(across))))
            }
        }
    }

    /// Level M and the mask, protected by a BCH code (ISO/IEC 18004, 7.9).
    private mutating func drawFormat(mask: Int) {
        var rest = mask << 10
        for shift in (0..<5).reversed() where rest >> (shift + 10) & 1 == 1 {
            rest ^= 0x537 << shift
        }
        let bits = (mask << 10 | rest) ^ 0x5412
        for index in 0..<15 {
            let isDark = bits >> index & 1 == 1
            switch index {
            case 0..<6: fix(index, 8, isDark)
            case 6: fix(7, 8, isDark)
            case 7: fix(8, 8, isDark)
            case 8: fix(8, 7, isDark)
            default: fix(8, 14 - index, isDark)
            }
            if index < 8 {
                fix(8, size - 1 - index, isDark)
            } else {
                fix(size - 15 + index, 8, isDark)
            }
        }
        fix(size - 8, 8, true)
    }

    /// Puts the codewords into pairs of columns, upwards and downwards by turns, from the right.
    private mutating func place(_ codewords: [UInt8]) {
        var index = 0
        var isUpward = true
        for right in stride(from: size - 1, to: 0, by: -2) {
            // The column of the timing pattern is left out.
            let right = right <= 6 ? right - 1 : right
            for step in 0..<size {
                let row = isUpward ? size - 1 - step : step
                for column in [right, right - 1] where !isFixed[row * size + column] {
                    guard index < codewords.count * 8 else { continue }
                    let bit = codewords[index / 8] >> (7 - index % 8) & 1
                    modules[row * size + column] = bit == 1
                    index += 1
                }
            }
            isUpward.toggle()
        }
    }

    private func masked(_ mask: Int) -> QRCode {
        var code = self
        for row in 0..<size {
            for column in 0..<size where !isFixed[row * size + column] {
                if Self.flips(mask, row, column) { code.modules[row * size + column].toggle() }
            }
        }
        code.drawFormat(mask: mask)
        return code
    }

    private static func flips(_ mask: Int, _ row: Int, _ column: Int) -> Bool {
        switch mask {
        case 0: (row + column) % 2 == 0
        case 1: row % 2 == 0
        case 2: column % 3 == 0
        case 3: (row + column) % 3 == 0
        case 4: (row / 2 + column / 3) % 2 == 0
        case 5: row * column % 2 + row * column % 3 == 0
        case 6: (row * column % 2 + row * column % 3) % 2 == 0
        default: ((row + column) % 2 + row * column % 3) % 2 == 0
        }
    }

    /// How hard the pattern is to read (ISO/IEC 18004, 7.8.3): the mask with the least is taken.
    private var penalty: Int {
        var penalty = 0
        for line in 0..<size {
            penalty += Self.penalty((0..<size).map { self[line, $0] })
            penalty += Self.penalty((0..<size).map { self[$0, line] })
        }
        for row in 1..<size {
            for column in 1..<size {
                let dark = self[row, column]
                if self[row - 1, column] == dark, self[row, column - 1] == dark,
                    self[row - 1, column - 1] == dark
                {
                    penalty += 3
                }
            }
        }
        let dark = modules.count { $0 }
        return penalty + abs(dark * 20 - modules.count * 10) / modules.count * 10
    }

    private static func penalty(_ line: [Bool]) -> Int {
        let finder = [true, false, true, true, true, false, true]
        let quiet = Array(repeating: false, count: 4)
        var penalty = 0
        var run = 0
        for (index, isDark) in line.enumerated() {
            run = index > 0 && line[index - 1] == isDark ? run + 1 : 1
            if run == 5 { penalty += 3 } else if run > 5 { penalty += 1 }
            let rest = line[index...].prefix(11)
            if rest.elementsEqual(finder + quiet) || rest.elementsEqual(quiet + finder) {
                penalty += 40
            }
        }
        return penalty
    }
}
