// SPDX-License-Identifier: MPL-2.0

import FBS
import SIP2

extension FuzzTarget {
    /// Bodies of the REST interface, read as answers and as requests.
    static let fbsJSON = FuzzTarget(
        name: "fbs-json",
        seeds: BodyStory.seeds,
        check: BodyStory.run
    )
}

private enum BodyStory {
    /// A byte that chooses the call, a byte that chooses the status, and the body.
    static func run(_ input: [UInt8]) {
        var choices = Choices(input)
        let read = choices.element(of: calls)
        let status = choices.element(of: [200, 200, 200, 404])
        read(FBSResponse(status: status, body: choices.remaining()))
    }

    private static let calls: [@Sendable (FBSResponse) -> Void] = [
        comesBack(LogIn.self), comesBack(Authenticate.self), comesBack(FetchPatron.self),
        comesBack(FetchCards.self), comesBack(FetchLoans.self), comesBack(RenewLoans.self),
        comesBack(FetchReservations.self), comesBack(FetchFees.self),
        comesBack(FetchBranches.self), comesBack(FetchOpeningHours.self),
        comesBack(FetchClosingDates.self), isRead,
    ]

    /// What was read is the same after it was written and read; an error holds no values.
    private static func comesBack<Call: FBSCall>(
        _ type: Call.Type
    ) -> @Sendable (FBSResponse) -> Void {
        { response in
            do throws(FBSError) {
                let answer = try Call.answer(from: response)
                require(response.status == 200, "an answer has a status of success")
                if let list = answer as? [Any] {
                    require(list.count <= FBSLimits.listMax, "a list is limited")
                }
                // Details that are left out are written as null, which can make a body longer.
                let written = Call.response(answer)
                guard written.body.count <= FBSResponse.bodyLengthMax else { return }
                guard let again = try? Call.answer(from: written) else {
                    fatalError("what was written cannot be read")
                }
                require(isSame(again, answer), "what was read comes back")
            } catch {
                holdsNoValues(error)
            }
        }
    }

    /// Of an answer in both forms at once only the long one is written.
    private static func isSame<Answer: Hashable>(_ one: Answer, _ other: Answer) -> Bool {
        guard let one = one as? AuthenticatedPatron, let other = other as? AuthenticatedPatron,
            one.patron != nil
        else { return one == other }
        return one.status == other.status && one.patron == other.patron
    }

    private static func holdsNoValues(_ error: FBSError) {
        switch error {
        case .refused(let refusal):
            var other = refusal
            other.message = "another"
            require("\(refusal)" == "\(other)", "a log shows no free text")
            require(FBSRefusal(refusal.response) == refusal, "a refusal comes back")
        case .unreadable(.absent(let place)), .unreadable(.wrongKind(let place)),
            .unreadable(.absurd(let place)):
            require(place.utf8.count < 80, "a place is short")
            require(
                place.utf8.allSatisfy { 0x2E...0x39 ~= $0 || 0x41...0x7A ~= $0 },
                "a place is made of names and numbers"
            )
        case .unreadable:
            break
        }
    }

    /// A body that is read as a request is written as the same request.
    private static func isRead(_ response: FBSResponse) {
        let interface = FBSInterface(agency: "DK-999900")
        guard let patron = PatronID(1), let card = LookUpPatron(identifier: Secret("1")),
            let pin = Authenticate(card: Secret("1"), pin: Secret("2"))
        else { return }
        for var request in [
            LogIn(username: "u", password: Secret("p")).request(to: interface),
            pin.request(to: interface), card.request(to: interface),
            RenewLoans([], of: patron).request(to: interface),
        ] {
            request.body = response.body
            guard let call = try? ReceivedCall(request, to: interface) else { continue }
            let again: FBSRequest? =
                switch call {
                case .logIn(let call): call.request(to: interface)
                case .authenticate(let call): call.request(to: interface)
                case .renewLoans(let call): call.request(to: interface)
                default: nil
                }
            guard let again else { continue }
            require((try? ReceivedCall(again, to: interface)) == call, "a request comes back")
        }
    }

    static let seeds: [[UInt8]] = bodies.flatMap { number, body in
        [[number, 0], [number, 3], [11, 0]].map { $0 + Array(body.utf8) }
    }

    private static let bodies: [(UInt8, String)] = [
        (0, #"{"sessionKey":"k"}"#),
        (1, #"{"authenticateStatus":"VALID","patronId":1,"patronType":"PERSON"}"#),
        (
            2,
            #"{"authenticateStatus":"VALID","patron":{"patronId":1,"birthday":"2011-01-01","#
                + #""blockStatus":[{"blockedReason":"E","blockedSince":null}],"tags":["a"]}}"#
        ),
        (3, #"[{"identifier":"1","identifierType":"CPR","status":"A","expiryDate":null}]"#),
        (4, "[{\"isRenewable\":true,\(loan)}]"),
        (5, "[{\"renewalStatus\":[\"renewed\"],\(loan)}]"),
        (
            6,
            #"[{"reservationId":1,"recordId":"2","state":"reserved","pickupBranch":"b","#
                + #""dateOfReservation":"2026-11-14T09:00:50.059","numberInQueue":2}]"#
        ),
        (
            7,
            #"[{"feeId":1,"type":"fee","amount":2.56,"creationDate":"2026-11-06","#
                + #""materials":[{"materialItemNumber":"5"}]}]"#
        ),
        (8, #"[{"branchId":"b","title":"\u00d8"}]"#),
        (
            9,
            #"[{"branchId":"b","day":"MONDAY","openHoursStartTime":"07:00:00","#
                + #""openHoursEndTime":"24:00:00"}]"#
        ),
        (10, #"[{"branchId":"b","closingDate":"2026-12-24","description":null}]"#),
        (1, #"{"correlationId":"c","errorCode":"e","message":"m","validationErrors":["v"]}"#),
        (11, #"{"libraryCardNumber":"1","pincode":"2"}"#), (11, #""1""#), (11, "[1,2]"),
    ]

    private static let loan =
        #""loanDetails":{"loanId":1,"materialItemNumber":"5","recordId":"2","#
        + #""dueDate":"2026-12-31","periodical":{"displayText":"3"}}"#
}
