// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import Glibc

/// One run of a program that reads a job from its standard input.
final class SpoolerRun {
    private let process: pid_t
    private var input: OwnedDescriptor?
    private var output: OwnedDescriptor?
    private var rest: ArraySlice<UInt8>
    private var isReaped = false

    /// Where the job goes, negative when all of it has gone.
    var inputDescriptor: Int32 { input?.number ?? -1 }
    /// What ends when the program does.
    var outputDescriptor: Int32 { output?.number ?? -1 }

    /// Starts a program without a shell.
    init(program: String, arguments: [String], input bytes: [UInt8]) throws(PrinterError) {
        do throws(SystemCallError) {
            var input = try SocketPair()
            var output = try SocketPair()
            process = try Self.spawn(
                program,
                arguments,
                input: input.far.number,
                output: output.far.number
            )
            rest = bytes[...]
            self.input = input.takeNear()
            self.output = output.takeNear()
        } catch {
            throw PrinterError(error)
        }
    }

    deinit { kill() }

    /// Writes some of the job.
    func feed() {
        guard let number = input?.number else { return }
        // Unsafe: pointer and length of the slice, which lives through the call.
        let count = unsafe rest.withUnsafeBytes { buffer in
            unsafe send(number, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        }
        if count > 0 { rest = rest.dropFirst(count) }
        let isBroken = count < 0 && errno != EAGAIN && errno != EINTR
        if rest.isEmpty || isBroken { input = nil }
    }

    /// Whether the program has closed its output, which happens when it ends.
    func hasEnded() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 256)
        // Unsafe: pointer and length of a local array that lives through the call.
        let count = unsafe read(outputDescriptor, &buffer, buffer.count)
        return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)
    }

    /// Waits for the program's end and says whether it was a good one: all read, and status 0.
    func finish() -> Bool {
        let isRead = rest.isEmpty
        input = nil
        return reap() == 0 && isRead
    }

    /// Ends the program, if it still runs.
    func kill() {
        guard !isReaped else { return }
        _ = Glibc.kill(process, SIGKILL)
        _ = reap()
    }

    private func reap() -> Int32 {
        guard !isReaped else { return -1 }
        var status: Int32 = 0
        // Unsafe: pointer to a local value that lives through the call.
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        isReaped = true
        return status
    }

    /// Starts the program with these as its input and output, and nothing else open.
    private static func spawn(
        _ program: String,
        _ arguments: [String],
        input: Int32,
        output: Int32
    ) throws(SystemCallError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        // Unsafe: C structures and strings that live until the calls have returned; the copies of
        // the strings are freed below.
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 2)
        var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) }
        unsafe words.append(nil)
        defer { unsafe words.forEach { unsafe free($0) } }
        // The language decides in which encoding the program believes the text to be.
        let surroundings: [UnsafeMutablePointer<CChar>?] = unsafe [strdup("LC_ALL=C.UTF-8"), nil]
        defer { unsafe surroundings.forEach { unsafe free($0) } }
        var process = pid_t()
        let code = unsafe posix_spawn(&process, program, &actions, nil, words, surroundings)
        guard code == 0 else { throw SystemCallError("posix_spawn", code: code) }
        return process
    }
}

/// Two ends of a line, of which the near one does not block.
private struct SocketPair: ~Copyable {
    private var near: OwnedDescriptor?
    let far: OwnedDescriptor

    init() throws(SystemCallError) {
        var ends: [Int32] = [-1, -1]
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
        // Unsafe: pointer to a local array with room for both ends.
        let result = unsafe socketpair(AF_UNIX, Int32(kind), 0, &ends)
        let near = try OwnedDescriptor("socketpair", returned: result < 0 ? result : ends[0])
        far = try OwnedDescriptor("socketpair", returned: ends[1])
        _ = fcntl(near.number, F_SETFL, O_NONBLOCK)
        self.near = consume near
    }

    /// Hands the near end over; there is none afterwards.
    mutating func takeNear() -> OwnedDescriptor? { near.take() }
}
