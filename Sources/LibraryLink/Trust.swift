// SPDX-License-Identifier: MPL-2.0

import Crypto
import NIOCore
import NIOSSL

/// How a library system proves that it is the one that is meant, and this station that it may ask.
public struct TLSSettings: Sendable, Hashable {
    /// The greatest number of pins.
    public static let pinsMax = 8

    /// The PEM file of the authority that signed the library system's certificate.
    ///
    /// Without one the machine's own list counts; with one nobody else's signature does.
    public var authorityFile: String?
    /// The name or the address in the certificate, where it is another than the host's.
    public var serverName: String?
    /// The public keys that are expected; with none, any that the authority vouches for will do.
    public var pins: Set<KeyPin> = []
    /// The PEM file of this station's certificate, for a library system that asks for one.
    public var certificateFile: String?
    /// The PEM file of the key to ``certificateFile``.
    public var keyFile: String?

    /// The machine's own authorities, no pins and no certificate.
    public init() {}
}

/// The SHA-256 hash of a public key with its algorithm (SubjectPublicKeyInfo, RFC 7469 2.4).
public struct KeyPin: Sendable, Hashable {
    /// The number of bytes.
    public static let length = 32

    /// The bytes of the hash.
    public let bytes: [UInt8]

    /// Takes 64 hexadecimal digits, anything else is nil; colons between them are dropped.
    public init?(hex text: some StringProtocol) {
        let digits = text.utf8.filter { $0 != UInt8(ascii: ":") }
        let values = digits.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 2 * Self.length, values.count == digits.count else { return nil }
        bytes = (0..<Self.length).map { UInt8(values[2 * $0] * 16 + values[2 * $0 + 1]) }
    }

    init(of certificate: NIOSSLCertificate) throws {
        bytes = Array(SHA256.hash(data: try certificate.extractPublicKey().toSPKIBytes()))
    }
}

/// Why a link cannot be made from its settings.
public struct LibraryLinkError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The words for a technician, with the file that is meant.
    public let description: String
}

/// The settings of TLS with their files read: version 1.2 or newer, the chain, the dates and the
/// name verified, and no way around any of it.
///
/// The handshake verifies the chain and the dates, ``verdict(on:for:)`` the name and the key.
struct Trust: Sendable {
    private let context: NIOSSLContext
    private let serverName: String?
    private let pins: Set<KeyPin>

    init(_ settings: TLSSettings) throws(LibraryLinkError) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // The library would also take a certificate for the address that the connection leads to,
        // whichever name was wanted.
        configuration.certificateVerification = .noHostnameVerification
        configuration.renegotiationSupport = .none
        if let file = settings.authorityFile {
            configuration.trustRoots = .certificates(try Self.certificates(file))
        }
        if let file = settings.certificateFile {
            configuration.certificateChain = try Self.certificates(file).map { .certificate($0) }
            guard let keyFile = settings.keyFile else {
                throw LibraryLinkError(description: "\(file): the key to it is missing")
            }
            configuration.privateKey = .privateKey(try Self.key(keyFile))
        }
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw LibraryLinkError(description: "TLS: certificate and key do not go together")
        }
        serverName = settings.serverName
        pins = settings.pins
    }

    private static func certificates(
        _ file: String
    ) throws(LibraryLinkError) -> [NIOSSLCertificate] {
        let list = (try? NIOSSLCertificate.fromPEMFile(file)) ?? []
        guard !list.isEmpty else {
            throw LibraryLinkError(description: "\(file): holds no certificate in PEM form")
        }
        return list
    }

    private static func key(_ file: String) throws(LibraryLinkError) -> NIOSSLPrivateKey {
        do {
            return try NIOSSLPrivateKey(file: file, format: .pem)
        } catch {
            throw LibraryLinkError(description: "\(file): holds no private key in PEM form")
        }
    }

    /// The handler that secures a connection to a host.
    ///
    /// An address has no name to be told to the peer.
    func handler(for host: String) throws -> NIOSSLClientHandler {
        let name = serverName ?? host
        return try NIOSSLClientHandler(
            context: context,
            serverHostname: PeerName(name).isAddress ? nil : name
        )
    }

    /// What a certificate is worth whose chain and dates are valid.
    enum Verdict: Sendable, Hashable {
        case accepted
        case otherName
        case otherKey
    }

    /// Whether a certificate is the wanted host's and has one of the expected keys.
    func verdict(on certificate: NIOSSLCertificate?, for host: String) -> Verdict {
        guard let certificate, PeerName(serverName ?? host).isNamed(in: certificate) else {
            return .otherName
        }
        guard !pins.isEmpty else { return .accepted }
        guard let pin = try? KeyPin(of: certificate), pins.contains(pin) else { return .otherKey }
        return .accepted
    }

    /// What is wrong, in the library's short words, which name neither station nor patron.
    static func words(for error: any Error) -> String {
        switch error {
        case let error as NIOSSLError:
            if case .handshakeFailed(let reason) = error { return "\(reason)" }
            return "\(error)"
        case let error as NIOSSLExtraError: return error.description
        default: return "\(type(of: error))"
        }
    }
}
