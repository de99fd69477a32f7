// SPDX-License-Identifier: MPL-2.0

import Glibc
import PortnerCore
import Testing

@testable import LockGPIO

@Suite struct `A lock's error` {
    @Test(arguments: [
        (ENODEV, LockError.Code.chipMissing), (ENXIO, .chipMissing), (ENOENT, .lineMissing),
        (EBUSY, .lineBusy), (EACCES, .accessDenied), (EPERM, .accessDenied), (EIO, .failed),
    ])
    func `has a code for what the system said`(_ systemCode: Int32, _ code: LockError.Code) {
        let error = LockError(systemCode: systemCode, door: "front", line: .lock)

        #expect(error.code == code)
        #expect(error.systemCode == systemCode)
    }

    @Test func `says where and why`() {
        let error = LockError(systemCode: EBUSY, door: "front", line: .exit)

        #expect(error.description == "front exit: line-busy: Device or resource busy")
    }

    @Test func `is equal to one with the same code at the same line`() {
        #expect(
            LockError(systemCode: EACCES, door: "front", line: .lock)
                == LockError(systemCode: EPERM, door: "front", line: .lock)
        )
        #expect(
            LockError(systemCode: EACCES, door: "front", line: .lock)
                != LockError(systemCode: EACCES, door: "back", line: .lock)
        )
    }
}
