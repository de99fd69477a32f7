// SPDX-License-Identifier: MPL-2.0

/// The two messages that ask the other side to send its last one again.
enum ResendRequest {
    /// The bytes of 96 or 97, which consist of the command and at most a checksum.
    static func bytes(_ command: Command, withChecksum: Bool) -> [UInt8] {
        var bytes = Array(command.description.utf8)
        if withChecksum {
            bytes += Array("AZ".utf8)
            bytes += Array(Checksum(of: bytes.span).description.utf8)
        }
        return bytes
    }
}
