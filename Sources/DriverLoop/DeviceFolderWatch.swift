// SPDX-License-Identifier: MPL-2.0

import Glibc

/// Tells when device nodes come, go or change their permissions, without asking again and again.
///
/// It watches one folder, normally `/dev`, for entries whose names begin with a prefix.
public final class DeviceFolderWatch: Sendable {
    private let prefix: String
    private let owned: OwnedDescriptor

    /// The descriptor that is readable when something may have changed.
    public var descriptor: Int32 { owned.number }

    /// Begins to watch.
    ///
    /// - Throws: The reason when the kernel has no watch left or the folder is missing.
    public init(folder: String = "/dev", prefix: String) throws(SystemCallError) {
        let owned = try OwnedDescriptor(
            "inotify_init1",
            returned: inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        )
        let events = UInt32(IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVED_TO | IN_MOVED_FROM)
        // Unsafe: C string argument, made for and kept through the call.
        guard unsafe inotify_add_watch(owned.number, folder, events) >= 0 else {
            throw .last("inotify_add_watch")
        }
        self.prefix = prefix
        self.owned = owned
    }

    /// Takes everything reported so far and says whether a matching node was in it.
    public func drain() -> Bool {
        var matched = false
        while let names = read() {
            matched = matched || names.contains { $0.hasPrefix(prefix) || $0.isEmpty }
        }
        return matched
    }

    /// The names in the next batch, an empty one where the kernel lost count; `nil` at the end.
    private func read() -> [String]? {
        // Room for several events, each a header and a name of at most 255 bytes.
        var buffer = [UInt8](repeating: 0, count: 4096)
        // Unsafe: pointer and length of a local array that lives through the call.
        let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return Self.names(in: buffer.prefix(count))
    }

    /// Takes the names out of inotify's records: four 32-bit words, of which the last is the length
    /// of the name that follows, padded with zeros.
    static func names(in bytes: ArraySlice<UInt8>) -> [String] {
        let headerLength = 16
        var names: [String] = []
        var rest = bytes
        while rest.count >= headerLength {
            let header = rest.prefix(headerLength)
            let length = header.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(headerLength)
            let name = rest.prefix(length).prefix { $0 != 0 }
            names.append(String(decoding: name, as: UTF8.self))
            rest = rest.dropFirst(length)
        }
        return names
    }
}
