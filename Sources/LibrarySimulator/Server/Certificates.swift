// SPDX-License-Identifier: MPL-2.0

import Crypto
import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// What is wrong with the certificate that the simulator shows.
public enum CertificateFault: String, Sendable, Hashable, CaseIterable {
    /// It ran out yesterday.
    case expired
    /// It is for another host.
    case wrongHost = "wrong-host"
    /// Another authority has issued it than the one that clients are told to trust.
    case unknownAuthority = "unknown-authority"
}

/// A throw-away authority and a certificate for the simulator, made when it starts.
///
/// Keys live in memory only and end with the process.
struct Certificates {
    /// How long a certificate lasts that is not to be expired.
    static let lifetime: TimeInterval = 30 * 24 * 3600
    private static let day: TimeInterval = 24 * 3600

    /// The certificate of the authority, for clients to trust, as PEM.
    let authority: String
    private let chain: NIOSSLCertificate
    private let key: NIOSSLPrivateKey

    /// Makes keys and certificates.
    ///
    /// - Parameters:
    ///   - hosts: Names and addresses of the simulator.
    ///   - fault: What is to be wrong.
    /// - Throws: An error of the certificate libraries.
    init(for hosts: [String], fault: CertificateFault? = nil) throws {
        let trusted = try Authority()
        let issuer = fault == .unknownAuthority ? try Authority() : trusted
        let hosts = fault == .wrongHost ? ["somewhere-else.example"] : hosts
        let key = P256.Signing.PrivateKey()
        let end = Date() + (fault == .expired ? -Self.day : Self.lifetime)
        let certificate = try issuer.issue(
            Certificate.PrivateKey(key).publicKey,
            for: hosts,
            from: end - Self.lifetime - 2 * Self.day,
            to: end
        )
        authority = try trusted.certificate.serializeAsPEM().pemString
        let pem = try certificate.serializeAsPEM().pemString
        chain = try NIOSSLCertificate(bytes: Array(pem.utf8), format: .pem)
        self.key = try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem)
    }

    /// What a server needs to speak TLS 1.2 and newer.
    func context() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(chain)],
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        return try NIOSSLContext(configuration: configuration)
    }
}

/// An authority that issues certificates.
private struct Authority {
    let certificate: Certificate
    private let key: Certificate.PrivateKey

    init() throws {
        key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let name = try DistinguishedName { CommonName("Portner library simulator") }
        certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: Date() - Certificates.lifetime,
            notValidAfter: Date() + Certificates.lifetime,
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
            },
            issuerPrivateKey: key
        )
    }

    func issue(
        _ publicKey: Certificate.PublicKey,
        for hosts: [String],
        from begin: Date,
        to end: Date
    ) throws -> Certificate {
        try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: publicKey,
            notValidBefore: begin,
            notValidAfter: end,
            issuer: certificate.subject,
            subject: DistinguishedName { CommonName(hosts.first ?? "localhost") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(hosts.map(Self.name))
            },
            issuerPrivateKey: key
        )
    }

    /// A host as certificates name it: the bytes of an address, or a name.
    private static func name(_ host: String) -> GeneralName {
        if host == "::1" {
            return .ipAddress(ASN1OctetString(contentBytes: [UInt8](repeating: 0, count: 15) + [1]))
        }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { UInt8($0) }
        guard parts.count == 4, bytes.count == 4 else { return .dnsName(host) }
        return .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
    }
}
