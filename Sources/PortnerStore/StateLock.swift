// SPDX-License-Identifier: MPL-2.0

internal import Foundation
internal import Glibc

/// What keeps a state folder to one process: two that wrote the same files would each take the
/// other's log away, and both would tell the library system of the same loans.
///
/// The system takes the lock back when the process ends, however it does.
public final class StateLock: Sendable {
    /// The name of the file in the state folder.
    public static let fileName = "state.lock"

    let file: FileHandle

    /// Takes the lock, before any other file in the folder is opened; it is held as long as this
    /// lives.
    ///
    /// - Throws: ``StoreError/inUse`` when another process holds it.
    public init(in folder: String) throws(StoreError) {
        let path = try StoreFile.prepare(Self.fileName, in: folder).path
        guard let file = FileHandle(forUpdatingAtPath: path) else { throw .noAccess }
        // A program that outlives the daemon that started it must not hold the lock on.
        guard fcntl(file.fileDescriptor, F_SETFD, FD_CLOEXEC) == 0 else { throw .noAccess }
        guard flock(file.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw errno == EWOULDBLOCK ? .inUse : .noAccess
        }
        self.file = file
    }

    deinit { try? file.close() }
}
