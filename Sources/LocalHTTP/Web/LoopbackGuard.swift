// SPDX-License-Identifier: MPL-2.0

import HTTPTypes
import Hummingbird

/// Lets only pages of this very server talk to it.
///
/// A page from elsewhere, opened in a browser on the same machine, can reach the loopback address.
/// The `Host` field tells a name that was rebound to the loopback address, and the `Origin` field
/// tells who wants to change something.
struct LoopbackGuard: RouterMiddleware {
    typealias Context = LocalContext

    /// The names under which a browser on this machine may ask.
    static let hosts = ["127.0.0.1", "localhost"]

    func handle(
        _ request: Request,
        context: LocalContext,
        next: @concurrent (Request, LocalContext) async throws -> Response
    ) async throws -> Response {
        guard let port = context.localPort else { throw HTTPError(.forbidden) }
        let allowed = Self.hosts.map { "\($0):\(port)" }
        guard let host = request.head.authority, allowed.contains(host) else {
            throw HTTPError(.misdirectedRequest)
        }
        let origin = request.headers[.origin]
        let changes = request.method != .get && request.method != .head
        guard origin == nil ? !changes : origin == "http://\(host)" else {
            throw HTTPError(.forbidden)
        }
        return try await next(request, context)
    }
}
