// SPDX-License-Identifier: MPL-2.0

import FoundationEssentials
import Glibc

extension CommandEnvironment {
    /// The real surroundings: this process and its terminal.
    static var process: CommandEnvironment {
        CommandEnvironment(
            write: { text throws(OutputClosed) in
                guard Terminal.write(text, to: STDOUT_FILENO) else { throw OutputClosed() }
            },
            tell: { text in _ = Terminal.write(text, to: STDERR_FILENO) },
            isOutputTerminal: isatty(STDOUT_FILENO) == 1,
            isInputTerminal: isatty(STDIN_FILENO) == 1,
            variables: ProcessInfo.processInfo.environment,
            readLine: { Swift.readLine() },
            readHidden: { Terminal.readHidden(prompt: $0) },
            pause: { (try? await Task.sleep(for: $0)) != nil },
            checkConfiguration: { SettingsAdapter.look(at: $0) },
            run: { try $0.run() }
        )
    }
}

/// Standard input, output and error of this process.
private enum Terminal {
    /// Writes all of a text at once, so that a pipe gets whole lines.
    static func write(_ text: String, to descriptor: Int32) -> Bool {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            // Unsafe: C pointer. It lies inside the array and the count ends where the array does.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
                return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }

    /// Reads a line while the terminal shows nothing and sends no signals.
    ///
    /// Signals are off because one that ended the program here would leave the terminal mute.
    static func readHidden(prompt: String) -> String? {
        var usual = termios()
        // Unsafe: C pointer to a local value, here and below.
        guard unsafe tcgetattr(STDIN_FILENO, &usual) == 0 else { return nil }
        var hidden = usual
        hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else { return nil }
        defer {
            unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &usual)
            _ = write("\n", to: STDERR_FILENO)
        }
        _ = write(prompt, to: STDERR_FILENO)
        var line = HiddenLine()
        while true {
            var byte: UInt8 = 0
            guard unsafe read(STDIN_FILENO, &byte, 1) == 1 else { return nil }
            switch line.take(byte) {
            case .more: continue
            case .done(let text): return text
            case .givenUp: return nil
            }
        }
    }
}

/// A line that is typed or scanned without being shown.
struct HiddenLine {
    /// The greatest number of bytes kept; a card number has no more.
    static let bytesMax = 64

    /// What a byte led to.
    enum Outcome: Equatable {
        /// The line goes on.
        case more
        /// The line is complete.
        case done(String)
        /// The person gave up.
        case givenUp
    }

    private var bytes: [UInt8] = []

    /// Takes the next byte from the terminal.
    mutating func take(_ byte: UInt8) -> Outcome {
        switch byte {
        case 0x0A, 0x0D: return .done(String(decoding: bytes, as: UTF8.self))
        // Ctrl-C, Ctrl-D and Escape.
        case 0x03, 0x04, 0x1B: return .givenUp
        // Backspace as the two kinds of terminal send it.
        case 0x08, 0x7F: _ = bytes.popLast()
        // Ctrl-U takes back the whole line.
        case 0x15: bytes.removeAll()
        case 0x20...: if bytes.count < Self.bytesMax { bytes.append(byte) }
        default: break
        }
        return .more
    }
}
