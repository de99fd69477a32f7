// SPDX-License-Identifier: MPL-2.0

import HTTPTypes
import Hummingbird

/// The word that a page got from this very server process and shows with each request.
///
/// It is 128 random bits, new at every start. Another program's page can guess addresses but not
/// this; a page from before a restart finds that out and loads anew.
struct BootToken: Sendable {
    /// The header field that carries it.
    static let field: HTTPField.Name = {
        guard let name = HTTPField.Name("Portner-Token") else {
            preconditionFailure("a header name in the source text breaks the rules for names")
        }
        return name
    }()

    /// The token as 32 hexadecimal digits.
    let text: String

    /// A new token.
    init() {
        var generator = SystemRandomNumberGenerator()
        let words = [generator.next(), generator.next()] as [UInt64]
        text = words.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Lets a request pass that carries the token in its header or, where a browser cannot set
    /// headers, in its query.
    func check(_ request: Request) throws {
        let shown =
            request.headers[Self.field] ?? request.uri.queryParameters.get("token") ?? ""
        guard matches(shown) else { throw HTTPError(.forbidden) }
    }

    private func matches(_ shown: String) -> Bool {
        guard shown.utf8.count == text.utf8.count else { return false }
        return zip(shown.utf8, text.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
