// SPDX-License-Identifier: MPL-2.0

import FBS
public import LibraryLink
import LibraryProtocol
public import PortnerSettings
import SIP2

/// A way to the library system, out of what a configuration file says about it.
public enum LibraryWay: Sendable {
    /// SIP2, whatever carries it.
    case sip2(LibraryLinkSettings)
    /// The REST interface.
    case fbs(FBSLinkSettings)

    /// The way that the settings describe, with the station's secrets.
    public init(_ library: LibrarySettings, _ secrets: LibrarySecrets) {
        let security = library.security.map { TLSSettings($0, keyFile: secrets.keyFile) }
        self =
            switch library.carrier {
            case .tcp, .tls:
                .sip2(
                    LibraryLinkSettings(
                        library,
                        .stream(ClientSession.Configuration(library, secrets), security)
                    )
                )
            case .cicero:
                .sip2(
                    LibraryLinkSettings(
                        library,
                        .envelope(EnvelopeSettings(library, secrets, security))
                    )
                )
            case .fbs:
                .fbs(FBSLinkSettings(library, secrets, security))
            }
    }

    /// The link along this way.
    ///
    /// - Throws: `LibraryLinkError` when a file of the settings cannot be used.
    public func link(_ port: LibraryLinkPort) throws(LibraryLinkError) -> any LibraryLinking {
        switch self {
        case .sip2(let settings): try LibraryLink(settings, port: port)
        case .fbs(let settings): try FBSLink(settings, port: port)
        }
    }
}

extension LibraryLinkSettings {
    fileprivate init(_ library: LibrarySettings, _ way: Way) {
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
        if case .envelope = way { breaker.idleInterval = library.keepAlive }
    }
}

extension EnvelopeSettings {
    fileprivate init(
        _ library: LibrarySettings,
        _ secrets: LibrarySecrets,
        _ security: TLSSettings?
    ) {
        self.init(
            path: library.path,
            user: Secret(library.user ?? ""),
            password: secrets.password,
            schema: SIPSchema(namespace: library.namespace, location: library.namespace),
            security: security ?? TLSSettings()
        )
    }
}

extension FBSLinkSettings {
    fileprivate init(
        _ library: LibrarySettings,
        _ secrets: LibrarySecrets,
        _ security: TLSSettings?
    ) {
        var interface = FBSInterface(agency: library.institution)
        interface.versions.replace(with: library.versions)
        self.init(
            host: library.host,
            port: library.port,
            session: FBSSession.Configuration(
                interface: interface,
                login: LogIn(username: library.user ?? "", password: secrets.password)
            ),
            security: security ?? TLSSettings()
        )
        base = library.path
        breaker.idleInterval = library.keepAlive
    }
}

extension FBSVersions {
    fileprivate mutating func replace(with versions: [LibrarySettings.Call: Int]) {
        for (call, version) in versions {
            switch call {
            case .authenticate: authenticate = version
            case .preauthenticated: preauthenticated = version
            case .patron: patron = version
            case .identifiers: identifiers = version
            case .loans: loans = version
            case .renew: renew = version
            case .reservations: reservations = version
            case .fees: fees = version
            }
        }
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
    fileprivate init(_ library: LibrarySettings, _ secrets: LibrarySecrets) {
        let encoding: TextEncoding =
            switch library.encoding {
            case .utf8: .utf8
            case .latin1: .isoLatin1
            case .cp850: .codePage850
            }
        let login = library.user.map {
            LoginRequest(
                user: Secret($0),
                password: secrets.password,
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
