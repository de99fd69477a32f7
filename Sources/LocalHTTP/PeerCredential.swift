// SPDX-License-Identifier: MPL-2.0

import Glibc
import NIOCore
import NIOPosix

/// Who is at the other end of a Unix-domain socket, as the kernel noted when it connected.
struct PeerCredential: Sendable, Hashable {
    /// The number of the user whose process connected.
    let userID: UInt32
    /// The number of that process's own group.
    let groupID: UInt32

    /// The greatest number of bytes that an entry of the user database may take.
    private static let entryBytesMax = 16 * 1024

    /// Asks the kernel about a connection; `nil` when it is not a Unix-domain socket.
    init?(of channel: any Channel) async {
        guard let provider = channel as? any SocketOptionProvider else { return nil }
        // The type must have the layout that the kernel fills in. unix(7) names it for SO_PEERCRED:
        // `struct ucred`, the process, the user and the group, 32 bits each.
        let option: EventLoopFuture<InlineArray<3, UInt32>> = provider.unsafeGetSocketOption(
            level: .socket,
            name: NIOBSDSocket.Option(rawValue: SO_PEERCRED)
        )
        // Without a process there is no peer: the socket is of another kind.
        guard let found = try? await option.get(), found[0] != 0 else { return nil }
        (userID, groupID) = (found[1], found[2])
    }

    /// The greatest number of further groups that are asked for.
    static let groupsMax = 1024

    /// The groups of the process when it connected, its own and further ones.
    ///
    /// Who is in more than ``groupsMax`` further groups counts as being in the own one only.
    func groups(of channel: any Channel) async -> Set<UInt32> {
        var groups: Set = [groupID]
        guard let provider = channel as? any SocketOptionProvider else { return groups }
        // The kernel fills in an array of `gid_t`, and leaves the rest of it 0.
        let option: EventLoopFuture<InlineArray<1024, UInt32>> = provider.unsafeGetSocketOption(
            level: .socket,
            name: NIOBSDSocket.Option(rawValue: SO_PEERGROUPS)
        )
        guard let found = try? await option.get() else { return groups }
        for index in found.indices where found[index] != 0 { groups.insert(found[index]) }
        return groups
    }

    /// The name of a user, or the number where the user database has no name.
    ///
    /// Looked up on a worker thread: the database may be on the network.
    static func userName(_ userID: UInt32) async -> String {
        let name = try? await NIOThreadPool.singleton.runIfActive { lookUp(userID) }
        return (name ?? nil) ?? "user \(userID)"
    }

    private static func lookUp(_ userID: UInt32) -> String? {
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        let size = entryBytesMax
        var buffer = [CChar](repeating: 0, count: size)
        // Unsafe: C pointers. The entry's strings lie in `buffer`, which outlives their copy.
        return unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            guard let base = bytes.baseAddress,
                unsafe getpwuid_r(userID, &entry, base, size, &found) == 0,
                unsafe found != nil, let name = unsafe entry.pw_name
            else { return nil }
            return unsafe String(cString: name)
        }
    }
}
