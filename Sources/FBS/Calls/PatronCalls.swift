// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// Whether a card and a PIN belong together.
public struct Authenticate: FBSCall {
    /// The card's number, or the civil registration number that is used as one.
    public let card: Secret
    /// The PIN.
    public let pin: Secret

    /// Asks about a card and a PIN; nil without either, since an empty PIN is never sent.
    public init?(card: Secret, pin: Secret) {
        guard !card.isEmpty, !pin.isEmpty else { return nil }
        self.card = card
        self.pin = pin
    }

    /// The answer says whether they do; from version 9 on without the patron's details.
    public typealias Answer = AuthenticatedPatron
    /// The call's name in logs and metrics.
    public static let name = "authenticate"

    private struct Body: Codable {
        var libraryCardNumber: String
        var pincode: String
    }

    private static func route(_ interface: FBSInterface) -> FBSRoute {
        let version = "v\(interface.versions.authenticate)"
        return FBSRoute(.post, "external", interface.agency, "patrons", "authenticate", version)
    }

    /// The request, without a session key.
    public func request(to interface: FBSInterface) -> FBSRequest {
        let body = Body(libraryCardNumber: card.revealed, pincode: pin.revealed)
        return Self.route(interface).request(body: JSONBody.bytes(of: body))
    }

    /// Reads a request.
    public init?(_ request: FBSRequest, to interface: FBSInterface) throws(FBSReadingError) {
        guard Self.route(interface).match(request) != nil else { return nil }
        let body = try request.read(Body.self)
        card = Secret(body.libraryCardNumber)
        pin = Secret(body.pincode)
    }
}

extension Authenticate: Redacted {
    /// The call's name.
    public var redacted: String { Self.name }
}

/// Whether a card is known, without a PIN.
public struct LookUpPatron: FBSCall {
    /// The card's number, the civil registration number, or the school's user name.
    public let identifier: Secret

    /// Asks about an identifier; nil for an empty one.
    public init?(identifier: Secret) {
        guard !identifier.isEmpty else { return nil }
        self.identifier = identifier
    }

    /// The answer says whether it is; from version 10 on without the patron's details.
    public typealias Answer = AuthenticatedPatron
    /// The call's name in logs and metrics.
    public static let name = "preauthenticated"

    private static func route(_ interface: FBSInterface) -> FBSRoute {
        let version = "v\(interface.versions.preauthenticated)"
        return FBSRoute(
            .post,
            "external",
            interface.agency,
            "patrons",
            "preauthenticated",
            version
        )
    }

    /// The request, without a session key.
    public func request(to interface: FBSInterface) -> FBSRequest {
        let text = identifier.revealed
        let body = interface.quotesBareStrings ? JSONBody.bytes(of: text) : Array(text.utf8)
        return Self.route(interface).request(body: body)
    }

    /// Reads a request, its body in quotes or without.
    public init?(_ request: FBSRequest, to interface: FBSInterface) throws(FBSReadingError) {
        guard Self.route(interface).match(request) != nil else { return nil }
        guard request.body.count <= FBSRequest.bodyLengthMax else { throw .tooLong }
        if request.body.first == UInt8(ascii: "\"") {
            identifier = Secret(try request.read(String.self))
        } else {
            guard let text = String(validating: request.body, as: UTF8.self) else {
                throw .notUTF8
            }
            identifier = Secret(text)
        }
    }
}

extension LookUpPatron: Redacted {
    /// The call's name.
    public var redacted: String { Self.name }
}

/// A patron's details, by the patron's number.
public struct FetchPatron: FBSCall {
    /// The patron's number.
    public var patron: PatronID

    /// Asks for a patron's details.
    public init(_ patron: PatronID) { self.patron = patron }

    /// The answer has the patron's details.
    public typealias Answer = AuthenticatedPatron
    /// The call's name in logs and metrics.
    public static let name = "patron"

    private static func route(_ interface: FBSInterface) -> FBSRoute {
        let version = "v\(interface.versions.patron)"
        return FBSRoute(.get, "external", interface.agency, "patrons", nil, version)
    }

    /// The request, without a session key.
    public func request(to interface: FBSInterface) -> FBSRequest {
        Self.route(interface).request("\(patron.number)")
    }

    /// Reads a request.
    public init?(_ request: FBSRequest, to interface: FBSInterface) throws(FBSReadingError) {
        guard let match = Self.route(interface).match(request), let id = match.patron else {
            return nil
        }
        patron = id
    }
}

/// The cards of a patron that have not expired.
public struct FetchCards: FBSCall {
    /// The patron's number.
    public var patron: PatronID

    /// Asks for a patron's cards.
    public init(of patron: PatronID) { self.patron = patron }

    /// The answer is the list of cards.
    public typealias Answer = [PatronCard]
    /// The call's name in logs and metrics.
    public static let name = "identifiers"

    private static func route(_ interface: FBSInterface) -> FBSRoute {
        let version = "v\(interface.versions.identifiers)"
        return FBSRoute(.get, "external", interface.agency, "patrons", nil, "identifiers", version)
    }

    /// The request, without a session key.
    public func request(to interface: FBSInterface) -> FBSRequest {
        Self.route(interface).request("\(patron.number)")
    }

    /// Reads a request.
    public init?(_ request: FBSRequest, to interface: FBSInterface) throws(FBSReadingError) {
        guard let match = Self.route(interface).match(request), let id = match.patron else {
            return nil
        }
        patron = id
    }
}
