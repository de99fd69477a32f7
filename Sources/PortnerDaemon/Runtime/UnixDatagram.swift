// SPDX-License-Identifier: MPL-2.0

import Glibc

/// A socket that sends datagrams to one path: systemd's notify and journal sockets.
///
/// Sending never waits; a datagram that cannot be taken at once is lost.
final class UnixDatagram: Sendable {
    private let descriptor: Int32
    private let path: [UInt8]

    /// A sender to a path; a leading `@` means the abstract namespace.
    init?(path: String) {
        var bytes = Array(path.utf8)
        guard (1...107).contains(bytes.count) else { return nil }
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        let type = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { return nil }
        self.path = bytes
    }

    deinit { close(descriptor) }

    /// Sends bytes as one datagram; `false` when they were not taken.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let target = path
        // The C structure has room for 108 bytes and the initialiser took at most 107.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: target) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + target.count)
        let sent = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe sendto(
                    descriptor,
                    bytes,
                    bytes.count,
                    Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL),
                    generic,
                    length
                )
            }
        }
        return sent == bytes.count
    }
}
