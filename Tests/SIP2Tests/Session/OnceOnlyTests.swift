// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

/// Changes over a line that loses, damages and delays, to library systems of two kinds: whatever
/// happens, none is carried out twice, and what the client is told is true.
@Suite struct `A change over a bad line` {
    /// How the library system treats a request that it has carried out already.
    enum Kind: CaseIterable, Sendable {
        /// As the protocol demands: by number and checksum.
        case suppresses
        /// Like one that is widespread: it carries it out again.
        case repeats
    }

    @Test(arguments: Kind.allCases)
    func `is never carried out twice, and is told truly`(kind: Kind) {
        var seen = Tally()
        for seed in 0..<1_500 {
            var world = World(kind, seed: UInt64(seed))
            world.run(steps: 60)
            seen += world.tally
            #expect(world.errors == [], "seed \(seed)")
        }
        // The test is worth something only when all of it happens.
        #expect(seen.delivered > 1_000)
        #expect(seen.unknownDone > 50)
        #expect(seen.unknownUndone > 50)
        #expect(seen.notSent > 50)
    }

    struct Tally {
        var delivered = 0
        var unknownDone = 0
        var unknownUndone = 0
        var notSent = 0

        static func += (left: inout Tally, right: Tally) {
            left.delivered += right.delivered
            left.unknownDone += right.unknownDone
            left.unknownUndone += right.unknownUndone
            left.notSent += right.notSent
        }
    }

    struct World {
        private var generator: SeededGenerator
        private let kind: Kind
        private var client: ClientSession
        private var server: ServerSession?
        private var naive = FrameReader()
        private var toServer: [[UInt8]] = []
        private var toClient: [[UInt8]] = []
        private var now = Duration.zero
        private var lastID = 0
        private var executions: [String: Int] = [:]
        private(set) var tally = Tally()
        private(set) var errors: [String] = []

        init(_ kind: Kind, seed: UInt64) {
            self.kind = kind
            generator = SeededGenerator(seed: seed)
            var configuration = ClientSession.Configuration(dialect: checkedUTF8)
            configuration.opening = [.status]
            configuration.dialect.suppressesDuplicates = kind == .suppresses
            client = ClientSession(configuration)
        }

        mutating func run(steps: Int) {
            for _ in 0..<steps {
                switch Int.random(in: 0..<20, using: &generator) {
                case 0...3: lend()
                case 4...9: deliverToServer()
                case 10...15: deliverToClient()
                case 16: Self.damage(&toServer, using: &generator)
                case 17: Self.damage(&toClient, using: &generator)
                case 18: wait()
                default: breakOff()
                }
                if client.phase == .disconnected { connect() }
            }
            breakOff()
        }

        // MARK: What happens

        private mutating func connect() {
            server = ServerSession(checkedUTF8)
            naive = FrameReader()
            toServer = []
            toClient = []
            carryOut(client.connected(at: now))
        }

        private mutating func breakOff() {
            // What was written may still arrive.
            if Bool.random(using: &generator) {
                while !toServer.isEmpty { deliverToServer() }
            }
            carryOut(client.disconnected())
            toServer = []
            toClient = []
        }

        private mutating func lend() {
            lastID += 1
            let request = CheckoutRequest(
                transactionDate: recordedTime,
                institutionID: "i",
                patron: PatronIdentifier("p"),
                itemIdentifier: "item\(lastID)"
            )
            carryOut(client.send(request, as: .init(UInt64(lastID)), at: now))
        }

        private mutating func wait() {
            guard let deadline = client.nextDeadline else { return }
            now = max(now, deadline)
            carryOut(client.advance(to: now))
        }

        /// Changes a byte, or loses a whole message.
        private static func damage(
            _ line: inout [[UInt8]],
            using generator: inout SeededGenerator
        ) {
            guard let first = line.first, first.count > 1 else { return }
            guard Int.random(in: 0..<4, using: &generator) > 0 else {
                line.removeFirst()
                return
            }
            let place = Int.random(in: 0..<first.count - 1, using: &generator)
            line[0][place] ^= UInt8.random(in: 1...127, using: &generator)
        }

        // MARK: The two ends

        private mutating func deliverToServer() {
            guard !toServer.isEmpty else { return }
            let bytes = toServer.removeFirst()
            switch kind {
            case .suppresses: serve(bytes)
            case .repeats: serveAgain(bytes)
            }
        }

        private mutating func serve(_ bytes: [UInt8]) {
            guard var session = server else { return }
            var actions = session.received(bytes)
            while !actions.isEmpty {
                switch actions.removeFirst() {
                case .write(let bytes): toClient.append(bytes)
                case .handle(let request):
                    let answer = execute(request)
                    actions += (try? session.respond(with: answer)) ?? []
                case .close: break
                }
            }
            server = session
        }

        /// A library system that looks at nothing but the checksum.
        private mutating func serveAgain(_ bytes: [UInt8]) {
            for case .frame(let frame) in naive.receive(bytes) {
                guard let request = try? Message(decoding: frame, in: checkedUTF8),
                    request.checksum != nil
                else {
                    toClient.append(Array("96AZFEF6\r".utf8))
                    continue
                }
                guard let answer = execute(request),
                    let written = try? answer.encoded(in: checkedUTF8, sequence: request.sequence)
                else { continue }
                toClient.append(written + [FrameReader.terminator])
            }
        }

        private mutating func execute(_ request: Message) -> Message? {
            if request.command == .scStatus {
                return ACSStatus(offers: .onLine, dateTimeSync: nil, institutionID: "i").message
            }
            guard let checkout = CheckoutRequest(request) else { return nil }
            executions[checkout.itemIdentifier, default: 0] += 1
            return CheckoutResponse(
                isAccepted: true,
                transactionDate: checkout.transactionDate,
                institutionID: "i",
                patron: checkout.patron,
                itemIdentifier: checkout.itemIdentifier,
                dueDate: nil
            ).message
        }

        private mutating func deliverToClient() {
            guard !toClient.isEmpty else { return }
            carryOut(client.received(toClient.removeFirst(), at: now))
        }

        // MARK: What the client is told

        private mutating func carryOut(_ actions: [ClientSession.Action]) {
            for action in actions {
                switch action {
                case .write(let bytes): toServer.append(bytes)
                case .deliver(let id, let message): check(id, answer: message)
                case .fail(let id, let failure): check(id, failure)
                case .close:
                    toServer = []
                    toClient = []
                case .statusReceived, .becameReady: break
                }
            }
        }

        private func count(_ id: ClientSession.RequestID) -> Int {
            executions["item\(id.rawValue)", default: 0]
        }

        private mutating func check(_ id: ClientSession.RequestID, answer: Message) {
            tally.delivered += 1
            if count(id) != 1 { errors.append("\(id) was answered after \(count(id)) loans") }
            if answer[.itemIdentifier] != "item\(id.rawValue)" {
                errors.append("\(id) has the answer of another")
            }
        }

        private mutating func check(
            _ id: ClientSession.RequestID,
            _ failure: ClientSession.Failure
        ) {
            switch failure.outcome {
            case .notSent:
                tally.notSent += 1
                if count(id) != 0 { errors.append("\(id) was sent") }
            case .unanswered: errors.append("\(id) is a change")
            case .unknown:
                if count(id) > 1 { errors.append("\(id) was lent \(count(id)) times") }
                if count(id) == 1 { tally.unknownDone += 1 } else { tally.unknownUndone += 1 }
            }
        }
    }
}
