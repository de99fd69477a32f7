// SPDX-License-Identifier: MPL-2.0

/// How a kiosk's receipt printer is, as far as patrons and staff have to know.
public enum PrinterCondition: String, Sendable, Hashable, CaseIterable {
    /// It can print.
    case ready
    /// It can print, but the roll is nearly used up.
    case lowPaper = "low-paper"
    /// There is no paper.
    case noPaper = "no-paper"
    /// Its cover is open.
    case coverOpen = "cover-open"
    /// It is off line, its knife is stuck, or it reports another fault.
    case fault
    /// It cannot be reached.
    case lost

    /// Whether a receipt can be printed.
    public var canPrint: Bool { self == .ready || self == .lowPaper }
}
