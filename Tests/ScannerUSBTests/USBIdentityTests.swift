// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import ScannerUSB

@Suite struct `A USB device's identity` {
    private func facts(
        port: String = "1-1.4",
        product: USBProduct = USBProduct(vendor: 0x0C2E, product: 0x0B61),
        hasSerial: Bool = true,
        isHub: Bool = false
    ) -> USBFacts {
        USBFacts(
            address: .init(bus: 1, device: 7),
            portPath: port,
            product: product,
            hasSerial: hasSerial,
            isHub: isHub
        )
    }

    @Test func `fits when every part that is given agrees`() {
        let product = USBProduct(vendor: 0x0C2E, product: 0x0B61)

        #expect(USBIdentity(portPath: "1-1.4").match(facts()) == .same)
        #expect(USBIdentity(product: product).match(facts()) == .same)
        #expect(USBIdentity(portPath: "1-1.4", product: product).match(facts()) == .same)
    }

    @Test func `does not fit when one part differs`() {
        let product = USBProduct(vendor: 0x0C2E, product: 0x0B61)

        #expect(
            USBIdentity(portPath: "1-1.3", product: product).match(facts()) == .different
        )
        #expect(
            USBIdentity(portPath: "1-1.4", product: product)
                .match(facts(product: USBProduct(vendor: 0x0C2E, product: 0x0B62))) == .different
        )
    }

    @Test func `does not take a port for another that begins in the same way`() {
        #expect(USBIdentity(portPath: "1-1").match(facts(port: "1-1.4")) == .different)
        #expect(USBIdentity(portPath: "1-1.4").match(facts(port: "1-1.40")) == .different)
    }

    @Test func `waits for the serial number when one is asked for`() {
        let identity = USBIdentity(portPath: "1-1.4", serial: "S1")

        #expect(identity.match(facts()) == .sameIfSerial("S1"))
        #expect(identity.match(facts(hasSerial: false)) == .different)
        #expect(identity.match(facts(port: "1-2")) == .different)
    }

    @Test func `never fits a hub`() {
        #expect(USBIdentity(portPath: "1-1.4").match(facts(isHub: true)) == .different)
    }

    @Test func `is empty only without any part`() {
        #expect(USBIdentity().isEmpty)
        #expect(!USBIdentity(serial: "S1").isEmpty)
    }
}

@Suite struct `A USB product` {
    @Test func `is read from two numbers of four hexadecimal digits`() {
        #expect(USBProduct("0c2e:0B61") == USBProduct(vendor: 0x0C2E, product: 0x0B61))
    }

    @Test(arguments: ["", "0c2e", "0c2e:", "c2e:0b61", "0c2e:0b61:1", "0c2e:0b6g", "+c2e:0b61"])
    func `is not read from anything else`(_ text: String) {
        #expect(USBProduct(text) == nil)
    }

    @Test func `is written as it is read`() {
        #expect(USBProduct(vendor: 0x0001, product: 0xABCD).description == "0001:abcd")
    }
}

@Suite struct `A port path` {
    @Test(arguments: [
        (UInt8(1), [UInt8](), "usb1"), (1, [1], "1-1"), (2, [1, 4, 3], "2-1.4.3"),
    ])
    func `is written as the kernel does`(_ bus: UInt8, _ ports: [UInt8], _ path: String) {
        #expect(USBFacts.portPath(bus: bus, ports: ports) == path)
    }
}
