// SPDX-License-Identifier: MPL-2.0

import HTTPTypes
import Hummingbird

extension Router {
    /// Serves a path with one method and refuses the others by name (RFC 9110, 15.5.6).
    ///
    /// `GET` brings `HEAD` with it when the router was made to generate it.
    func only(
        _ method: HTTPRequest.Method,
        _ path: RouterPath,
        use handler: @escaping @Sendable (Request, Context) async throws -> Response
    ) {
        on(path, method: method) { request, context in try await handler(request, context) }
        var allowed = [method]
        if method == .get { allowed.append(.head) }
        let allow = allowed.map(\.rawValue).joined(separator: ", ")
        let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
        for other in methods where !allowed.contains(other) {
            on(path, method: other) { _, _ -> Response in
                throw HTTPError(.methodNotAllowed, headers: [.allow: allow])
            }
        }
    }
}
