// SPDX-License-Identifier: MPL-2.0

/// One parser or state machine with the properties that must hold for every input.
struct FuzzTarget: Sendable {
    /// The name on the command line.
    let name: String
    /// Inputs to begin with: ordinary traffic, from which libFuzzer departs.
    let seeds: [[UInt8]]
    /// Feeds an input in; traps when a property does not hold.
    let check: @Sendable (_ input: [UInt8]) -> Void

    static let all: [FuzzTarget] = [
        .keyboardReports, .posReports, .serialBytes, .scanPattern,
        .sip2Message, .sip2Values, .sip2Frames, .sip2Client, .sip2Server, .sip2Link,
        .sipEnvelope, .fbsJSON, .fbsSession,
        .patronAnswer, .cardNumber, .sealedPass, .kioskOrder, .kioskSession, .rosterNDJSON,
        .rosterCSV, .paperState, .printerBytes, .receiptTitles, .receiptFont, .tagMemory,
        .tagSecurity, .smtpClient,
    ]

    static func named(_ name: String) -> FuzzTarget? {
        all.first { $0.name == name }
    }
}
