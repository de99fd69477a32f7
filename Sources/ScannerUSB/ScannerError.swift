// SPDX-License-Identifier: MPL-2.0

/// Why a device cannot be used.
///
/// Two errors are equal when their codes are.
public struct ScannerError: Error, Sendable {
    /// What went wrong; the raw values are stable.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The settings name a device twice, too many devices, or a device that no port can have.
        case invalidSettings = "invalid-settings"
        /// No device is there that fits the settings.
        case notFound = "not-found"
        /// The device was unplugged or lost its power.
        case disconnected
        /// The service may not open the device; its udev rule is missing or has not run yet.
        case accessDenied = "access-denied"
        /// Another program holds the device.
        case busy
        /// The device speaks in none of the ways its role can use.
        ///
        /// Scanners are set to keyboard, HID POS or serial mode with a bar code from their manual.
        case unsupported
        /// The device failed again and again, also after a reset.
        case transferFailed = "transfer-failed"
        /// The operating system refused for another reason.
        case failed
    }

    /// What went wrong.
    public let code: Code
    /// The reason as the system or libusb gave it; empty when there is none.
    public let reason: String

    init(_ code: Code, reason: String = "") {
        self.code = code
        self.reason = reason
    }

    /// Whether the problem often goes away by itself within a moment, as when udev has not yet set
    /// the permissions of a device that was just plugged in.
    var isOftenBrief: Bool {
        switch code {
        case .accessDenied, .busy, .failed, .notFound: true
        case .invalidSettings, .disconnected, .unsupported, .transferFailed: false
        }
    }
}

extension ScannerError: Hashable {
    /// Whether two errors have the same code.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension ScannerError: CustomStringConvertible {
    /// The code and the reason, for a technician.
    public var description: String {
        reason.isEmpty ? code.rawValue : "\(code.rawValue): \(reason)"
    }
}
