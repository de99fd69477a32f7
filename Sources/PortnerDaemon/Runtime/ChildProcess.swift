// SPDX-License-Identifier: MPL-2.0

import Foundation
import Glibc
import Synchronization

/// A program that runs in a process group of its own.
///
/// Its end is the end of the process itself, whatever it has left in the background; when it is
/// ended from here, that goes with it.
final class ChildProcess: Sendable {
    private let id: pid_t
    private let life = DispatchGroup()
    /// Whether the number may already be another process's.
    private let isReaped = Mutex(false)

    /// Starts a program with nothing to read and nothing to write to.
    ///
    /// It gets no more of the daemon than what finds its programs: no descriptor, no variable, no
    /// ignored signal.
    init(path: String, arguments: [String]) throws(Hook.Failure) {
        id = try Self.spawn(path, [path] + arguments)
        life.enter()
        DispatchQueue.global(qos: .utility).async { [id, life] in
            var info = unsafe siginfo_t()
            // Its number stays its own until it is reaped, so that a signal finds only its group.
            while unsafe waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            life.leave()
        }
    }

    /// Waits for its end; `false` when the time is over first.
    func waitForEnd(atMost limit: Duration) -> Bool {
        let (seconds, attoseconds) = limit.components
        let time = Double(seconds) + Double(attoseconds) / 1e18
        return life.wait(timeout: .now() + time) == .success
    }

    /// Tells its group to end, and ends what is left of it after a while.
    func end(within limit: Duration) {
        signalGroup(SIGTERM)
        _ = waitForEnd(atMost: limit)
        signalGroup(SIGKILL)
    }

    /// Waits for its end and gives its status; of one that a signal ended as a shell has it.
    func reap() -> Int32 {
        life.wait()
        return isReaped.withLock { isReaped in
            var status: Int32 = 0
            while unsafe waitpid(id, &status, 0) == -1, errno == EINTR {}
            isReaped = true
            let signal = status & 0x7f
            return signal == 0 ? (status >> 8) & 0xff : 128 + signal
        }
    }

    private func signalGroup(_ signal: Int32) {
        isReaped.withLock { isReaped in
            if !isReaped { kill(-id, signal) }
        }
    }

    private static func spawn(
        _ path: String,
        _ arguments: [String]
    ) throws(Hook.Failure) -> pid_t {
        // Unsafe: C structures and strings, made for the call and freed after it.
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for file in 0..<Int32(3) {
            unsafe posix_spawn_file_actions_addopen(&actions, file, "/dev/null", O_RDWR, 0)
        }
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for file in open.compactMap({ Int32($0) }) where file > 2 {
            unsafe posix_spawn_file_actions_addclose(&actions, file)
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
        let words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        let variables = unsafe [strdup("PATH=/usr/local/bin:/usr/bin:/bin"), nil]
        defer { unsafe (words + variables).forEach { unsafe free($0) } }
        var id = pid_t()
        let code = unsafe posix_spawn(&id, path, &actions, &attributes, words, variables)
        // Unsafe: C string. It is static or belongs to this thread, and is copied here.
        guard code == 0 else { throw .notStarted(unsafe String(cString: strerror(code))) }
        return id
    }
}
