// SPDX-License-Identifier: MPL-2.0

import Testing

@testable import ScannerUSB

@Suite struct `The choice of interfaces` {
    private let input = InterfaceFacts.Endpoint(address: 0x81, packetSize: 8)

    private func keyboard(_ number: UInt8) -> InterfaceFacts {
        InterfaceFacts(
            number: number,
            interfaceClass: 3,
            interfaceSubclass: 1,
            interfaceProtocol: 1,
            input: input
        )
    }

    private func other(_ number: UInt8, hasInput: Bool = true) -> InterfaceFacts {
        InterfaceFacts(
            number: number,
            interfaceClass: 3,
            interfaceSubclass: 0,
            interfaceProtocol: 0,
            input: hasInput ? input : nil
        )
    }

    private func storage(_ number: UInt8) -> InterfaceFacts {
        InterfaceFacts(
            number: number,
            interfaceClass: 8,
            interfaceSubclass: 6,
            interfaceProtocol: 0x50
        )
    }

    @Test func `listens to a scanner's HID POS interface before its keyboard`() {
        let choice = InterfaceChoice([keyboard(0), other(1)], isKeypad: false)

        #expect(choice.posCandidates.map(\.number) == [1])
        #expect(choice.keyboard?.number == 0)
    }

    @Test func `listens to a keypad's keyboard only`() {
        let choice = InterfaceChoice([other(0), keyboard(1)], isKeypad: true)

        #expect(choice.posCandidates.isEmpty)
        #expect(choice.keyboard?.number == 1)
    }

    @Test func `takes every HID interface away from the kernel, and nothing else`() {
        let choice = InterfaceChoice(
            [keyboard(0), storage(1), other(2, hasInput: false)],
            isKeypad: false
        )

        #expect(choice.taken.map(\.number) == [0, 2])
        #expect(choice.posCandidates.isEmpty)
    }

    @Test func `finds no keyboard where there is none that speaks the boot protocol`() {
        #expect(InterfaceChoice([other(0), storage(1)], isKeypad: true).keyboard == nil)
    }

    @Test func `looks at a limited number of interfaces`() {
        let choice = InterfaceChoice((0..<40).map(other), isKeypad: false)

        #expect(choice.taken.count == InterfaceChoice.interfacesMax)
    }

    private func other(_ number: Int) -> InterfaceFacts { other(UInt8(number)) }
}

@Suite struct `A scanner's make` {
    @Test func `decides whether it must be told to send to HID POS`() {
        #expect(DeviceQuirk.needsRouting(USBProduct(vendor: 0x0C2E, product: 0x0B6A)))
        #expect(DeviceQuirk.needsRouting(USBProduct(vendor: 0x23D0, product: 0x0001)))
        #expect(!DeviceQuirk.needsRouting(USBProduct(vendor: 0x1EAB, product: 0x1D10)))
    }
}
