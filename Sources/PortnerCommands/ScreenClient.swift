// SPDX-License-Identifier: MPL-2.0

import AsyncHTTPClient
import ControlAPI
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// Asks the page server about a kiosk's screen.
enum ScreenClient {
    /// How long an answer may take.
    static let answerMax = TimeAmount.seconds(3)

    /// What is to become of a screen; `nil` when there is no answer that can be understood.
    static func ask(_ kiosk: String, port: Int) async -> ScreenReport? {
        let name = kiosk.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
        guard name, (1...40).contains(kiosk.utf8.count) else { return nil }
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/kiosk/\(kiosk)/screen")
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: answerMax)
            guard response.status == .ok else { return nil }
            let body = try await response.body.collect(upTo: ControlAPI.Limit.requestBytesMax)
            return try JSONDecoder().decode(
                ScreenReport.self,
                from: Data(body.readableBytesView)
            )
        } catch {
            return nil
        }
    }
}
