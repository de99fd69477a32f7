// SPDX-License-Identifier: MPL-2.0

internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Where a roster is fetched from, and what is expected of the server.
public struct RosterFetchSettings: Sendable {
    /// What follows the roster's path in the address of its signature.
    public static let signatureSuffix = ".sig"
    /// The most bytes that a signature has: 64 bytes as base64 with line ends.
    public static let signatureMax = 256
    /// The longest time for making a connection, its handshake included.
    public static let connectTimeout = Duration.seconds(10)
    /// The longest time without a byte.
    public static let silenceMax = Duration.seconds(30)

    /// The roster's address.
    public var url: String
    /// The PEM file of the authority that signed the server's certificate; nil for the machine's
    /// own list.
    public var authorityFile: String?
    /// What the station proves itself with, as a bearer token (RFC 6750); nil where the server
    /// asks for nothing.
    public var token: String?
    /// The greatest number of bytes in the roster.
    public var sizeMax: Int
    /// Whether a signature is fetched with it.
    public var needsSignature: Bool
    /// The longest time for one file.
    public var timeout: Duration

    /// Settings with the usual times.
    public init(
        url: String,
        authorityFile: String? = nil,
        token: String? = nil,
        sizeMax: Int,
        needsSignature: Bool,
        timeout: Duration = .seconds(600)
    ) {
        self.url = url
        self.authorityFile = authorityFile
        self.token = token
        self.sizeMax = sizeMax
        self.needsSignature = needsSignature
        self.timeout = timeout
    }

    /// The signature's address: the suffix goes to the path, before a query.
    var signatureURL: String {
        let path = url.prefix { $0 != "?" }
        return path + Self.signatureSuffix + url.dropFirst(path.count)
    }
}

extension RosterFetchSettings: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The address alone.
    public var description: String { url }
    /// The address alone.
    public var debugDescription: String { description }
    /// Nothing, so that a dump does not show the token.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What a fetch brought.
public enum RosterFetchOutcome: Sendable, Hashable {
    /// The server has nothing newer than what is known by its entity tag.
    case unchanged
    /// A roster lies in the file, and its signature beside it where one is needed.
    case fetched(tag: EntityTag?)
}

/// Fetches a roster into a file over HTTPS.
///
/// Whatever comes is written to a file of another name first, and only one that is whole gets the
/// file's name; its signature has come before it. No redirect is followed, no content coding
/// undone, no cookie kept, and TLS is 1.2 or newer and verified.
public struct RosterFetcher: Sendable {
    private static let partSuffix = ".part"

    private let settings: RosterFetchSettings
    private let security: TLSConfiguration

    /// A fetcher that has not fetched yet.
    ///
    /// - Throws: ``RosterFetchRefusal/noAuthority`` when the authority's file holds no certificate.
    public init(_ settings: RosterFetchSettings) throws(RosterFetchRefusal) {
        self.settings = settings
        var security = TLSConfiguration.makeClientConfiguration()
        security.minimumTLSVersion = .tlsv12
        security.renegotiationSupport = .none
        if let file = settings.authorityFile {
            let list = (try? NIOSSLCertificate.fromPEMFile(file)) ?? []
            guard !list.isEmpty else { throw .noAuthority }
            security.trustRoots = .certificates(list)
        }
        self.security = security
    }

    /// Deletes what an earlier fetch has left at a path.
    public static func deleteFiles(at path: String) {
        let signature = path + RosterFetchSettings.signatureSuffix
        for file in [path, signature].flatMap({ [$0, $0 + partSuffix] }) {
            try? FileManager.default.removeItem(atPath: file)
        }
    }

    /// Fetches the roster if the server has another one than is known.
    ///
    /// - Parameters:
    ///   - tag: The entity tag of what is known; nil to have it in any case.
    ///   - path: Where it is put; what is there is replaced.
    /// - Returns: Whether there is something to take.
    /// - Throws: ``RosterFetchRefusal`` when nothing was put there.
    public func fetch(
        knowing tag: EntityTag?,
        into path: String
    ) async throws(RosterFetchRefusal) -> RosterFetchOutcome {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: security,
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: TimeAmount(RosterFetchSettings.connectTimeout),
                read: TimeAmount(RosterFetchSettings.silenceMax)
            ),
            decompression: .disabled
        )
        configuration.httpVersion = .http1Only
        // A client of its own: the next fetch is a quarter of an hour away.
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: configuration
        )
        let result = await Result { () async throws(RosterFetchRefusal) in
            try await fetch(with: client, tag, path)
        }
        try? await client.shutdown()
        if case .failure = result { Self.deleteFiles(at: path) }
        return try result.get()
    }

    private func fetch(
        with client: HTTPClient,
        _ tag: EntityTag?,
        _ path: String
    ) async throws(RosterFetchRefusal) -> RosterFetchOutcome {
        Self.deleteFiles(at: path)
        let part = path + Self.partSuffix
        let download = try await download(
            settings.url,
            with: client,
            into: part,
            max: settings.sizeMax,
            knowing: tag
        )
        guard case .whole(let newTag) = download else { return .unchanged }
        let signature = path + RosterFetchSettings.signatureSuffix
        if settings.needsSignature {
            do throws(RosterFetchRefusal) {
                _ = try await self.download(
                    settings.signatureURL,
                    with: client,
                    into: signature + Self.partSuffix,
                    max: RosterFetchSettings.signatureMax,
                    knowing: nil
                )
            } catch {
                throw error == .status(404) ? .unsigned : error
            }
            try Self.move(signature + Self.partSuffix, to: signature)
        }
        try Self.move(part, to: path)
        return .fetched(tag: newTag)
    }

    private static func move(_ part: String, to path: String) throws(RosterFetchRefusal) {
        do { try FileManager.default.moveItem(atPath: part, toPath: path) } catch {
            throw .notWritten
        }
    }

    // MARK: One file

    private enum Download {
        case unchanged
        case whole(EntityTag?)
    }

    private func download(
        _ url: String,
        with client: HTTPClient,
        into path: String,
        max: Int,
        knowing tag: EntityTag?
    ) async throws(RosterFetchRefusal) -> Download {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "User-Agent", value: "portner")
        request.headers.add(name: "Accept-Encoding", value: "identity")
        // The signature gets a connection of its own: a server may close an idle one at any moment.
        request.headers.add(name: "Connection", value: "close")
        if let token = settings.token {
            request.headers.add(name: "Authorization", value: "Bearer \(token)")
        }
        if let tag { request.headers.add(name: "If-None-Match", value: tag.text) }
        do {
            let response = try await client.execute(
                request,
                timeout: TimeAmount(settings.timeout)
            )
            let head = RosterResponse(
                status: Int(response.status.code),
                headers: response.headers.map { ($0.name, $0.value) }
            )
            guard let expected = try head.expectation(knowing: tag, max: max) else {
                return .unchanged
            }
            try await Self.write(response.body, to: path, expected, max: max)
            return .whole(expected.tag)
        } catch {
            throw RosterFetchRefusal(error)
        }
    }

    /// Writes a body piece by piece and has it on the disk.
    private static func write(
        _ body: HTTPClientResponse.Body,
        to path: String,
        _ expected: RosterResponse.Expectation,
        max: Int
    ) async throws {
        let made = FileManager.default.createFile(
            atPath: path,
            contents: nil,
            attributes: [.posixPermissions: 0o600]
        )
        guard made, let file = FileHandle(forWritingAtPath: path) else {
            throw RosterFetchRefusal.notWritten
        }
        defer { try? file.close() }
        var count = 0
        for try await piece in body {
            let bytes = piece.readableBytesView
            if count == 0, bytes.first == UInt8(ascii: "<") { throw RosterFetchRefusal.webPage }
            count += bytes.count
            guard count <= max else { throw RosterFetchRefusal.tooLarge(max: max) }
            do {
                try file.write(contentsOf: Data(bytes))
            } catch {
                throw RosterFetchRefusal.notWritten
            }
        }
        guard count > 0 else { throw RosterFetchRefusal.empty }
        guard expected.length.map({ $0 == count }) ?? true else {
            throw RosterFetchRefusal.incomplete
        }
        do { try file.synchronize() } catch { throw RosterFetchRefusal.notWritten }
    }
}

extension Result where Failure == RosterFetchRefusal {
    fileprivate init(_ body: () async throws(RosterFetchRefusal) -> Success) async {
        do throws(RosterFetchRefusal) {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
