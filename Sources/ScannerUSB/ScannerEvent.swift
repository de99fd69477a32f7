// SPDX-License-Identifier: MPL-2.0

public import BarcodeScanner
public import PortnerCore

/// What a scanner or keypad did, or what became of it.
///
/// The events about what became of a device come once for each change. A detail is the device's
/// vendor and product numbers and its port, `0c2e:0b61@1-1.4`, or the path of its serial port.
public enum ScannerEvent: Sendable, Hashable {
    /// A code was read that the reader accepts.
    case scanned(DeviceName, Scan)
    /// A key of a keypad was pressed.
    case keyPressed(DeviceName, KeypadKey)
    /// A code or report was refused.
    case refused(DeviceName, ScanRefusal)
    /// The device is there and can be used.
    case arrived(DeviceName, detail: String)
    /// The device was there and is not any more.
    case lost(DeviceName, ScannerError)
    /// The device cannot be used, and has not been usable since it was lost or since the start.
    case unavailable(DeviceName, ScannerError)
    /// Another device fits the settings of one that is there; it is left alone.
    ///
    /// It may be a mistake in the settings, or somebody plugged in a keyboard that claims to be the
    /// scanner.
    case rejected(DeviceName, detail: String)
}
