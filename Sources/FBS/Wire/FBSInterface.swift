// SPDX-License-Identifier: MPL-2.0

/// How one library's REST interface is addressed.
public struct FBSInterface: Sendable, Hashable {
    /// The ISIL of the agency, `DK-` and six digits; it goes into every path.
    public var agency: String
    /// The version of each call.
    public var versions: FBSVersions
    /// Whether a body that is only a string is written in quotes.
    ///
    /// The interface says JSON, where a string has quotes; what is known to work has none.
    public var quotesBareStrings: Bool

    /// Addresses an agency's interface.
    public init(
        agency: String,
        versions: FBSVersions = FBSVersions(),
        quotesBareStrings: Bool = false
    ) {
        self.agency = agency
        self.versions = versions
        self.quotesBareStrings = quotesBareStrings
    }

    /// Where SIP2 over HTTPS is posted to, below the same base address.
    public var sipTarget: String { FBSTarget(["sip2", agency]).encoded }
}

/// The version of each call, since the library system withdraws old ones at short notice.
public struct FBSVersions: Sendable, Hashable {
    /// Authenticate by card and PIN; from 9 on the answer has no patron details.
    public var authenticate: Int
    /// Look up by card without a PIN; from 10 on the answer has no patron details.
    public var preauthenticated: Int
    /// A patron's details.
    public var patron: Int
    /// A patron's cards.
    public var identifiers: Int
    /// A patron's loans.
    public var loans: Int
    /// Renewing loans.
    public var renew: Int
    /// A patron's reservations.
    public var reservations: Int
    /// A patron's fees.
    public var fees: Int

    /// Takes the versions declared in April 2025, or others.
    public init(
        authenticate: Int = 9,
        preauthenticated: Int = 10,
        patron: Int = 4,
        identifiers: Int = 1,
        loans: Int = 2,
        renew: Int = 2,
        reservations: Int = 4,
        fees: Int = 2
    ) {
        self.authenticate = authenticate
        self.preauthenticated = preauthenticated
        self.patron = patron
        self.identifiers = identifiers
        self.loans = loans
        self.renew = renew
        self.reservations = reservations
        self.fees = fees
    }

    /// Whether ``Authenticate`` is answered without patron details.
    public var authenticateIsBrief: Bool { authenticate >= 9 }
    /// Whether ``LookUpPatron`` is answered without patron details.
    public var preauthenticatedIsBrief: Bool { preauthenticated >= 10 }
}
