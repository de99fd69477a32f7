// SPDX-License-Identifier: MPL-2.0

import NIOCore
import NIOSSL

/// How the mail server proves that it is the one that is meant: version 1.2 or newer, the chain,
/// the dates and the name verified, and no way around any of it.
struct MailTrust: Sendable {
    private let context: NIOSSLContext

    init(_ settings: MailLinkSettings) throws(MailLinkError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        configuration.renegotiationSupport = .none
        if let file = settings.authorityFile {
            let authorities = (try? NIOSSLCertificate.fromPEMFile(file)) ?? []
            guard !authorities.isEmpty else {
                throw MailLinkError(
                    .invalidSettings,
                    reason: "\(file): holds no certificate in PEM form"
                )
            }
            configuration.trustRoots = .certificates(authorities)
        }
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw MailLinkError(.invalidSettings, reason: "TLS cannot be set up")
        }
    }

    /// The handler that secures a connection to a host; an address has no name to be told to it.
    func handler(for host: String) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }

    /// What is wrong, in the library's short words, which name neither station nor patron.
    static func words(for error: any Error) -> String {
        switch error {
        case let error as NIOSSLError:
            if case .handshakeFailed(let reason) = error { return "\(reason)" }
            return "\(error)"
        case let error as NIOSSLExtraError: return error.description
        default: return "\(type(of: error))"
        }
    }
}
