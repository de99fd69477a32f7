// SPDX-License-Identifier: MPL-2.0

import BarcodeScanner
import PortnerSettings
import ScannerUSB

extension ScannerDevice {
    /// The driver's settings out of the file's; `nil` for a virtual device.
    init?(_ device: DeviceSettings) {
        let connection: Connection
        switch device.place {
        case .usb(let port, let vendor, let product, let serial):
            let product = vendor.flatMap { vendor in
                product.map { USBProduct(vendor: vendor, product: $0) }
            }
            connection = .usb(USBIdentity(portPath: port, product: product, serial: serial))
        case .serialPort(let path):
            connection = .serial(path: path)
        case .virtual:
            return nil
        }
        self.init(name: device.name, connection: connection, role: Role(device))
    }
}

extension ScannerDevice.Role {
    fileprivate init(_ device: DeviceSettings) {
        guard device.role == .scanner else {
            self = .keypad()
            return
        }
        let meaning: SilenceMeaning = device.endsBySilence ? .endsScan : .dropsScan
        self = .scanner(
            ScanFilter.Settings(
                patterns: device.patterns,
                stripsIdentifier: device.sendsIdentifiers
            ),
            keyboard: KeyboardDecoder.Settings(
                layout: device.layout,
                silenceMeaning: meaning
            ),
            serial: SerialDecoder.Settings(silenceMeaning: meaning)
        )
    }
}
