// SPDX-License-Identifier: MPL-2.0

/// What a patron has on loan.
public struct FetchLoans: FBSCall {
    /// The patron's number.
    public var patron: PatronID

    /// Asks for a patron's loans.
    public init(of patron: PatronID) { self.patron = patron }

    /// The answer is the list of loans.
    public typealias Answer = [FBSLoan]
    /// The call's name in logs and metrics.
    public static let name = "loans"

    private static func route(_ interface: FBSInterface) -> FBSRoute {
        let version = "v\(interface.versions.loans)"
        return FBSRoute(.get, "external", interface.agency, "patrons", nil, "loans", version)
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

/// Renews loans.
public struct RenewLoans: FBSCall {
    /// The patron's number.
    public var patron: PatronID
    /// The loans to renew.
    public var loans: [LoanID]

    /// Renews some of a patron's loans.
    public init(_ loans: [LoanID], of patron: PatronID) {
        self.patron = patron
        self.loans = loans
    }

    /// The answer says of each loan what became of it.
    public typealias Answer = [RenewedLoan]
    /// The call's name in logs and metrics.
    public static let name = "renew"
    /// True: a repetition could renew twice.
    public static let changesRecords = true

    private static func route(_ interface: FBSInterface) -> FBSRoute {
        let version = "v\(interface.versions.renew)"
        return FBSRoute(
            .post,
            "external",
            interface.agency,
            "patrons",
            nil,
            "loans",
            "renew",
            version
        )
    }

    /// The request, without a session key.
    public func request(to interface: FBSInterface) -> FBSRequest {
        Self.route(interface).request("\(patron.number)", body: JSONBody.bytes(of: loans))
    }

    /// Reads a request.
    public init?(_ request: FBSRequest, to interface: FBSInterface) throws(FBSReadingError) {
        guard let match = Self.route(interface).match(request), let id = match.patron else {
            return nil
        }
        patron = id
        loans = try request.read([LoanID].self)
    }
}

/// What a patron has reserved.
public struct FetchReservations: FBSCall {
    /// The patron's number.
    public var patron: PatronID

    /// Asks for a patron's reservations.
    public init(of patron: PatronID) { self.patron = patron }

    /// The answer is the list of reservations that are not fulfilled.
    public typealias Answer = [FBSReservation]
    /// The call's name in logs and metrics.
    public static let name = "reservations"

    private static func route(_ interface: FBSInterface) -> FBSRoute {
        let version = "v\(interface.versions.reservations)"
        return FBSRoute(.get, "external", interface.agency, "patrons", nil, "reservations", version)
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

/// What a patron owes.
public struct FetchFees: FBSCall {
    /// The patron's number.
    public var patron: PatronID
    /// Whether fees that are paid are listed as well.
    public var includesPaid: Bool
    /// Whether fees are listed that cannot be paid through a client.
    public var includesUnpayable: Bool

    /// Asks for a patron's fees; all that are unpaid, unless something else is wanted.
    public init(of patron: PatronID, includesPaid: Bool = false, includesUnpayable: Bool = true) {
        self.patron = patron
        self.includesPaid = includesPaid
        self.includesUnpayable = includesUnpayable
    }

    /// The answer is the list of fees.
    public typealias Answer = [FBSFee]
    /// The call's name in logs and metrics.
    public static let name = "fees"

    private static func route(_ interface: FBSInterface) -> FBSRoute {
        let version = "v\(interface.versions.fees)"
        return FBSRoute(.get, "external", interface.agency, "patron", nil, "fees", version)
    }

    /// The request, without a session key.
    public func request(to interface: FBSInterface) -> FBSRequest {
        Self.route(interface).request(
            "\(patron.number)",
            query: [
                .init(name: "includepaid", value: "\(includesPaid)"),
                .init(name: "includenonpayable", value: "\(includesUnpayable)"),
            ]
        )
    }

    /// Reads a request; what is not asked for is not included.
    public init?(_ request: FBSRequest, to interface: FBSInterface) throws(FBSReadingError) {
        guard let match = Self.route(interface).match(request), let id = match.patron else {
            return nil
        }
        patron = id
        includesPaid = match.target["includepaid"] == "true"
        includesUnpayable = match.target["includenonpayable"] == "true"
    }
}
