// SPDX-License-Identifier: MPL-2.0

import FoundationEssentials
import HTTPTypes
import Hummingbird

extension Request {
    /// Reads the body as JSON, held to ``ServerLimits/bodyLengthMax``.
    ///
    /// - Throws: An error with status 415 for another kind of content, 413 for a body that is too
    ///   long, 400 for one that is not as expected.
    func json<Body: Decodable>(_ type: Body.Type) async throws -> Body {
        guard headers[.contentType]?.split(separator: ";").first == "application/json" else {
            throw HTTPError(.unsupportedMediaType)
        }
        if let length = headers[.contentLength].flatMap({ Int($0) }),
            length > ServerLimits.bodyLengthMax
        {
            throw HTTPError(.contentTooLarge)
        }
        let buffer = try await body.collect(upTo: ServerLimits.bodyLengthMax)
        do {
            return try JSONDecoder().decode(type, from: Data(buffer.readableBytesView))
        } catch {
            throw HTTPError(.badRequest)
        }
    }
}
