// SPDX-License-Identifier: MPL-2.0

import ControlAPI
import Foundation
import Glibc
import Testing

@testable import LocalHTTP
@testable import PortnerCommands

@Suite struct `The gate of the control socket` {
    private let groups: [ControlRole: UnixGroup] = [
        .observer: UnixGroup(name: "watch", number: 11),
        .staff: UnixGroup(name: "desk", number: 12),
        .technician: UnixGroup(name: "tech", number: 13),
    ]

    @Test(
        arguments: [
            ([], nil), ([10], nil), ([11], .observer), ([12], .staff), ([13], .technician),
            ([11, 12], .staff), ([13, 10, 11], .technician),
        ] as [(Set<UInt32>, ControlRole?)]
    )
    func `gives the greatest role of a user's groups`(
        memberships: Set<UInt32>,
        role: ControlRole?
    ) {
        let gate = ControlGate(groups: groups, masters: [0, 990])
        #expect(gate.role(userID: 1000, groups: memberships) == role)
        for master: UInt32 in [0, 990] {
            #expect(gate.role(userID: master, groups: memberships) == .technician)
        }
    }

    @Test func `lets everybody do everything where there are no roles`() {
        #expect(ControlGate(masters: []).role(userID: 1000, groups: []) == .technician)
    }

    @Test func `knows which groups may do what takes a role`() {
        let gate = ControlGate(groups: groups)
        #expect(gate.groups(for: .observer) == ["watch", "desk", "tech"])
        #expect(gate.groups(for: .technician) == ["tech"])
    }

    @Test func `finds groups by name, but not root's`() {
        #expect(UnixGroup(named: "daemon")?.number == 1)
        #expect(UnixGroup(named: "root") == nil)
        #expect(UnixGroup(named: "no-such-group-here") == nil)
    }
}

@Suite(.timeLimit(.minutes(5))) struct `The control socket with roles` {
    /// Serves with one role given to the group of whoever runs this, as the kernel names it.
    private func withRole(
        _ role: ControlRole?,
        _ body: (_ path: String, FakeStation) async throws -> Void
    ) async throws {
        let names: [ControlRole: String] = [
            .observer: "watch", .staff: "desk", .technician: "tech",
        ]
        let groups = names.map { known, name in
            (known, UnixGroup(name: name, number: known == role ? getegid() : UInt32.max))
        }
        let gate = ControlGate(groups: Dictionary(uniqueKeysWithValues: groups), masters: [])
        let station = FakeStation()
        try await withTestFolder { folder in
            let socket = ControlSocket(path: folder + "/control.sock")
            try await withDaemon(station, socket: socket, gate: gate) {
                try await body(socket.path, station)
            }
        }
    }

    private let export = ExportOrder(
        from: nil,
        through: nil,
        withPersonalParts: false,
        reason: "x",
        sudoUserID: nil
    )

    /// Makes a request in the way of the client.
    private func make(_ request: ControlRequest, _ client: ControlClient) async throws {
        let card = SecretText(FakeStation.card)
        let person = PersonOrder(card: card, reason: "x", sudoUserID: nil)
        func order(_ word: String) -> DoorOrder {
            DoorOrder(order: word, door: "main", reason: "x", sudoUserID: nil)
        }
        func wish(_ word: String) -> OutboxWish {
            OutboxWish(request: "k-1", act: word, reason: "x", sudoUserID: nil)
        }
        switch request {
        case .status: _ = try await client.status()
        case .events: _ = try await client.events(limit: 1, alarmsOnly: false)
        case .eventsAboutPersons:
            let page = try await client.events(limit: 1, alarmsOnly: false)
            if page.leavesOutPersons == true { throw ControlFailure(.roleMissing) }
        case .cache: _ = try await client.cache()
        case .kiosks: _ = try await client.kiosks()
        case .privacyFacts: _ = try await client.privacyFacts()
        case .visitCounts: _ = try await client.visitCounts(days: 2)
        case .doorUnlock: _ = try await client.order(order("unlock"))
        case .doorSecure: _ = try await client.order(order("secure"))
        case .doorResume: _ = try await client.order(order("resume"))
        case .doorTest: _ = try await client.order(order("test"))
        case .evacuation:
            let order = EvacuationOrder(isOrdered: true, reason: "x", sudoUserID: nil)
            _ = try await client.evacuate(order)
        case .waitLift:
            let lift = WaitLift(card: card, reader: nil, reason: "x", sudoUserID: nil)
            _ = try await client.liftWait(lift)
        case .accessCheck:
            let check = AccessCheck(card: card, door: "main", reader: nil, at: nil)
            _ = try await client.check(check)
        case .list: _ = try await client.list()
        case .listChange:
            let change = ListOrder(
                act: .remove,
                kind: "allow",
                card: card,
                doors: nil,
                through: nil,
                whenClosed: false,
                reason: "x",
                sudoUserID: nil
            )
            _ = try await client.changeList(change)
        case .outbox: _ = try await client.outbox()
        case .outboxChange: _ = try await client.changeOutbox(wish("retry"))
        case .outboxReveal: _ = try await client.changeOutbox(wish("reveal"))
        case .kioskService:
            let order = KioskServiceOrder(
                kiosk: "hall",
                isInService: false,
                reason: "x",
                sudoUserID: nil
            )
            _ = try await client.orderKiosk(order)
        case .cacheSync: _ = try await client.sync(CacheSync(confirm: nil, sudoUserID: nil))
        case .rosterConfirm: _ = try await client.sync(CacheSync(confirm: "a", sudoUserID: nil))
        case .ledgerVerify: _ = try await client.verifyLedger()
        case .ledgerProof: _ = try await client.prove(ProofQuestion(sequence: 1, hash: "00"))
        case .ledgerExport: try await client.export(export) { _ in }
        case .personReport: _ = try await client.report(on: person)
        case .erasure: _ = try await client.erase(person)
        }
    }

    @Test(arguments: [nil, .observer, .staff, .technician] as [ControlRole?])
    func `lets each role do its part and nothing else`(role: ControlRole?) async throws {
        try await withRole(role) { path, station in
            var refused: [ControlRequest] = []
            for request in ControlRequest.allCases {
                do {
                    try await ControlClient.with(socketPath: path) { client in
                        try await make(request, client)
                    }
                } catch let failure as ControlFailure where failure.known == .roleMissing {
                    refused.append(request)
                } catch let failure as ControlFailure {
                    // Let in, and refused for what it asked.
                    #expect(failure.known == .nothingOpen, "\(request): \(failure)")
                }
            }
            let wanted = ControlRequest.allCases.filter { request in
                role.map { request.role > $0 } ?? true
            }
            #expect(refused == wanted)
            // Entries about persons are left out for an observer, which is no refusal; who may see
            // none at all is refused at the same address.
            let told = wanted.compactMap { request in
                guard request == .eventsAboutPersons else { return request }
                return role == nil ? .events : nil
            }
            #expect(station.refused == told)
        }
    }

    @Test func `says which role and group is missing, and whose role it is`() async throws {
        try await withRole(.observer) { path, station in
            let console = TestConsole()
            let arguments = ["door", "unlock", "main", "--reason", "x", "--yes", "--socket", path]
            #expect(await console.run(arguments) == 4)
            #expect(
                console.errors.contains(
                    "door-unlock takes the role staff of the group desk or tech; "
                )
            )
            #expect(console.errors.contains(" is observer\nNext: use sudo, or ask"))
            #expect(station.orders.isEmpty)
            #expect(station.refused == [.doorUnlock])
        }
    }

    @Test func `shows an observer events without persons, the newest of them`() async throws {
        try await withRole(.observer) { path, station in
            let lost = Fixture.event(3, "device", ["device": "pad", "outcome": "lost"])
            station.set(
                events: [Fixture.forced, lost]
                    + (4...9).map { number in
                        Fixture.event(number, "decision", card: "1a2b3c4d", ["outcome": "granted"])
                    }
            )
            let console = TestConsole()
            let arguments = ["events", "--last", "1", "--socket", path]
            #expect(await console.run(arguments) == 0)
            #expect(console.output.split(separator: "\n").count == 1)
            #expect(console.output.contains("lost") && !console.output.contains("1a2b3c4d"))
            #expect(console.errors.contains("for the role staff, and left out here"))
        }
    }

    @Test func `streams to an observer what concerns nobody`() async throws {
        try await withRole(.observer) { path, station in
            let lost = Fixture.event(3, "device", ["device": "pad", "outcome": "lost"])
            station.set(events: [Fixture.granted, Fixture.forced, lost])
            struct Enough: Error {}
            var seen: [UInt64] = []
            await #expect(throws: Enough.self) {
                try await ControlClient.with(socketPath: path) { client in
                    try await client.follow(after: 0, alarmsOnly: false) {
                    } show: { event in
                        seen.append(event.sequence)
                        if event.sequence == 3 { throw Enough() }
                    }
                }
            }
            #expect(seen == [2, 3])
        }
    }

    @Test func `does not call an entry missing that an observer may not see`() async throws {
        try await withRole(.observer) { path, station in
            station.set(events: [Fixture.granted])
            let console = TestConsole()
            #expect(await console.run("events", "show", "1", "--socket", path) == 4)
            #expect(console.errors.contains("are for the role staff"))
        }
    }

    @Test func `is given to the groups of the roles alone`() async throws {
        try await withTestFolder { folder in
            let socket = ControlSocket(
                path: folder + "/control.sock",
                access: .roles([.staff: "daemon", .technician: "adm"])
            )
            try await withDaemon(FakeStation(), socket: socket) {
                let attributes = try FileManager.default.attributesOfItem(atPath: socket.path)
                // The group's part of the mode is the mask of the access list.
                #expect(attributes[.posixPermissions] as? Int == 0o660)
                let console = TestConsole()
                #expect(await console.run("status", "--socket", socket.path) == 0)
            }
        }
    }

    @Test func `does not run with a role of a group that does not exist`() async throws {
        try await withTestFolder { folder in
            let socket = ControlSocket(
                path: folder + "/control.sock",
                access: .roles([.staff: "no-such-group-here"])
            )
            await #expect(throws: ControlSocketError.self) {
                try await withDaemon(FakeStation(), socket: socket) {}
            }
        }
    }
}
