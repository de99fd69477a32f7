// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Hummingbird
import NIOCore
import PortnerCore

extension ControlRoutes {
    /// Adds the requests that take the ledger elsewhere.
    func addExport(to router: Router<ControlContext>) {
        serve(.ledgerExport, .post, ControlAPI.Path.ledgerExports, on: router) {
            try await export($0, $1)
        }
        serve(.ledgerProof, .post, ControlAPI.Path.ledgerProofs, on: router) { request, _ in
            let question = try await Self.decode(
                ProofQuestion.self,
                from: request,
                upTo: ControlAPI.Limit.lineBytesMax
            )
            return try Response.json(await port.export.prove(question))
        }
    }

    private func export(_ request: Request, _ caller: ControlCaller) async throws -> Response {
        let order = try await Self.decode(ExportOrder.self, from: request)
        try Self.checkLength(ofReason: order.reason)
        let first = try ExportQuery(
            after: 0,
            from: order.from.map { try Self.date($0) },
            through: order.through.map { try Self.date($0) },
            withPersonalParts: order.withPersonalParts
        )
        let by = try await caller.name(sudoUserID: order.sudoUserID)
        try await port.export.begin(order.withPersonalParts, order.reason, by)
        let port = port.export
        let body = ResponseBody { writer in
            var query = first
            while true {
                let lines = try await port.entries(query)
                guard let last = lines.last else { break }
                for line in lines {
                    var buffer = ByteBuffer(bytes: try Response.encode(line))
                    buffer.writeInteger(UInt8(ascii: "\n"))
                    try await writer.write(buffer)
                }
                query.after = last.sequence
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"],
            body: body
        )
    }

    private static func date(_ text: String) throws(ControlFailure) -> CivilDate {
        guard let date = CivilDate(written: text) else { throw ControlFailure(.notADate) }
        return date
    }
}
