// SPDX-License-Identifier: MPL-2.0

/// Which copies satisfy a hold (`BY`), one digit.
public struct HoldType: WireCode {
    /// The code.
    public let rawValue: Int

    /// Makes a value from its code; what is out of range is written as the nearest code.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    static let width = 1

    /// 1: none of the others.
    public static let other = HoldType(rawValue: 1)
    /// 2: any copy of the title.
    public static let anyCopyOfTitle = HoldType(rawValue: 2)
    /// 3: one copy only.
    public static let specificCopy = HoldType(rawValue: 3)
    /// 4: any copy of the title at one branch.
    public static let anyCopyAtOneBranch = HoldType(rawValue: 4)
}
