// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// The XML document that carries one SIP2 message over HTTPS.
///
/// The form is that of the Danish guideline for SIP2 over HTTPS: an element `sip` with one child,
/// `request`, `response` or `error`, and the caller's credentials as attributes. The library system
/// answers in the same form, and with `restExceptionInfo` when it failed before it came to SIP2.
/// Both kinds of errors also arrive with status 200, so what an answer is, its root element decides
/// and not the status.
public struct SIPEnvelope: Sendable, Hashable {
    /// The greatest length of a document in bytes, well above any SIP2 message fully escaped.
    public static let lengthMax = 512 * 1024

    /// What a document carries.
    public enum Content: Sendable, Hashable {
        /// A SIP2 message to the library system, without terminator.
        case request(String)
        /// A SIP2 message from the library system, without terminator.
        case response(String)
        /// The library system's own words for why there is no SIP2 answer.
        case error(String)
        /// The library system failed before it came to SIP2.
        case exception(LibraryException)
    }

    /// What the document carries.
    public var content: Content
    /// The user name of the device, in requests.
    public var login: Secret?
    /// The password of the device, in requests.
    public var password: Secret?

    /// Puts a document together.
    public init(_ content: Content, login: Secret? = nil, password: Secret? = nil) {
        self.content = content
        self.login = login
        self.password = password
    }
}

extension SIPEnvelope: Redacted {
    /// The kind of content and its length; neither credentials nor what the message says.
    public var redacted: String { "SIP envelope with \(content.redacted)" }
}

extension SIPEnvelope.Content: Redacted {
    /// The kind of content and its length, for errors the words in them that no patron wrote.
    public var redacted: String {
        switch self {
        case .request(let text): "a request of \(text.utf8.count) bytes"
        case .response(let text): "a response of \(text.utf8.count) bytes"
        case .error(let text): "an error: \(MachineWords.in(text))"
        case .exception(let exception): exception.redacted
        }
    }
}

/// What the library system says when it failed before it came to SIP2 (`restExceptionInfo`).
public struct LibraryException: Sendable, Hashable {
    /// What the library system's operators find the failure by.
    public var correlationID: String?
    /// The kind of failure, such as `OPTIMISTIC_LOCK_VIOLATION`.
    public var errorCode: String?
    /// Free text, which may tell about a patron.
    public var message: String?
    /// The name of the class that failed, in the library system's program.
    public var className: String?

    /// Puts an exception together.
    public init(
        correlationID: String? = nil,
        errorCode: String? = nil,
        message: String? = nil,
        className: String? = nil
    ) {
        self.correlationID = correlationID
        self.errorCode = errorCode
        self.message = message
        self.className = className
    }
}

extension LibraryException: Redacted {
    /// Code and correlation id where they look like such; never the free text.
    public var redacted: String {
        MachineWords.failure("library exception", code: errorCode, correlation: correlationID)
    }
}

/// How documents name their schema; readers check the namespace only.
public struct SIPSchema: Sendable, Hashable {
    /// The namespace of the root element.
    public var namespace: String
    /// The value of `xsi:schemaLocation` in requests; nil for none.
    public var location: String?

    /// Names a schema.
    public init(namespace: String, location: String? = nil) {
        self.namespace = namespace
        self.location = location
    }

    /// The schema of the Danish guideline, which Cicero speaks.
    ///
    /// The location lacks its second half, as in what Danish kiosks are known to send.
    public static let axiell = SIPSchema(
        namespace: "http://axiell.com/Schema/sip.xsd",
        location: "http://axiell.com/Schema/sip.xsd"
    )
}
