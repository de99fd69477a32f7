// SPDX-License-Identifier: MPL-2.0

import HTTPTypes
import Hummingbird
import Logging

/// Turns every error into its status and one plain line, so that nothing inner leaks out.
struct PlainErrors<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            return .plain(error.status, headers: error.headers)
        } catch let error as any HTTPResponseError {
            return .plain(error.status)
        } catch {
            context.logger.error(
                "A request failed",
                metadata: ["error": "\(type(of: error))"]
            )
            return .plain(.internalServerError)
        }
    }
}

extension Response {
    /// An answer that says its status and nothing else.
    static func plain(_ status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "text/plain; charset=utf-8"
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: "\(status.code) \(status.reasonPhrase)\n")
            )
        )
    }
}
