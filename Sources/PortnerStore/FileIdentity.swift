// SPDX-License-Identifier: MPL-2.0

internal import Glibc

/// By what a file is told from a copy of it that was put in its place.
///
/// The time of the last change is the file system's own: whoever copies a file, even over the old
/// one and with the times of its content kept, sets it anew.
struct FileIdentity: Sendable, Hashable {
    /// The number of the file in its file system.
    let number: UInt64
    /// When the file or what is noted about it last changed, in nanoseconds since 1970.
    let changed: Int64

    init(number: UInt64, changed: Int64) {
        self.number = number
        self.changed = changed
    }

    /// The identity of the file at a path; `nil` when there is none.
    init?(of path: String) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return nil }
        let (seconds, rest) = (Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec))
        self.init(number: UInt64(status.st_ino), changed: seconds &* 1_000_000_000 &+ rest)
    }
}
