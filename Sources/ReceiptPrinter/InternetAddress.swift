// SPDX-License-Identifier: MPL-2.0

import DriverLoop
import Glibc

/// An IP address and a port; names are not looked up, since that can take longer than a printout.
struct InternetAddress: Sendable {
    private enum Kind {
        case four(sockaddr_in)
        case six(sockaddr_in6)
    }

    private let kind: Kind

    /// Takes an address of either version as it is usually written.
    init?(_ text: String, port: UInt16) {
        var four = sockaddr_in()
        var six = sockaddr_in6()
        // Unsafe: a C string made for the calls, and pointers to local values that outlive them.
        if unsafe inet_pton(AF_INET, text, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            kind = .four(four)
        } else if unsafe inet_pton(AF_INET6, text, &six.sin6_addr) == 1 {
            six.sin6_family = sa_family_t(AF_INET6)
            six.sin6_port = port.bigEndian
            kind = .six(six)
        } else {
            return nil
        }
    }

    /// A socket that begins to connect, and that breaks when the other end does not take for so
    /// long what was sent.
    func connect(unsentMax: Duration) throws(SystemCallError) -> OwnedDescriptor {
        let owned: OwnedDescriptor
        switch kind {
        case .four(var address):
            owned = try Self.connect(AF_INET, &address, MemoryLayout<sockaddr_in>.size)
        case .six(var address):
            owned = try Self.connect(AF_INET6, &address, MemoryLayout<sockaddr_in6>.size)
        }
        var milliseconds = UInt32(unsentMax.components.seconds) * 1000
        let size = socklen_t(MemoryLayout<UInt32>.size)
        let level = Int32(IPPROTO_TCP)
        // Unsafe: pointer to a local value that lives through the call, with its size.
        guard
            unsafe setsockopt(owned.number, level, TCP_USER_TIMEOUT, &milliseconds, size) == 0
        else { throw .last("TCP_USER_TIMEOUT") }
        return owned
    }

    private static func connect<Address>(
        _ family: Int32,
        _ address: inout Address,
        _ size: Int
    ) throws(SystemCallError) -> OwnedDescriptor {
        let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let owned = try OwnedDescriptor("socket", returned: socket(family, Int32(type), 0))
        // Unsafe: the address is a C structure of the given size, which lives through the call.
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(owned.number, $0, socklen_t(size))
            }
        }
        guard result == 0 || errno == EINPROGRESS else { throw .last("connect") }
        return owned
    }
}
