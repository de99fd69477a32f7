// SPDX-License-Identifier: MPL-2.0

import SIP2

extension Library {
    /// Takes a payment: for one fee, or for whole fees beginning with the oldest.
    ///
    /// - Parameters:
    ///   - amount: How much, in øre; it must be what is owed, neither more nor less.
    ///   - fee: The number of the fee; the oldest fees when nothing is said.
    ///   - claim: Who owes it.
    ///   - day: When.
    /// - Returns: What is paid now.
    /// - Throws: Why nothing is.
    mutating func pay(
        _ amount: Int,
        fee: String?,
        by claim: Claim,
        on day: CalendarDay
    ) throws(Refusal) -> [Fee] {
        let patron = try identify(claim)
        let owed = unpaidFees(of: patron)
        var paid: [Fee] = []
        if let fee, !fee.isEmpty {
            paid = owed.filter { "\($0.id)" == fee }
            guard !paid.isEmpty else { throw .noSuchFee }
        } else {
            var sum = 0
            for fee in owed where sum < amount {
                sum += fee.amount
                paid.append(fee)
            }
            guard !paid.isEmpty else { throw .noSuchFee }
        }
        guard paid.reduce(0, { $0 + $1.amount }) == amount else { throw .wrongAmount }
        return pay(paid, on: day)
    }

    /// Marks fees as paid, and gives them as they are then.
    @discardableResult
    mutating func pay(_ paid: [Fee], on day: CalendarDay) -> [Fee] {
        let ids = Set(paid.map(\.id))
        for index in fees.indices where ids.contains(fees[index].id) { fees[index].paid = day }
        return fees.filter { ids.contains($0.id) }
    }

    // MARK: Blocking

    private static var privileges: PatronStatus {
        [
            .chargePrivilegesDenied, .renewalPrivilegesDenied, .recallPrivilegesDenied,
            .holdPrivilegesDenied,
        ]
    }

    /// Blocks a patron at a kiosk's request.
    mutating func block(_ identifier: String) throws(Refusal) {
        guard let patron = patron(identifier) else { throw .unknownPatron }
        machineBlocks.insert(patron.number)
        change(patron) { $0.status.formUnion(Self.privileges) }
    }

    /// Gives a patron all privileges back.
    mutating func enable(_ identifier: String) throws(Refusal) {
        guard let patron = patron(identifier) else { throw .unknownPatron }
        machineBlocks.remove(patron.number)
        change(patron) { $0.status.subtract(Self.privileges) }
    }

    // MARK: PINs of FBS

    /// How an attempt to sign in with a PIN ends at FBS.
    enum SignIn {
        case valid(SimulatedPatron)
        /// Unknown card or wrong PIN; FBS does not tell which.
        case invalid
        /// Too many wrong PINs in a row.
        case lockedOut
    }

    /// Checks a PIN and counts the wrong ones.
    mutating func signIn(_ claim: Claim) -> SignIn {
        guard let patron = patron(claim.patron) else { return .invalid }
        guard wrongPINs[patron.number, default: 0] < rules.wrongPINsMax else { return .lockedOut }
        guard let pin = claim.pin, !pin.isEmpty, pin == patron.pin else {
            wrongPINs[patron.number, default: 0] += 1
            return .invalid
        }
        wrongPINs[patron.number] = nil
        return .valid(patron)
    }
}
