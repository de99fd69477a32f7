// SPDX-License-Identifier: MPL-2.0

import SIP2

extension SIPEnvelope {
    /// Why a document cannot be written.
    public enum EncodingError: Error, Sendable, Hashable {
        /// A character that XML has no way to write, by its code point.
        case forbiddenCharacter(UInt32)
        /// The document would be longer than ``SIPEnvelope/lengthMax``.
        case tooLong
    }

    /// Writes the document in UTF-8.
    ///
    /// Markup characters are escaped, as are line ends and tabs, which a reader would otherwise
    /// change.
    /// - Parameter schema: How the document names its schema.
    /// - Returns: The whole document, XML declaration included.
    /// - Throws: ``EncodingError`` when a text cannot stand in XML.
    public func encoded(in schema: SIPSchema = .axiell) throws(EncodingError) -> [UInt8] {
        var output = Array(#"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)
        switch content {
        case .request(let text): try write("request", text, prefix: "ns1", schema, to: &output)
        case .response(let text): try write("response", text, prefix: "ns2", schema, to: &output)
        case .error(let text): try write("error", text, prefix: "ns2", schema, to: &output)
        case .exception(let exception): try write(exception, to: &output)
        }
        guard output.count <= Self.lengthMax else { throw .tooLong }
        return output
    }

    private func write(
        _ element: String,
        _ text: String,
        prefix: String,
        _ schema: SIPSchema,
        to output: inout [UInt8]
    ) throws(EncodingError) {
        output += "<\(prefix):sip".utf8
        try write(attribute: "xmlns:\(prefix)", schema.namespace, to: &output)
        if case .request = content, let location = schema.location {
            let instance = "http://www.w3.org/2001/XMLSchema-instance"
            try write(attribute: "xmlns:xsi", instance, to: &output)
            try write(attribute: "xsi:schemaLocation", location, to: &output)
        }
        if let login { try write(attribute: "login", login.revealed, to: &output) }
        if let password { try write(attribute: "password", password.revealed, to: &output) }
        output.append(UInt8(ascii: ">"))
        try write(element, text, to: &output)
        output += "</\(prefix):sip>".utf8
    }

    private func write(
        _ exception: LibraryException,
        to output: inout [UInt8]
    ) throws(EncodingError) {
        output += "<restExceptionInfo>".utf8
        for (name, text) in LibraryException.parts {
            try write(name, exception[keyPath: text] ?? "", to: &output)
        }
        output += "</restExceptionInfo>".utf8
    }

    private func write(
        _ element: String,
        _ text: String,
        to output: inout [UInt8]
    ) throws(EncodingError) {
        output += "<\(element)>".utf8
        try append(text, to: &output)
        output += "</\(element)>".utf8
    }

    private func write(
        attribute name: String,
        _ value: String,
        to output: inout [UInt8]
    ) throws(EncodingError) {
        output += " \(name)=\"".utf8
        try append(value, to: &output)
        output.append(UInt8(ascii: "\""))
    }

    private func append(_ text: String, to output: inout [UInt8]) throws(EncodingError) {
        for scalar in text.unicodeScalars {
            guard XMLCharacter.isLegal(scalar) else {
                throw .forbiddenCharacter(scalar.value)
            }
            switch scalar {
            case "&": output += "&amp;".utf8
            case "<": output += "&lt;".utf8
            case ">": output += "&gt;".utf8
            case "\"": output += "&quot;".utf8
            case "'": output += "&apos;".utf8
            case "\t", "\n", "\r": output += "&#\(scalar.value);".utf8
            default: output += String(scalar).utf8
            }
        }
    }
}

extension LibraryException {
    /// The elements of `restExceptionInfo` that are read and written, in their order.
    static var parts: [(name: String, text: WritableKeyPath<LibraryException, String?>)] {
        [
            ("correlationId", \.correlationID), ("errorCode", \.errorCode),
            ("message", \.message), ("className", \.className),
        ]
    }
}
