// SPDX-License-Identifier: MPL-2.0

import FoundationEssentials

/// Reading and writing of JSON bodies.
enum JSONBody {
    /// Writes a value, names in alphabetical order.
    static func bytes(of value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("a value of this target is always JSON")
        }
        return [UInt8](data)
    }

    /// Reads a value.
    static func read<Value: Decodable>(
        _ type: Value.Type,
        from bytes: [UInt8],
        lengthMax: Int
    ) throws(FBSReadingError) -> Value {
        guard bytes.count <= lengthMax else { throw .tooLong }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        try checkShape(of: bytes)
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as FBSReadingError {
            throw error
        } catch let error as DecodingError {
            throw FBSReadingError(error)
        } catch {
            throw .notJSON
        }
    }

    /// Counts depth, values and elements before anything is built from them.
    private static func checkShape(of bytes: [UInt8]) throws(FBSReadingError) {
        var values = 1
        /// How many elements each open list or object has so far.
        var elements: [Int] = []
        var isQuoted = false
        var isEscaped = false
        for byte in bytes {
            if isQuoted {
                if !isEscaped, byte == UInt8(ascii: "\"") { isQuoted = false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isQuoted = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                values += 1
                elements.append(1)
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                guard elements.popLast() != nil else { throw .notJSON }
            case UInt8(ascii: ","):
                guard let count = elements.popLast() else { throw .notJSON }
                guard count < FBSLimits.listMax else { throw .listTooLong }
                values += 1
                elements.append(count + 1)
            // A decoder may take a text with these for UTF-16.
            case 0x00..<0x09: throw .notJSON
            default: break
            }
            guard elements.count <= FBSLimits.depthMax else { throw .tooDeep }
            guard values <= FBSLimits.valuesMax else { throw .tooManyValues }
        }
    }
}

extension FBSReadingError {
    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            self = .absent(place: Self.place(context.codingPath + [key]))
        case .valueNotFound(_, let context):
            self = .absent(place: Self.place(context.codingPath))
        case .typeMismatch(_, let context):
            self = .wrongKind(place: Self.place(context.codingPath))
        case .dataCorrupted(let context):
            self =
                context.codingPath.isEmpty
                ? .notJSON : .absurd(place: Self.place(context.codingPath))
        @unknown default:
            self = .notJSON
        }
    }

    /// A path in words; the names in it are those that were asked for, never the answer's own.
    static func place(_ path: [any CodingKey]) -> String {
        path.map { $0.intValue.map { String($0) } ?? $0.stringValue }.joined(separator: ".")
    }
}
