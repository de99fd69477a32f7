// SPDX-License-Identifier: MPL-2.0

import CLinux
import Glibc

/// A group of the machine's users.
struct UnixGroup: Sendable, Hashable {
    /// The name.
    let name: String
    /// The number.
    let number: UInt32

    /// A group of that name and number.
    init(name: String, number: UInt32) {
        self.name = name
        self.number = number
    }

    /// The greatest number of bytes that an entry of the group database may take.
    private static let entryBytesMax = 256 * 1024

    /// Looks a group up; `nil` where there is none, and for root's own.
    init?(named name: String) {
        var entry = unsafe group()
        var found: UnsafeMutablePointer<group>?
        let size = Self.entryBytesMax
        var buffer = [CChar](repeating: 0, count: size)
        // Unsafe: C pointers. The entry lies in `buffer`; only its number is taken.
        let number: UInt32? = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
            guard let base = bytes.baseAddress,
                unsafe getgrnam_r(name, &entry, base, size, &found) == 0, unsafe found != nil
            else { return nil }
            return unsafe entry.gr_gid
        }
        guard let number, number != 0 else { return nil }
        self.init(name: name, number: number)
    }

    /// Gives a file to its owner and to the members of some groups, and to nobody else.
    ///
    /// A file has one group only, so the others are named in an access list, acl(5). The file's own
    /// group is left out.
    ///
    /// - Returns: Whether the system did it.
    static func give(path: String, to groups: some Sequence<UnixGroup>) -> Bool {
        let nobody = UInt32.max
        var list = AccessControlList()
        list.append(tag: .owner, mayUse: true, id: nobody)
        list.append(tag: .ownGroup, mayUse: false, id: nobody)
        for number in Set(groups.map(\.number)).sorted() {
            list.append(tag: .group, mayUse: true, id: number)
        }
        list.append(tag: .mask, mayUse: true, id: nobody)
        list.append(tag: .others, mayUse: false, id: nobody)
        let name = "system.posix_acl_access"
        // Unsafe: a C pointer to the bytes of the list, which the kernel copies.
        return unsafe list.bytes.withUnsafeBytes { bytes in
            unsafe setxattr(path, name, bytes.baseAddress, bytes.count, 0) == 0
        }
    }
}

/// An access list as Linux takes it: a version, then entries of tag, permission and number, all in
/// the order of bytes that the least significant one begins.
private struct AccessControlList {
    enum Tag: UInt16 {
        case owner = 0x01
        case ownGroup = 0x04
        case group = 0x08
        case mask = 0x10
        case others = 0x20
    }

    private(set) var bytes: [UInt8] = []

    init() { append(UInt32(2)) }

    mutating func append(tag: Tag, mayUse: Bool, id: UInt32) {
        append(tag.rawValue)
        // Read and write: what connecting to a socket takes.
        append(UInt16(mayUse ? 6 : 0))
        append(id)
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        var rest = number
        for _ in 0..<number.bitWidth / 8 {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }
}
