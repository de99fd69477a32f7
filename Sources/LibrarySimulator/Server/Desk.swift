// SPDX-License-Identifier: MPL-2.0

import FBS
import NIOCore
import NIOSSL
import SIP2
import Synchronization

/// What all connections share: the library, the sessions of FBS, and what goes wrong.
final class Desk: Sendable {
    /// The greatest number of FBS sessions; the oldest ends when there is one more.
    static let sessionsMax = 64

    let settings: LibrarySimulatorServer.Settings
    let interface: FBSInterface
    private let state: Mutex<State>

    private struct State {
        var library: SimulatedLibrary
        var faults = Faults.none
        var generator: SeededGenerator
        var conversations: [ObjectIdentifier: any Channel] = [:]
        var sessions: [String] = []
        /// The last answer over HTTPS, whose connections have one each.
        var previousAnswer: [UInt8]?
    }

    init(_ library: SimulatedLibrary, _ settings: LibrarySimulatorServer.Settings) {
        self.settings = settings
        interface = FBSInterface(agency: SimulatedLibrary.institution, versions: settings.versions)
        let generator = SeededGenerator(seed: settings.seed)
        state = Mutex(State(library: library, generator: generator))
    }

    /// The library as it is now.
    var library: SimulatedLibrary {
        get { state.withLock { $0.library } }
        set { state.withLock { $0.library = newValue } }
    }

    // MARK: Answers

    /// Carries a request out.
    func answer(to request: Message) -> Message? {
        let time = settings.clock()
        return state.withLock { $0.library.answer(to: request, at: time) }
    }

    /// Carries a REST call out.
    func answer(to call: ReceivedCall) -> FBSResponse {
        let time = settings.clock()
        return state.withLock { $0.library.answer(to: call, of: interface, at: time) }
    }

    /// Whether a device may log in: with its password, or as anybody where no login is set.
    func admits(_ user: Secret?, _ password: Secret?) -> Bool {
        guard !faults.refusesLogin, let user else { return false }
        guard !settings.logins.isEmpty else { return true }
        return settings.logins[user.revealed] == password
    }

    /// Begins an FBS session.
    func beginSession() -> SessionKey? {
        state.withLock { state in
            let text = String(state.generator.next(), radix: 36)
            if state.sessions.count == Self.sessionsMax { state.sessions.removeFirst() }
            state.sessions.append(text)
            return SessionKey(text)
        }
    }

    /// Whether an FBS session has begun and not ended.
    func hasSession(_ key: String?) -> Bool {
        state.withLock { state in key.map(state.sessions.contains) ?? false }
    }

    func endSessions() {
        state.withLock { $0.sessions = [] }
    }

    /// A number for the operators, which nothing else has.
    func nextRequestID() -> String {
        state.withLock { String($0.generator.next(), radix: 16) }
    }

    // MARK: Faults

    var faults: Faults {
        get { state.withLock { $0.faults } }
        set {
            let channels = state.withLock { state in
                state.faults = newValue
                return Array(state.conversations.values)
            }
            for channel in channels {
                channel.pipeline.fireUserInboundEventTriggered(FaultsChanged())
            }
        }
    }

    /// What befalls a request that has come.
    func strike(_ request: FaultRule.Target, answeredBy answer: Command?) -> AnswerFault? {
        state.withLock { $0.faults.strike(request, answeredBy: answer, &$0.generator) }
    }

    /// What befalls an answer on its way, and how long that takes.
    func journey(of answer: Command?) -> (fault: AnswerFault?, delay: Duration) {
        state.withLock { state in
            let latency = state.faults.latency
            let spread = latency.upperBound - latency.lowerBound
            let share = Double(state.generator.next() % 1001) / 1000
            return (state.faults.strike(answer), latency.lowerBound + spread * share)
        }
    }

    var previousAnswer: [UInt8]? {
        get { state.withLock { $0.previousAnswer } }
        set { state.withLock { $0.previousAnswer = newValue } }
    }

    // MARK: Connections

    /// Tells of a failed handshake; other errors of a connection only end it.
    func report(_ error: any Error) {
        if let error = error as? NIOSSLError { settings.log(.handshakeFailed("\(error)")) }
    }

    func join(_ channel: any Channel) {
        state.withLock { $0.conversations[ObjectIdentifier(channel)] = channel }
    }

    func leave(_ channel: any Channel) {
        state.withLock { _ = $0.conversations.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    func endConversations() async {
        for channel in state.withLock({ Array($0.conversations.values) }) {
            try? await channel.close()
        }
    }
}

/// Tells a conversation that other things go wrong from now on.
struct FaultsChanged: Sendable {}
