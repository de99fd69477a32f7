// SPDX-License-Identifier: MPL-2.0

import FoundationEssentials
import HTTPTypes
import Hummingbird
import ServiceLifecycle

extension Response {
    /// Server-sent events: one `data` line of JSON for what is made of each value, until the values
    /// end, the client leaves or the server stops.
    static func eventStream<Value: Sendable>(
        answering request: Request,
        _ values: AsyncStream<Value>,
        event: @escaping @Sendable (Value) -> some Encodable
    ) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8"],
            body: ResponseBody { writer in
                // Without this an open stream would hold up the stop of the whole program.
                let values = values.cancelOnGracefulShutdown()
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    let encoder = JSONEncoder()
                    encoder.outputFormatting = .sortedKeys
                    for await value in values {
                        var line = ByteBuffer(string: "data: ")
                        line.writeBytes(try encoder.encode(event(value)))
                        line.writeString("\n\n")
                        try await writer.write(line)
                    }
                }
                try await writer.finish(nil)
            }
        )
    }
}
