// SPDX-License-Identifier: MPL-2.0

import MadeUpCertificates
@testable import LibraryLink
import NIOSSL
import PortnerCore
import SIP2
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A secured connection` {
    private let files: PEMFiles
    private let trust: TLSSettings

    init() throws {
        files = try PEMFiles()
        trust = try files.trust()
    }

    /// What is told about the line to a server, and what the server received.
    private func word(
        _ security: NIOSSLContext?,
        _ settings: TLSSettings,
        host: String = "127.0.0.1"
    ) async throws -> (isGood: Bool, words: String, received: [String]) {
        var result: (Bool, String, [String]) = (false, "", [])
        try await Peer.run(.lines, security) { _ in
            [.write(`A stream that is cut`.status)]
        } _: { peer in
            try await CarrierVisit.run(.stream(port: peer.port, settings, host: host)) { visit in
                visit.probe()
                let word = try await visit.word()
                let received = word.isGood ? [try await peer.request()] : peer.received
                result = (word.isGood, word.words, received)
            }
        }
        return result
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `is made to a library system that proves itself`(host: String) async throws {
        let word = try await word(Peer.security(Certificates.server), trust, host: host)
        #expect(word.isGood)
        #expect(word.received.first?.hasPrefix("99") == true)
    }

    /// What is wrong with a certificate.
    enum Fault: CaseIterable {
        case expired
        case notYetValid
        case otherName
        case selfSigned

        var certificate: String {
            switch self {
            case .expired: Certificates.expired
            case .notYetValid: Certificates.notYetValid
            case .otherName: Certificates.otherName
            case .selfSigned: Certificates.selfSigned
            }
        }
    }

    @Test(arguments: Fault.allCases)
    func `is refused when the certificate is wrong`(fault: Fault) async throws {
        let word = try await word(Peer.security(fault.certificate), trust)
        #expect(!word.isGood)
        #expect(word.words.contains("TLS"))
        #expect(word.received == [])
    }

    @Test(arguments: ["library.example", "localhost.example", "192.0.2.1", "127.0.0.2", "::1"])
    func `is refused when the certificate is for where it leads and not for whom is meant`(
        name: String
    ) async throws {
        var settings = trust
        settings.serverName = name
        let word = try await word(Peer.security(Certificates.server), settings)
        #expect(!word.isGood)
        #expect(word.words.hasSuffix("TLS: the certificate is for another name"))
        #expect(word.received == [])
    }

    @Test(arguments: ["library.example", "Library.EXAMPLE.", "192.0.2.1"])
    func `is made when the certificate is for whom is meant, wherever it leads`(
        name: String
    ) async throws {
        var settings = trust
        settings.serverName = name
        let word = try await word(Peer.security(Certificates.otherName), settings)
        #expect(word.isGood)
    }

    @Test func `is refused when the machine's own authorities did not sign`() async throws {
        let word = try await word(Peer.security(Certificates.server), TLSSettings())
        #expect(!word.isGood)
        #expect(word.received == [])
    }

    @Test func `is refused below TLS 1.2`() async throws {
        let old = try Peer.security(Certificates.server) {
            $0.minimumTLSVersion = .tlsv1
            $0.maximumTLSVersion = .tlsv11
        }
        let word = try await word(old, trust)
        #expect(!word.isGood)
        #expect(word.received == [])
    }

    @Test(arguments: [TLSVersion.tlsv12, .tlsv13])
    func `is made with what is new enough`(version: TLSVersion) async throws {
        let server = try Peer.security(Certificates.server) {
            $0.minimumTLSVersion = version
            $0.maximumTLSVersion = version
        }
        let word = try await word(server, trust)
        #expect(word.isGood)
    }

    @Test func `never falls back to clear text`() async throws {
        let word = try await word(nil, trust)
        #expect(!word.isGood)
        // What came is the beginning of a handshake, of which any byte may come by chance.
        #expect(word.received.allSatisfy { !$0.contains("9900802.00") })
    }

    @Test func `is refused when the key is not the pinned one`() async throws {
        let other = try #require(KeyPin(hex: String(repeating: "ab", count: 32)))
        let word = try await word(
            Peer.security(Certificates.server),
            try files.trust(pins: [other])
        )
        #expect(!word.isGood)
        #expect(word.words.hasSuffix("the certificate's key is not the pinned one"))
        #expect(word.received == [])
    }

    @Test func `is made when the key is one of the pinned ones`() async throws {
        let pin = try #require(KeyPin(hex: Certificates.pin))
        let other = try #require(KeyPin(hex: String(repeating: "ab", count: 32)))
        let word = try await word(
            Peer.security(Certificates.server),
            try files.trust(pins: [other, pin])
        )
        #expect(word.isGood)
    }

    @Test func `is not made good by a pin when the certificate is wrong`() async throws {
        let pin = try #require(KeyPin(hex: Certificates.pin))
        let word = try await word(
            Peer.security(Certificates.expired),
            try files.trust(pins: [pin])
        )
        #expect(!word.isGood)
    }

    @Test func `shows the station's certificate to a library system that asks for it`()
        async throws
    {
        let asking = try Peer.security(Certificates.server) {
            $0.certificateVerification = .noHostnameVerification
            let authority = try? NIOSSLCertificate.fromPEMBytes(Array(Certificates.authority.utf8))
            $0.trustRoots = .certificates(authority ?? [])
            $0.maximumTLSVersion = .tlsv12
        }
        var settings = trust
        settings.certificateFile = try files.file(Certificates.client)
        settings.keyFile = try files.file(Certificates.clientKey)
        let shown = try await word(asking, settings)
        #expect(shown.isGood)
        let withheld = try await word(asking, trust)
        #expect(!withheld.isGood)
        #expect(withheld.received == [])
    }

    @Test func `is given up when the handshake does not come to an end`() async throws {
        // The peer takes the bytes of the handshake and says nothing.
        try await Peer.run(.lines) { _ in
            []
        } _: { peer in
            var settings = LibraryLinkSettings.stream(port: peer.port, trust)
            settings.connectTimeout = .milliseconds(50)
            try await CarrierVisit.run(settings) { visit in
                visit.probe()
                let word = try await visit.word()
                #expect(!word.isGood)
                #expect(word.words == "no connection to 127.0.0.1:\(peer.port) in time")
            }
        }
    }
}

@Suite struct `A name in a certificate` {
    @Test(arguments: [
        ("library.example", "library.example"), ("LIBRARY.example", "Library.Example."),
        ("*.library.example", "sip2.library.example"), ("*.example", "library.example"),
        ("*.example", "xn--bger-ira.example"),
    ])
    func `is the wanted one`(presented: String, wanted: String) {
        #expect(PeerName(wanted).matches(name: presented.utf8))
    }

    @Test(arguments: [
        ("library.example", "sip2.library.example"), ("*.example", "sip2.library.example"),
        ("*.library.example", "library.example"), ("*.library.example", ".library.example"),
        ("s*.library.example", "sip2.library.example"), ("sip2.*.example", "sip2.library.example"),
        ("*", "localhost"), ("*.*", "library.example"), ("", ""), ("", "."),
        ("127.0.0.1", "127.0.0.1"), ("library.example\0.other", "library.example"),
    ])
    func `is another one`(presented: String, wanted: String) {
        #expect(!PeerName(wanted).matches(name: presented.utf8))
    }
}

@Suite struct `Files of a secured connection` {
    private func problem(_ settings: TLSSettings) -> String? {
        do throws(LibraryLinkError) {
            _ = try Trust(settings)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `are read before anything is connected`() throws {
        let files = try PEMFiles()
        #expect(problem(try files.trust()) == nil)
        var settings = TLSSettings()
        settings.authorityFile = "/nowhere.pem"
        #expect(problem(settings) == "/nowhere.pem: holds no certificate in PEM form")
        let empty = try files.file("no certificate\n")
        settings.authorityFile = empty
        #expect(problem(settings) == "\(empty): holds no certificate in PEM form")
    }

    @Test func `of the station are a certificate and the key to it`() throws {
        let files = try PEMFiles()
        var settings = try files.trust()
        let certificate = try files.file(Certificates.client)
        settings.certificateFile = certificate
        #expect(problem(settings) == "\(certificate): the key to it is missing")
        settings.keyFile = "/nowhere.pem"
        #expect(problem(settings) == "/nowhere.pem: holds no private key in PEM form")
        settings.keyFile = try files.file(Certificates.serverKey)
        #expect(problem(settings) == "TLS: certificate and key do not go together")
        settings.keyFile = try files.file(Certificates.clientKey)
        #expect(problem(settings) == nil)
    }

    @Test func `are not needed for a pin, which is 64 hexadecimal digits`() {
        #expect(KeyPin(hex: Certificates.pin) != nil)
        let parted = Certificates.pin.enumerated().map { index, digit in
            index > 0 && index % 2 == 0 ? ":\(digit)" : "\(digit)"
        }.joined().uppercased()
        #expect(KeyPin(hex: parted) == KeyPin(hex: Certificates.pin))
        for text in ["", "ab", Certificates.pin + "00", Certificates.pin.dropLast() + "g", "å"] {
            #expect(KeyPin(hex: text) == nil)
        }
    }
}
