// SPDX-License-Identifier: MPL-2.0

import HTTPTypes
import Hummingbird

/// Adds to every answer what keeps a browser from doing more with it than is meant.
struct HardeningHeaders: RouterMiddleware {
    typealias Context = LocalContext

    /// Whether pages of this server may frame each other, as the demo page does.
    let allowsFraming: Bool

    /// Everything from this server, nothing inline, nothing from elsewhere.
    var contentSecurityPolicy: String {
        let frames = allowsFraming ? "'self'" : "'none'"
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; frame-src \(frames); frame-ancestors \(frames); "
            + "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    }

    func handle(
        _ request: Request,
        context: LocalContext,
        next: @concurrent (Request, LocalContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = contentSecurityPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        response.headers[.crossOriginOpenerPolicy] = "same-origin"
        response.headers[.permissionsPolicy] = "camera=(), geolocation=(), microphone=()"
        response.headers[.cacheControl] = "no-store"
        return response
    }
}

extension HTTPField.Name {
    static let referrerPolicy = constant("Referrer-Policy")
    static let crossOriginResourcePolicy = constant("Cross-Origin-Resource-Policy")
    static let crossOriginOpenerPolicy = constant("Cross-Origin-Opener-Policy")
    static let permissionsPolicy = constant("Permissions-Policy")

    private static func constant(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else {
            preconditionFailure("a header name in the source text breaks the rules for names")
        }
        return name
    }
}
