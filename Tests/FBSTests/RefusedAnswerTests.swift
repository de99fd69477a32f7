// SPDX-License-Identifier: MPL-2.0

import FBS
import Foundation
import SIP2
import Testing

@Suite struct `An answer that is none` {
    private func error<Call: FBSCall>(_ type: Call.Type, _ response: FBSResponse) -> FBSError? {
        do throws(FBSError) {
            _ = try Call.answer(from: response)
            return nil
        } catch {
            return error
        }
    }

    private func reading(_ body: String) -> FBSReadingError? {
        guard case .unreadable(let error) = error(FetchLoans.self, answer(body)) else {
            return nil
        }
        return error
    }

    // MARK: Refusals

    @Test func `tells why the call was refused`() {
        let body = """
            {"correlationId":"2b9aff9d-0000-4000-8000-000000000001","errorCode":"dataNotFound",
            "message":"No patron 3000123","validationErrors":[{"field":"patronid",
            "message":"unknown","code":7},"for kort"],"more":1}
            """
        let expected = FBSRefusal(
            status: 404,
            correlationID: "2b9aff9d-0000-4000-8000-000000000001",
            errorCode: "dataNotFound",
            message: "No patron 3000123",
            validationErrors: [
                .init(field: "patronid", message: "unknown"), .init(message: "for kort"),
            ]
        )
        #expect(error(FetchPatron.self, answer(body, status: 404)) == .refused(expected))
        #expect(FBSRefusal(expected.response) == expected)
        #expect(
            "\(expected)"
                == "status 404, dataNotFound, correlation 2b9aff9d-0000-4000-8000-000000000001"
        )
        var dumped = "\(FBSError.refused(expected))"
        dump(expected, to: &dumped)
        #expect(!dumped.contains("3000123"))
    }

    @Test(
        arguments: [
            (400, .badRequest), (401, .unauthorized), (403, .forbidden), (404, .notFound),
            (500, .libraryFailed), (503, .libraryFailed), (302, .other), (429, .other), (0, .other),
        ] as [(Int, FBSRefusal.Kind)]
    )
    func `is a refusal by its status`(status: Int, kind: FBSRefusal.Kind) {
        for body in ["", "<html>", "[]", "null", #"{"errorCode":5,"validationErrors":{}}"#] {
            let error = error(FetchPatron.self, answer(body, status: status))
            #expect(error == .refused(FBSRefusal(status: status)))
        }
        #expect(FBSRefusal(status: status).kind == kind)
    }

    @Test func `keeps its code when another part is not as expected`() {
        let body = #"{"errorCode":"reservationsFailed","correlationId":7,"validationErrors":[[1]]}"#
        #expect(
            error(FetchPatron.self, answer(body, status: 500))
                == .refused(FBSRefusal(status: 500, errorCode: "reservationsFailed"))
        )
    }

    @Test func `is a refusal also with a status of success`() {
        let body = #"{"correlationId":"c","errorCode":"dataNotFound","message":"x"}"#
        let refusal = FBSRefusal(
            status: 200,
            correlationID: "c",
            errorCode: "dataNotFound",
            message: "x"
        )
        #expect(error(FetchPatron.self, answer(body)) == .refused(refusal))
        #expect(error(FetchLoans.self, answer(body)) == .refused(refusal))
    }

    @Test func `shows no code that could be a number or a sentence`() {
        for code in ["6110119999", "a b", "a\nb", "å", String(repeating: "a", count: 65)] {
            #expect("\(FBSRefusal(status: 400, errorCode: code))" == "status 400, ***")
        }
    }

    @Test func `leaves open whether records were changed, unless that is told`() {
        for status in [400, 401, 403, 404] {
            let error = FBSError.refused(FBSRefusal(status: status))
            #expect(RenewLoans.outcome(after: error) == .failed)
        }
        for status in [200, 302, 500, 503] {
            let error = FBSError.refused(FBSRefusal(status: status))
            #expect(RenewLoans.outcome(after: error) == .unknown)
            #expect(FetchLoans.outcome(after: error) == .failed)
        }
        #expect(RenewLoans.outcome(after: .unreadable(.notJSON)) == .unknown)
        #expect(FetchLoans.outcome(after: .unreadable(.notJSON)) == .failed)
    }

    // MARK: Damage

    @Test func `names what is not JSON`() {
        for body in ["", " ", "{", "[1", "[]]", "]", "<html>", "nul"] {
            #expect(reading(body) == .notJSON, "\(body)")
        }
        #expect(reading("\u{0}[\u{0}]") == .notJSON)
        let notText = FBSResponse(status: 200, body: [0x5B, 0x22, 0xE6, 0x22, 0x5D])
        #expect(error(FetchLoans.self, notText) == .unreadable(.notUTF8))
    }

    @Test func `names the place of what is wrong`() {
        let good =
            #""loanId":1,"materialItemNumber":"5","recordId":"2","dueDate":"2026-12-31""#
        func loan(_ old: String, _ new: String) -> FBSReadingError? {
            reading(
                #"[{"loanDetails":{\#(good)}},{"loanDetails":{\#(replace(old, new, in: good))}}]"#
            )
        }
        #expect(loan("dueDate", "dueDat") == .absent(place: "1.loanDetails.dueDate"))
        #expect(loan("\"2026-12-31\"", "null") == .absent(place: "1.loanDetails.dueDate"))
        #expect(loan("\"2026-12-31\"", "20261231") == .wrongKind(place: "1.loanDetails.dueDate"))
        #expect(loan("\"5\"", "5") == .wrongKind(place: "1.loanDetails.materialItemNumber"))
        for text in [
            "2026-02-29", "2026-13-01", "0000-01-01", "2026-1-1", "31-12-2026", "", "today",
            "2026-12-311", "2026-12-31Z", "+026-12-31", "99999-12-31", "２026-12-31",
        ] {
            let error = loan("2026-12-31", text)
            #expect(error == .absurd(place: "1.loanDetails.dueDate"), "\(text)")
        }
        for number in ["1.5", "1e40", "9223372036854775808"] {
            let error = loan("\"loanId\":1", "\"loanId\":\(number)")
            #expect(error == .absurd(place: "1.loanDetails.loanId"), "\(number)")
        }
    }

    private func replace(_ old: String, _ new: String, in text: String) -> String {
        guard let range = text.ranges(of: old).first else { return text }
        return text.replacingCharacters(in: range, with: new)
    }

    @Test(arguments: ["1.005", "1e30", "-1000001", "1e-5"])
    func `names an amount that is none`(amount: String) {
        let body = #"[{"feeId":1,"type":"fee","amount":\#(amount),"creationDate":"2026-11-06"}]"#
        let error = error(FetchFees.self, answer(body))
        #expect(error == .unreadable(.absurd(place: "0.amount")))
    }

    @Test func `names numbers and times that are none`() {
        #expect(
            error(Authenticate.self, answer(#"{"authenticateStatus":"VALID","patronId":0}"#))
                == .unreadable(.absurd(place: "patronId"))
        )
        #expect(
            error(
                FetchPatron.self,
                answer(#"{"authenticateStatus":"VALID","patron":{"patronId":-4}}"#)
            ) == .unreadable(.absurd(place: "patron.patronId"))
        )
        #expect(
            error(
                FetchReservations.self,
                answer(
                    #"[{"reservationId":1,"recordId":"2","state":"reserved","#
                        + #""pickupBranch":"x","numberInQueue":-1}]"#
                )
            ) == .unreadable(.absurd(place: "0.numberInQueue"))
        )
        for time in [
            "24:00:01", "25:00", "7:00", "07:60", "07:00:60", "07", "07:00:00:00", "aa:bb",
        ] {
            let body = #"[{"branchId":"x","day":"MONDAY","openHoursStartTime":"\#(time)"}]"#
            #expect(
                error(FetchOpeningHours.self, answer(body))
                    == .unreadable(.absurd(place: "0.openHoursStartTime")),
                "\(time)"
            )
        }
    }

    // MARK: Limits

    @Test func `is refused when it is too much`() {
        #expect(reading(String(repeating: " ", count: FBSResponse.bodyLengthMax + 1)) == .tooLong)
        #expect(reading(String(repeating: "[", count: 100_000)) == .tooDeep)
        #expect(
            reading(String(repeating: #"{"a":"#, count: FBSLimits.depthMax + 1)) == .tooDeep
        )
        let zeros = String(repeating: "0,", count: FBSLimits.listMax)
        #expect(reading("[\(zeros)0]") == .listTooLong)
        #expect(reading(#"[{"unread":[\#(zeros)0]}]"#) == .listTooLong)
        let half = "[" + String(repeating: "0,", count: FBSLimits.listMax - 1) + "0]"
        let many = Array(repeating: half, count: 30).joined(separator: ",")
        #expect(reading("[\(many)]") == .tooManyValues)
    }

    @Test func `is too much also behind a text that ends with a backslash`() {
        let deep = String(repeating: "[", count: FBSLimits.depthMax)
        #expect(reading(#"["\\","# + deep) == .tooDeep)
    }

    @Test func `is not too much when brackets and commas stand in a text`() throws {
        let text = String(repeating: #"[{,\"\\"#, count: 3000)
        let branches = try FetchBranches.answer(
            from: answer(#"[{"branchId":"x","title":"\#(text)"}]"#)
        )
        #expect(branches.map(\.title.count) == [15_000])
    }
}
