// SPDX-License-Identifier: MPL-2.0

extension KioskSession {
    /// Renewing loan by loan what could not be renewed all at once.
    ///
    /// Cicero answers a renewal of everything with `UNSUCCESSFUL` for each loan that stays as it is
    /// (recorded answers), and says why only when that loan is asked for by itself.
    struct OneByOne: Sendable {
        /// The lines that are still to be asked for, in their order.
        fileprivate var left: [Int]
        /// The line that is being asked for.
        fileprivate var asked: Int?

        /// The word about a line came.
        mutating func ended(_ line: Int) {
            if asked == line { asked = nil }
        }
    }

    /// Whether a loan waits to be renewed by itself.
    var hasRenewalsLeft: Bool { oneByOne.map { $0.asked == nil } ?? false }

    /// Begins to renew one by one those loans that were refused without a reason.
    mutating func renewUnexplained() {
        guard case .known(var lines) = loans else { return }
        var left: [Int] = []
        for index in lines.indices where lines[index].loan.item.number != nil {
            guard case .refused(let refusal)? = lines[index].renewal, refusal.isUnexplained else {
                continue
            }
            lines[index].renewal = .working
            left.append(lines[index].number)
        }
        loans = .known(lines)
        if !left.isEmpty { oneByOne = OneByOne(left: left) }
    }

    /// The next loan to be renewed by itself, or what came of all, when the last one has ended.
    mutating func nextRenewal() -> Step {
        guard var work = oneByOne, work.asked == nil, case .known(let lines) = loans else {
            oneByOne = nil
            return Step()
        }
        while !work.left.isEmpty {
            let number = work.left.removeFirst()
            guard let item = lines.first(where: { $0.number == number })?.loan.item.number else {
                continue
            }
            work.asked = number
            oneByOne = work
            let errand = KioskMachine.Errand(kind: .renew, item: item, row: number)
            return Step(actions: [.transact(errand)])
        }
        oneByOne = nil
        let renewed = lines.count { line in
            if case .renewed? = line.renewal { true } else { false }
        }
        return Step(notice: .renewals(renewed: renewed, of: lines.count))
    }
}

extension KioskRow.Refusal {
    /// Whether it says nothing about why.
    fileprivate var isUnexplained: Bool { reason == .other && text == nil }
}
