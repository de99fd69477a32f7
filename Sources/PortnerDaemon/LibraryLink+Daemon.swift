// SPDX-License-Identifier: MPL-2.0

import FBS
import LibraryLink
import LibraryProtocol
import PortnerCore
import PortnerSettings
import SIP2

extension LibraryLinkPort {
    /// Answers go to whoever asked: a technician's question, or else the station.
    init(
        clock: SystemClock,
        inbox: Inbox,
        questions: Answers<LibraryReply>,
        library: LibraryState
    ) {
        self.init(
            now: {
                let now = clock.now()
                return (now.timestamp, now.civil)
            },
            reply: { reply, ticket in
                if !questions.resume(ticket, with: reply) {
                    inbox.put(.libraryReplied(reply, ticket))
                }
            },
            // Nobody sends requests yet: a door only asks.
            answer: { _ in },
            health: { health in
                library.note(
                    isReachable: health.isReachable,
                    health.words,
                    at: clock.now()
                )
                inbox.put(
                    .libraryChanged(isReachable: health.isReachable, detail: health.words)
                )
            }
        )
    }
}

extension LibraryLink {
    /// The link that the settings describe.
    ///
    /// - Throws: ``DaemonError`` when a file that they name cannot be used.
    convenience init(
        _ settings: Settings,
        _ stores: Stores,
        port: LibraryLinkPort
    ) throws(DaemonError) {
        do throws(LibraryLinkError) {
            try self.init(LibraryLinkSettings(settings, stores), port: port)
        } catch {
            throw .start(what: "library", detail: error.description)
        }
    }
}

extension LinkHealth {
    /// How the way is, with how far it has come back after an outage.
    fileprivate var words: String {
        guard case .recovering(let good) = state else { return detail }
        return "\(detail): answers again, \(good) in a row"
    }
}

extension LibraryLinkSettings {
    /// The link's settings out of the file's, and the station's secrets.
    init(_ settings: Settings, _ stores: Stores) {
        let library = settings.library
        let security = library.security.map { TLSSettings($0, keyFile: stores.libraryKeyFile) }
        let way: Way =
            switch library.carrier {
            case .tcp, .tls:
                .stream(
                    ClientSession.Configuration(library, password: stores.libraryPassword),
                    security
                )
            case .cicero:
                .envelope(
                    EnvelopeSettings(
                        path: library.path,
                        user: Secret(library.user ?? ""),
                        password: Secret(stores.libraryPassword),
                        schema: SIPSchema(
                            namespace: library.namespace,
                            location: library.namespace
                        ),
                        security: security ?? TLSSettings()
                    )
                )
            }
        self.init(
            way: way,
            host: library.host,
            port: library.port,
            translation: SIP2Translation(
                institution: library.institution,
                location: library.location,
                form: library.carrier == .cicero ? .cicero : .threeM
            )
        )
        // A stream keeps itself alive.
        if library.carrier == .cicero { breaker.idleInterval = library.keepAlive }
    }
}

extension TLSSettings {
    fileprivate init(_ security: LibrarySecurity, keyFile: String?) {
        self.init()
        authorityFile = security.authority
        serverName = security.name
        pins = Set(security.pins.compactMap { KeyPin(hex: $0) })
        certificateFile = security.certificate
        self.keyFile = keyFile
    }
}

extension ClientSession.Configuration {
    /// The session's settings out of the file's.
    fileprivate init(_ library: LibrarySettings, password: String) {
        let encoding: TextEncoding =
            switch library.encoding {
            case .utf8: .utf8
            case .latin1: .isoLatin1
            case .cp850: .codePage850
            }
        let login = library.user.map {
            LoginRequest(
                user: Secret($0),
                password: Secret(password),
                location: library.location.isEmpty ? nil : library.location
            )
        }
        self.init(
            dialect: Dialect(
                encoding: encoding,
                detectsErrors: library.usesChecksum,
                echoes: library.repeatsCard ? [.patron, .item] : .item
            ),
            login: login
        )
        changeTimeout = library.changeTimeout
        resendsMax = 2
        keepAliveInterval = library.keepAlive
    }
}
