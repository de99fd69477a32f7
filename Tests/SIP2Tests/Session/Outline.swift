// SPDX-License-Identifier: MPL-2.0

import SIP2

/// Actions in a form that a table of transitions can hold.
func outline(_ actions: [ClientSession.Action]) -> [String] {
    actions.map { action in
        switch action {
        case .write(let bytes): "write \(text(bytes))"
        case .deliver(let id, let message): "deliver \(id.rawValue) \(message.command)"
        case .fail(let id, let failure): "fail \(id.rawValue) \(failure.reason) \(failure.outcome)"
        case .statusReceived: "status"
        case .becameReady: "ready"
        case .close(.openingFailed(let reason)): "close openingFailed(\(reason))"
        case .close(let reason): "close \(reason)"
        }
    }
}

/// Actions in a form that a test can compare.
func outline(_ actions: [ServerSession.Action]) -> [String] {
    actions.map { action in
        switch action {
        case .handle(let message): "handle \(message.command)"
        case .write(let bytes): "write \(text(bytes))"
        case .close(let reason): "close \(reason)"
        }
    }
}

/// The command of what was written, with its sequence number.
private func text(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasSuffix("\r") else { return "without terminator" }
    let number = text.dropLast().suffix(9)
    return text.prefix(2) + (number.hasPrefix("AY") ? "/" + number.dropFirst(2).prefix(1) : "")
}

/// A message with its checksum and terminator, as a peer sends it.
func wire(_ body: String, _ sequence: Int?) -> [UInt8] {
    let summed = Array((body + (sequence.map { "AY\($0)" } ?? "") + "AZ").utf8)
    return summed + Array("\(Checksum(of: summed.span))\r".utf8)
}
