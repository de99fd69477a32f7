// SPDX-License-Identifier: MPL-2.0

public import PortnerCore
import Synchronization

/// The newest view of every kiosk, passed on to the page that shows it.
///
/// Safe to call from anywhere. A page gets the newest view only: one that was too slow for those in
/// between has missed nothing that still matters.
public final class KioskHub: Sendable {
    /// The greatest number of pages that are shown at once.
    public static let pagesMax = 16

    typealias Published = ViewHub<KioskName, KioskView>.Published

    let views = ViewHub<KioskName, KioskView>(pagesMax: pagesMax)
    private let serving = Mutex<Set<KioskName>>([])

    /// A hub without any kiosk.
    public init() {}

    /// Shows a kiosk's new view, which began at a moment.
    ///
    /// The views of one kiosk must come in their order, from one caller at a time.
    public func publish(_ view: KioskView, at moment: Moment) {
        serving.withLock { names in
            if view.isServing { names.insert(view.kiosk) } else { names.remove(view.kiosk) }
        }
        views.publish(view, to: view.kiosk, at: moment)
    }

    /// Whether somebody is being served at a kiosk, by the newest view.
    public func isServing(_ kiosk: KioskName) -> Bool {
        serving.withLock { $0.contains(kiosk) }
    }
}
