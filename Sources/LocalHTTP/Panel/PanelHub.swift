// SPDX-License-Identifier: MPL-2.0

public import PortnerCore

/// The newest state of every panel, passed on to the pages that show it.
///
/// Safe to call from anywhere. A page gets the newest state only: one that was too slow for those
/// in between has missed nothing that still matters.
public final class PanelHub: Sendable {
    /// The greatest number of pages that are shown at once.
    public static let pagesMax = 32

    typealias Published = ViewHub<ReaderName, PanelView>.Published

    let views = ViewHub<ReaderName, PanelView>(pagesMax: pagesMax)

    /// A hub without any panel.
    public init() {}

    /// Shows a panel's new state, which began at a moment.
    ///
    /// The states of one panel must come in their order, from one caller at a time.
    public func publish(_ view: PanelView, at moment: Moment) {
        views.publish(view, to: view.reader, at: moment)
    }
}
