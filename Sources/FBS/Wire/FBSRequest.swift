// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// A request to the library system's REST interface, as it goes over HTTP.
public struct FBSRequest: Sendable, Hashable {
    /// The greatest length of a body in bytes.
    public static let bodyLengthMax = 64 * 1024

    /// What HTTP is to do.
    public enum Method: String, Sendable, Hashable {
        /// Reads.
        case get = "GET"
        /// Asks with a body, or changes.
        case post = "POST"
    }

    /// A header of the request.
    public struct Header: Sendable, Hashable {
        /// The name, compared without regard to case.
        public var name: String
        /// The value.
        public var value: String

        /// Puts a header together.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What HTTP is to do.
    public var method: Method
    /// Path and query below the interface's base address, percent-encoded, with a leading slash.
    public var target: String
    /// The headers that the interface wants.
    public var headers: [Header]
    /// The body; empty for none.
    public var body: [UInt8]

    /// Puts a request together.
    public init(
        _ method: Method,
        _ target: String,
        headers: [Header] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// The value of the first header with a name, in any case.
    public subscript(header name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The header that carries the session key.
    public static let sessionHeader = "X-Session"

    /// The same request with a session key.
    func with(_ key: SessionKey) -> FBSRequest {
        var request = self
        request.headers.append(Header(Self.sessionHeader, key.secret.revealed))
        return request
    }
}

extension FBSRequest: Redacted {
    /// The method and the length of the body; path, headers and body name patrons and secrets.
    public var redacted: String { "\(method.rawValue) with \(body.count) bytes" }
}

extension FBSRequest.Header: Redacted {
    /// The header's name.
    public var redacted: String { name }
}

/// An answer of the library system's REST interface, as it came over HTTP.
public struct FBSResponse: Sendable, Hashable {
    /// The greatest length of a body in bytes.
    ///
    /// A patron has a few hundred loans at most, of less than a kilobyte each.
    public static let bodyLengthMax = 1024 * 1024

    /// The HTTP status.
    public var status: Int
    /// The body.
    public var body: [UInt8]

    /// Puts an answer together.
    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }

    /// Whether the status says that the call succeeded.
    public var isSuccess: Bool { 200..<300 ~= status }
}

extension FBSResponse: Redacted {
    /// The status and the length of the body.
    public var redacted: String { "status \(status) with \(body.count) bytes" }
}
