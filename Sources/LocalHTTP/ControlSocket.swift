// SPDX-License-Identifier: MPL-2.0

public import ControlAPI
import FoundationEssentials
import NIOCore
import NIOPosix

/// Where the control server listens, and who may connect.
public struct ControlSocket: Sendable, Hashable {
    /// Read and write for owner and group, nothing for others: who may not, cannot connect.
    public static let mode = 0o660

    /// Who may connect beside the service's own user and root.
    public enum Access: Sendable, Hashable {
        /// The members of a group, who may do everything; `nil` keeps the group that the service
        /// runs as.
        case group(String?)
        /// The members of the groups that roles are given to, by name.
        case roles([ControlRole: String])
    }

    /// The socket file.
    public let path: String
    /// Who may connect.
    public let access: Access

    /// A socket at a path whose users may do everything.
    public init(path: String, group: String? = nil) {
        self.init(path: path, access: .group(group))
    }

    /// A socket at a path.
    public init(path: String, access: Access) {
        self.path = path
        self.access = access
    }

    /// Looks up which groups the roles are given to.
    ///
    /// - Throws: ``ControlSocketError/unusable(_:reason:)`` when there is no such group.
    func gate() throws(ControlSocketError) -> ControlGate {
        guard case .roles(let names) = access else { return ControlGate() }
        var groups: [ControlRole: UnixGroup] = [:]
        for (role, name) in names {
            guard let group = UnixGroup(named: name) else {
                throw .unusable(
                    path,
                    reason: "there is no group \(name) for the role \(role.rawValue)"
                )
            }
            groups[role] = group
        }
        return ControlGate(groups: groups)
    }

    /// Removes what a crash left at the path, and nothing else.
    ///
    /// - Throws: ``ControlSocketError`` when another daemon answers there, or something that is no
    ///   socket is in the way.
    func clear() async throws(ControlSocketError) {
        guard let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] else {
            return
        }
        guard kind as? FileAttributeType == .typeSocket else { throw .notASocket(path) }
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(unixDomainSocketPath: path).get()
            try? await channel.close()
        } catch let error as IOError where error.errnoCode == ECONNREFUSED {
            return try remove()
        } catch {
            throw .unusable(path, reason: String(describing: error))
        }
        throw .occupied(path)
    }

    /// Gives the socket file to those who may connect.
    ///
    /// Until then the service's own umask holds, which never lets others write.
    ///
    /// - Throws: ``ControlSocketError/unusable(_:reason:)`` when the system refuses, or when there
    ///   is no such group.
    func protect(_ gate: ControlGate) throws(ControlSocketError) {
        switch access {
        case .group(let group): try protect(for: group)
        case .roles:
            guard UnixGroup.give(path: path, to: (gate.groups ?? [:]).values) else {
                throw .unusable(path, reason: "it cannot be given to the groups of the roles")
            }
        }
    }

    private func protect(for group: String?) throws(ControlSocketError) {
        var wanted: [FileAttributeKey: Any] = [.posixPermissions: Self.mode]
        wanted[.groupOwnerAccountName] = group
        // Read back, because a group that does not exist is passed over in silence.
        guard (try? FileManager.default.setAttributes(wanted, ofItemAtPath: path)) != nil,
            let found = try? FileManager.default.attributesOfItem(atPath: path),
            found[.posixPermissions] as? Int == Self.mode,
            group == nil || found[.groupOwnerAccountName] as? String == group
        else {
            let owner = group.map { " and group \($0)" } ?? ""
            throw .unusable(path, reason: "mode\(owner) cannot be set")
        }
    }

    private func remove() throws(ControlSocketError) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw .unusable(path, reason: "the stale file cannot be removed")
        }
    }
}

/// Why the control server cannot listen.
public enum ControlSocketError: Error, Sendable, Hashable {
    /// Another daemon answers at the path.
    case occupied(String)
    /// Something that is no socket is at the path.
    case notASocket(String)
    /// The system does not let the path be used.
    case unusable(String, reason: String)
}

extension ControlSocketError: CustomStringConvertible {
    /// The cause, for a log.
    public var description: String {
        switch self {
        case .occupied(let path): "another daemon answers at \(path)"
        case .notASocket(let path): "\(path) is not a socket and is left alone"
        case .unusable(let path, let reason): "\(path) cannot be used: \(reason)"
        }
    }
}
