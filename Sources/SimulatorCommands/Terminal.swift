// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import Foundation

/// Standard output and error of this process, written at once and not held back.
enum Terminal {
    /// Writes text for whoever started the program, or whatever reads it.
    static func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Tells why the command cannot go on, and gives the status to end with.
    static func failure(_ reason: String) -> ExitCode {
        complain("portner-sim: \(reason)")
        return .failure
    }

    /// Writes what went wrong.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
