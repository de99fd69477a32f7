// SPDX-License-Identifier: MPL-2.0

/// A request that the server side has read.
public enum ReceivedCall: Sendable, Hashable {
    /// A client logs in.
    case logIn(LogIn)
    /// A client asks about a card and a PIN.
    case authenticate(Authenticate)
    /// A client asks about a card.
    case lookUpPatron(LookUpPatron)
    /// A client asks for a patron's details.
    case fetchPatron(FetchPatron)
    /// A client asks for a patron's cards.
    case fetchCards(FetchCards)
    /// A client asks for a patron's loans.
    case fetchLoans(FetchLoans)
    /// A client renews loans.
    case renewLoans(RenewLoans)
    /// A client asks for a patron's reservations.
    case fetchReservations(FetchReservations)
    /// A client asks for a patron's fees.
    case fetchFees(FetchFees)
    /// A client asks for the branches.
    case fetchBranches(FetchBranches)
    /// A client asks for opening hours.
    case fetchOpeningHours(FetchOpeningHours)
    /// A client asks for closing dates.
    case fetchClosingDates(FetchClosingDates)

    /// Reads a request; nil when there is no such call, or not in this version.
    /// - Throws: ``FBSReadingError`` when the body is not that of the call.
    public init?(_ request: FBSRequest, to interface: FBSInterface) throws(FBSReadingError) {
        if let call = try LogIn(request, to: interface) {
            self = .logIn(call)
        } else if let call = try Authenticate(request, to: interface) {
            self = .authenticate(call)
        } else if let call = try LookUpPatron(request, to: interface) {
            self = .lookUpPatron(call)
        } else if let call = try FetchPatron(request, to: interface) {
            self = .fetchPatron(call)
        } else if let call = try FetchCards(request, to: interface) {
            self = .fetchCards(call)
        } else if let call = try FetchLoans(request, to: interface) {
            self = .fetchLoans(call)
        } else if let call = try RenewLoans(request, to: interface) {
            self = .renewLoans(call)
        } else if let call = try FetchReservations(request, to: interface) {
            self = .fetchReservations(call)
        } else if let call = try FetchFees(request, to: interface) {
            self = .fetchFees(call)
        } else if let call = try FetchBranches(request, to: interface) {
            self = .fetchBranches(call)
        } else if let call = try FetchOpeningHours(request, to: interface) {
            self = .fetchOpeningHours(call)
        } else if let call = try FetchClosingDates(request, to: interface) {
            self = .fetchClosingDates(call)
        } else {
            return nil
        }
    }
}
