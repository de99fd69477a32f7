// SPDX-License-Identifier: MPL-2.0

extension Library {
    /// The rules of lending; the standard ones are typical of Danish libraries.
    public struct Rules: Sendable, Hashable {
        /// How often a loan can be renewed.
        public var renewalsMax = 2
        /// How many days before its last one a loan can be renewed.
        public var renewableDays = 10
        /// How many loans a patron may have.
        public var loansMax = 60
        /// How many holds a patron may have.
        public var holdsMax = 100
        /// How many loans over the time set the patron's flag.
        public var overdueMax = 2
        /// What a patron may owe, in øre.
        public var debtMax = 20_000
        /// How many days a copy stands on the hold shelf.
        public var holdShelfDays = 7
        /// How many days a hold waits for a copy unless another day is given.
        public var holdDays = 180
        /// Whether a copy that comes back is tied to the next hold at once.
        ///
        /// Without it the copy goes where the hold is but stays untied until staff scan it there;
        /// Cicero has this setting for each device.
        public var tiesHolds = true
        /// How many wrong PINs in a row lock a patron out of FBS until the day is over.
        public var wrongPINsMax = 5

        /// The standard rules.
        public init() {}

        /// What a loan costs that comes back late, in øre.
        func lateFee(daysLate: Int, isChild: Bool) -> Int {
            switch daysLate {
            case ...0: 0
            case 1...6: isChild ? 1_000 : 2_000
            case 7...13: isChild ? 4_000 : 7_000
            default: isChild ? 5_500 : 12_000
            }
        }
    }
}
