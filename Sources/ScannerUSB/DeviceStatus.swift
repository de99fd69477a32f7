// SPDX-License-Identifier: MPL-2.0

import PortnerCore

/// What was last told about a device, so that every change is told once.
struct DeviceStatus: Sendable {
    private enum State: Sendable, Hashable {
        case untold
        case present(detail: String)
        case absent(ScannerError)
    }

    let name: DeviceName
    private var state = State.untold

    init(name: DeviceName) { self.name = name }

    /// The device works.
    mutating func arrived(detail: String) -> ScannerEvent? {
        guard state != .present(detail: detail) else { return nil }
        state = .present(detail: detail)
        return .arrived(name, detail: detail)
    }

    /// The device does not work.
    mutating func failed(_ error: ScannerError) -> ScannerEvent? {
        if let loss = lost(error) { return loss }
        switch state {
        case .absent(error): return nil
        // That a device is not found adds nothing to what kept it from working.
        case .absent where error.code == .notFound: return nil
        case .present, .absent, .untold:
            state = .absent(error)
            return .unavailable(name, error)
        }
    }

    /// The device is gone, which is news only if it was there.
    mutating func lost(_ error: ScannerError) -> ScannerEvent? {
        guard case .present = state else { return nil }
        state = .absent(error)
        return .lost(name, error)
    }
}
