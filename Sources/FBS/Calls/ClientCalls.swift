// SPDX-License-Identifier: MPL-2.0

public import SIP2

/// Logs the client in, not a patron.
///
/// ``FBSSession`` makes this call by itself.
public struct LogIn: FBSCall {
    /// The client's name.
    public var username: String
    /// The client's password.
    public var password: Secret

    /// Logs a client in.
    public init(username: String, password: Secret) {
        self.username = username
        self.password = password
    }

    /// The answer is the session key.
    public typealias Answer = SessionKey
    /// The call's name in logs and metrics.
    public static let name = "login"

    private struct Body: Codable {
        var username: String
        var password: String
    }

    private static func route(_ interface: FBSInterface) -> FBSRoute {
        FBSRoute(.post, "external", "v1", interface.agency, "authentication", "login")
    }

    /// The request, without a session key.
    public func request(to interface: FBSInterface) -> FBSRequest {
        let body = Body(username: username, password: password.revealed)
        return Self.route(interface).request(body: JSONBody.bytes(of: body))
    }

    /// Reads a request.
    public init?(_ request: FBSRequest, to interface: FBSInterface) throws(FBSReadingError) {
        guard Self.route(interface).match(request) != nil else { return nil }
        let body = try request.read(Body.self)
        self.init(username: body.username, password: Secret(body.password))
    }
}

extension LogIn: Redacted {
    /// The call's name.
    public var redacted: String { Self.name }
}

/// The branches of the agency.
public struct FetchBranches: FBSCall {
    /// Asks for the branches.
    public init() {}

    /// The answer is the list of branches.
    public typealias Answer = [FBSBranch]
    /// The call's name in logs and metrics.
    public static let name = "branches"

    private static func route(_ interface: FBSInterface) -> FBSRoute {
        FBSRoute(.get, "external", "v1", interface.agency, "branches")
    }

    /// The request, without a session key.
    public func request(to interface: FBSInterface) -> FBSRequest {
        Self.route(interface).request()
    }

    /// Reads a request.
    public init?(_ request: FBSRequest, to interface: FBSInterface) throws(FBSReadingError) {
        guard Self.route(interface).match(request) != nil else { return nil }
    }
}

/// The opening hours of a branch, by day of the week.
public struct FetchOpeningHours: FBSCall {
    /// The branch's id.
    public var branch: String

    /// Asks for a branch's opening hours.
    public init(branch: String) { self.branch = branch }

    /// The answer is a list with a line for each day.
    public typealias Answer = [OpeningHours]
    /// The call's name in logs and metrics.
    public static let name = "openinghours"

    private static func route(_ interface: FBSInterface) -> FBSRoute {
        FBSRoute(.get, "external", "v1", interface.agency, nil, "openinghours")
    }

    /// The request, without a session key.
    public func request(to interface: FBSInterface) -> FBSRequest {
        Self.route(interface).request(branch)
    }

    /// Reads a request.
    public init?(_ request: FBSRequest, to interface: FBSInterface) throws(FBSReadingError) {
        guard let match = Self.route(interface).match(request) else { return nil }
        self.init(branch: match.values[0])
    }
}

/// The dates on which a branch is closed.
public struct FetchClosingDates: FBSCall {
    /// The branch's id.
    public var branch: String
    /// The first date that is asked about.
    public var from: CalendarDay?
    /// The last date that is asked about.
    public var to: CalendarDay?

    /// Asks for a branch's closing dates; nil leaves an end open.
    public init(branch: String, from: CalendarDay? = nil, to: CalendarDay? = nil) {
        self.branch = branch
        self.from = from
        self.to = to
    }

    /// The answer is the list of dates.
    public typealias Answer = [ClosingDate]
    /// The call's name in logs and metrics.
    public static let name = "closingdates"

    private static func route(_ interface: FBSInterface) -> FBSRoute {
        FBSRoute(.get, "external", "v1", interface.agency, nil, "closingdates")
    }

    /// The request, without a session key.
    public func request(to interface: FBSInterface) -> FBSRequest {
        let ends = [("startDate", from), ("endDate", to)]
        let query = ends.compactMap { name, day in
            day.map { FBSTarget.Item(name: name, value: $0.dashed) }
        }
        return Self.route(interface).request(branch, query: query)
    }

    /// Reads a request.
    public init?(_ request: FBSRequest, to interface: FBSInterface) throws(FBSReadingError) {
        guard let match = Self.route(interface).match(request) else { return nil }
        self.init(branch: match.values[0])
        if let text = match.target["startDate"] {
            guard let day = CalendarDay(leading: text) else { throw .absurd(place: "startDate") }
            from = day
        }
        if let text = match.target["endDate"] {
            guard let day = CalendarDay(leading: text) else { throw .absurd(place: "endDate") }
            to = day
        }
    }
}
