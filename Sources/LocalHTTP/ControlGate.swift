// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Glibc
import NIOCore

/// Which role each user of the control socket has.
struct ControlGate: Sendable, Hashable {
    /// The groups that the roles are given to; `nil` where everybody who can connect may do
    /// everything.
    let groups: [ControlRole: UnixGroup]?
    /// The users who may do everything: root, and the daemon's own, who could do it without asking.
    let masters: Set<UInt32>

    /// A gate; without groups it stands open.
    init(groups: [ControlRole: UnixGroup]? = nil, masters: Set<UInt32> = [0, geteuid()]) {
        self.groups = groups
        self.masters = masters
    }

    /// The greatest role of a user; `nil` for who has none.
    func role(userID: UInt32, groups memberships: Set<UInt32>) -> ControlRole? {
        guard let groups, !masters.contains(userID) else { return .technician }
        return groups.filter { memberships.contains($0.value.number) }.keys.max()
    }

    /// The groups whose members may do what takes a role, the least of them first.
    func groups(for role: ControlRole) -> [String] {
        (groups ?? [:]).filter { $0.key >= role }.sorted { $0.key < $1.key }.map(\.value.name)
    }
}

/// Who asks, and what that user may.
struct ControlCaller: Sendable {
    private let peer: PeerCredential?
    private let gate: ControlGate
    /// The user's role; `nil` for who has none.
    let role: ControlRole?

    /// Whoever is at the other end of a connection.
    init(channel: any Channel, gate: ControlGate) async {
        self.gate = gate
        let peer = await PeerCredential(of: channel)
        self.peer = peer
        if gate.groups == nil {
            role = .technician
        } else if let peer {
            role = gate.role(userID: peer.userID, groups: await peer.groups(of: channel))
        } else {
            role = nil
        }
    }

    /// Whether the user's role allows a request.
    func may(_ request: ControlRequest) -> Bool { role.map { $0 >= request.role } ?? false }

    /// Lets a request pass that the user's role allows.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - refused: Told of a request that is not allowed, and of whose it was.
    /// - Throws: ``ControlFailure`` that says which role and group is missing.
    func admit(
        _ request: ControlRequest,
        refused: @Sendable (ControlRequest, _ by: String) async -> Void
    ) async throws(ControlFailure) {
        guard !may(request) else { return }
        let name = try await name(sudoUserID: nil)
        await refused(request, name)
        let groups = gate.groups(for: request.role).joined(separator: " or ")
        let own = role.map { "is \($0.rawValue)" } ?? "has none"
        throw ControlFailure(
            .roleMissing,
            detail: "\(request.rawValue) takes the role \(request.role.rawValue)"
                + (groups.isEmpty ? "" : " of the group \(groups)") + "; \(name) \(own)"
        )
    }

    /// The user's name for the ledger.
    ///
    /// - Parameter sudoUserID: Who called `sudo`, as the client says; believed only from root,
    ///   who could do anything anyway.
    /// - Returns: The name, with the caller of `sudo` after it.
    /// - Throws: ``ControlFailure`` when the kernel does not say who it is.
    func name(sudoUserID: UInt32?) async throws(ControlFailure) -> String {
        guard let peer else { throw ControlFailure(.notPermitted) }
        let name = await PeerCredential.userName(peer.userID)
        guard peer.userID == 0, let sudoUserID, sudoUserID != 0 else { return name }
        return "\(name) for \(await PeerCredential.userName(sudoUserID))"
    }
}
