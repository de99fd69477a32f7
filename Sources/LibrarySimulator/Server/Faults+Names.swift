// SPDX-License-Identifier: MPL-2.0

import FBS
import SIP2

/// How faults are named on a command line and in tests that have no Swift.
extension AnswerFault {
    /// The names of all faults; a status has its number after it.
    public static let names = [
        "drop", "close-unexecuted", "close-before", "close-after", "garbage", "bad-checksum",
        "bad-sequence", "half", "double", "old", "swap", "exception", "status-503",
    ]

    /// Reads a name of ``names``, the status with any number from 300 to 599.
    public init?(name: String) {
        if let index = Self.names.firstIndex(of: name) {
            self = Self.kinds[index]
            return
        }
        let prefix = "status-"
        guard name.hasPrefix(prefix), let status = Int(name.dropFirst(prefix.count)),
            300...599 ~= status
        else { return nil }
        self = .status(status)
    }
}

extension FaultRule {
    /// The greatest number of a request that can be struck.
    public static let numberMax = 10_000

    /// Reads `WHICH:FAULT` or `WHICH:NUMBER:FAULT`.
    ///
    /// Which requests are counted is said by the two digits of a command, the name of a REST call,
    /// or `any`.
    public init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard 2...3 ~= parts.count, let target = Target(name: parts[0]),
            let number = parts.count == 3 ? Int(parts[1]) : 1, 1...Self.numberMax ~= number,
            let fault = AnswerFault(name: parts[parts.count - 1])
        else { return nil }
        self.init(fault, at: number, of: target)
    }
}

extension FaultRule.Target {
    /// The names of the REST calls.
    public static let callNames = [
        LogIn.name, Authenticate.name, LookUpPatron.name, FetchPatron.name, FetchCards.name,
        FetchLoans.name, RenewLoans.name, FetchReservations.name, FetchFees.name,
        FetchBranches.name, FetchOpeningHours.name, FetchClosingDates.name,
    ]

    /// Reads the two digits of a command, the name of a REST call, or `any`.
    init?(name: String) {
        if name == "any" {
            self = .any
        } else if Self.callNames.contains(name) {
            self = .call(name)
        } else {
            let bytes = Array(name.utf8)
            guard bytes.count == 2, let command = Command(leading: bytes),
                Command.requests.contains(command)
            else { return nil }
            self = .message(command)
        }
    }
}
