// SPDX-License-Identifier: MPL-2.0

import Hummingbird
import NIOCore

/// What a request's handlers know besides the request: the port that it came in on.
struct LocalContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The TCP port, or `nil` on a Unix socket.
    let localPort: Int?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        localPort = source.channel.localAddress?.port
    }
}
