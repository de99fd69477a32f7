// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import ScannerUSB

@Suite struct `Faults of transfers` {
    private func remedies(for faults: [TransferFault]) -> [TransferPolicy.Remedy] {
        var policy = TransferPolicy()
        return faults.map { policy.remedy(for: $0) }
    }

    @Test func `are answered with more each time, and in the end with nothing`() {
        #expect(
            remedies(for: Array(repeating: .failed, count: 6)) == [
                .resubmit, .resubmit, .reopen, .reset,
                .giveUp(ScannerError(.transferFailed)), .giveUp(ScannerError(.transferFailed)),
            ]
        )
    }

    @Test func `of a device that is gone end the session at once`() {
        #expect(remedies(for: [.disconnected]) == [.giveUp(ScannerError(.disconnected))])
        #expect(
            remedies(for: [.failed, .disconnected])
                == [.resubmit, .giveUp(ScannerError(.disconnected))]
        )
    }

    @Test func `that halt the endpoint have the halt cleared once`() {
        #expect(
            remedies(for: [.stalled, .stalled, .stalled, .stalled]) == [
                .clearHalt, .reopen, .reset, .giveUp(ScannerError(.transferFailed)),
            ]
        )
    }

    @Test func `of a device that sends too much have it opened anew`() {
        #expect(remedies(for: [.overflowed, .overflowed]) == [.reopen, .reset])
    }

    @Test func `whose transfers do not end are never answered by submitting them again`() {
        #expect(TransferPolicy.Remedy.resubmit.withoutTransfers == .reopen)
        #expect(TransferPolicy.Remedy.clearHalt.withoutTransfers == .reopen)
        #expect(TransferPolicy.Remedy.reset.withoutTransfers == .reset)
    }

    @Test func `are forgotten when a report comes`() {
        var policy = TransferPolicy()
        for fault in [TransferFault.stalled, .failed, .failed] { _ = policy.remedy(for: fault) }

        policy.succeeded()

        #expect(policy.remedy(for: .stalled) == .clearHalt)
        #expect(policy.remedy(for: .failed) == .resubmit)
    }

    @Test(arguments: TransferFault.allCases)
    func `of any kind are not answered for ever`(_ fault: TransferFault) {
        let last = remedies(for: Array(repeating: fault, count: 10)).last

        guard case .giveUp = last else {
            Issue.record("still trying after ten faults")
            return
        }
    }
}
