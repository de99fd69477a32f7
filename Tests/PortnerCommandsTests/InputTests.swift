// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Glibc
import NIOCore
import Testing

@testable import PortnerCommands

@Suite struct `A line that is not shown` {
    private func outcome(_ bytes: [UInt8]) -> HiddenLine.Outcome {
        var line = HiddenLine()
        for byte in bytes {
            let outcome = line.take(byte)
            guard outcome == .more else { return outcome }
        }
        return .more
    }

    @Test(arguments: [0x0A, 0x0D] as [UInt8])
    func `ends with Enter`(end: UInt8) {
        #expect(outcome(Array("4711".utf8) + [end]) == .done("4711"))
    }

    @Test func `can be corrected`() {
        #expect(outcome(Array("47x".utf8) + [0x7F] + Array("11\n".utf8)) == .done("4711"))
        #expect(outcome([0x08] + Array("x".utf8) + [0x15] + Array("4711\n".utf8)) == .done("4711"))
    }

    @Test(arguments: [0x03, 0x04, 0x1B] as [UInt8])
    func `can be given up`(key: UInt8) {
        #expect(outcome([0x34, key]) == .givenUp)
    }

    @Test func `has a limit`() {
        let long = [UInt8](repeating: 0x34, count: HiddenLine.bytesMax + 5) + [0x0A]
        let kept = String(repeating: "4", count: HiddenLine.bytesMax)
        #expect(outcome(long) == .done(kept))
    }

    @Test func `ignores other control characters`() {
        #expect(outcome([0x09, 0x34, 0x00, 0x0A]) == .done("4"))
    }
}

@Suite struct `A stream of lines` {
    private func lines(_ chunks: [String], bytesMax: Int = 10) throws -> [String] {
        var assembler = LineAssembler(bytesMax: bytesMax)
        return try chunks.flatMap { try assembler.take($0.utf8) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `is put together from any chunks`() throws {
        #expect(try lines(["a\nb", "", "c\n\n", "d"]) == ["a", "bc"])
    }

    @Test func `has a limit for one line`() throws {
        #expect(try lines(["1234567890\n"]) == ["1234567890"])
        #expect(throws: ControlFailure.self) { try lines(["12345678901\n"]) }
    }
}

@Suite struct `A socket that cannot be connected to` {
    @Test(
        arguments: [
            (ENOENT, .notRunning), (ECONNREFUSED, .notRunning), (EACCES, .notPermitted),
            (EPERM, .notPermitted), (EMFILE, .noAnswer),
        ] as [(Int32, ControlFailure.Code)]
    )
    func `has a cause that a technician knows`(number: Int32, code: ControlFailure.Code) {
        let failure = ControlFailure(IOError(errnoCode: number, reason: "connect"))
        #expect(failure.known == code)
    }
}

@Suite struct `The exit status` {
    @Test(
        arguments: [
            (.notRunning, 3), (.stopping, 3), (.notPermitted, 4), (.lockedDown, 5),
            (.noReason, 2), (.notConfirmed, 2), (.notACard, 2), (.unknownDoor, 1), (.noAnswer, 1),
            (.notRecorded, 1),
        ] as [(ControlFailure.Code, Int32)]
    )
    func `of a failure is stable`(code: ControlFailure.Code, number: Int32) {
        #expect(ExitStatus(ControlFailure(code)).rawValue == number)
    }

    @Test(arguments: ControlFailure.Code.allCases)
    func `of a failure is never success`(code: ControlFailure.Code) {
        #expect(ExitStatus(ControlFailure(code)) != .success)
    }
}
