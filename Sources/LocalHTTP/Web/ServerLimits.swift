// SPDX-License-Identifier: MPL-2.0

import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// What a local server takes from a client before it refuses; the same for pages and control.
enum ServerLimits {
    /// The greatest number of bytes in a request's body.
    static let bodyLengthMax = 4096
    /// The greatest number of bytes in one header field.
    static let headerFieldLengthMax = 2048
    /// The greatest number of bytes in all header fields together.
    static let headerListLengthMax = 8192
    /// The greatest number of header fields.
    static let headerFieldCountMax = 40
    /// The greatest number of connections; more wait in the kernel's queue.
    static let connectionsMax = 96
    /// The greatest length of the kernel's queue of connections.
    static let backlogMax = 32
    /// How long a connection may be silent outside of a response.
    static let idleTimeout = TimeAmount.seconds(30)

    /// HTTP/1.1 held to the limits.
    static var http: HTTPServerBuilder {
        .http1(
            configuration: HTTP1Channel.Configuration(
                idleTimeout: idleTimeout,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: headerFieldLengthMax,
                    maxHeaderListSize: headerListLengthMax,
                    maxHeaderFieldCount: headerFieldCountMax
                )
            )
        )
    }

    /// A server's address, held to the limits.
    static func configuration(
        _ address: BindAddress,
        logger: Logger
    ) -> ServerConfiguration {
        ServerConfiguration(
            address: address,
            backlog: backlogMax,
            availableConnectionsDelegate: .maximum(connectionsMax, logger: logger)
        )
    }
}
