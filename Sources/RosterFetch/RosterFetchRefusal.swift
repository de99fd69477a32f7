// SPDX-License-Identifier: MPL-2.0

internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

internal import NIOSSL

/// Why no roster was fetched.
public enum RosterFetchRefusal: Error, Sendable, Hashable {
    /// The authority's file holds no certificate in PEM form.
    case noAuthority
    /// There is no connection to the server.
    case unreachable
    /// The server did not prove that it is the one that is meant.
    case insecure
    /// The server took too long.
    case timedOut
    /// The server wants to be asked elsewhere, which is not believed.
    case redirected
    /// The server does not let this station have the roster.
    case forbidden
    /// The server answered with this status.
    case status(Int)
    /// The server named the content in a way that is none, or says that another one is known.
    case wrongTag
    /// The content is compressed or coded in another way, which nobody asked for.
    case encoded
    /// The answer is a page for people.
    case webPage
    /// The roster has more bytes than are taken.
    case tooLarge(max: Int)
    /// There is nothing in the answer.
    case empty
    /// The answer ended before its end, or has another length than it says.
    case incomplete
    /// There is no signature beside the roster.
    case unsigned
    /// The file could not be written.
    case notWritten

    /// The stable code for reports and journals.
    public var code: String {
        switch self {
        case .noAuthority: "fetch-no-authority"
        case .unreachable: "fetch-unreachable"
        case .insecure: "fetch-insecure"
        case .timedOut: "fetch-timed-out"
        case .redirected: "fetch-redirected"
        case .forbidden: "fetch-forbidden"
        case .status: "fetch-status"
        case .wrongTag: "fetch-wrong-tag"
        case .encoded: "fetch-encoded"
        case .webPage: "fetch-web-page"
        case .tooLarge: "fetch-too-large"
        case .empty: "fetch-empty"
        case .incomplete: "fetch-incomplete"
        case .unsigned: "fetch-unsigned"
        case .notWritten: "fetch-not-written"
        }
    }

    /// The cause and what to do about it, in English for technicians.
    public var explanation: String {
        switch self {
        case .noAuthority: "the authority's file holds no certificate in PEM form"
        case .unreachable: "no connection; check address, network and IPAddressAllow of the unit"
        case .insecure: "the server's certificate is not believed; check name and authority"
        case .timedOut: "the server took too long"
        case .redirected: "the server points elsewhere; write the address itself"
        case .forbidden: "the server refuses this station; check portner-roster-token"
        case .status(let status): "the server answered HTTP \(status)"
        case .wrongTag: "the server's ETag makes no sense; it must change with the content"
        case .encoded: "the content is compressed; serve it as it is"
        case .webPage: "the answer is a web page and no roster; check the address"
        case .tooLarge(let max): "the roster has more than \(max >> 20) MiB; see size-max"
        case .empty: "the answer is empty"
        case .incomplete: "the answer was cut off or has another length than it says"
        case .unsigned: "there is no signature at the address with .sig"
        case .notWritten: "the file could not be written; make room in the state folder"
        }
    }

    /// Sorts what a request threw; no text of it is kept.
    init(_ error: any Error) {
        switch error {
        case let error as RosterFetchRefusal:
            self = error
        case let error as HTTPClientError:
            self.init(client: error)
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            self = .insecure
        case is HTTPParserError:
            self = .incomplete
        default:
            self = .unreachable
        }
    }

    private init(client error: HTTPClientError) {
        switch error {
        case .connectTimeout, .readTimeout, .deadlineExceeded, .writeTimeout, .cancelled,
            .tlsHandshakeTimeout:
            self = .timedOut
        case .remoteConnectionClosed, .bodyLengthMismatch:
            self = .incomplete
        default:
            self = .unreachable
        }
    }
}
