// SPDX-License-Identifier: MPL-2.0

import SIP2
import Testing

@Suite struct `A recorded message about items` {
    private func value<Value: TypedMessage>(
        _ type: Value.Type = Value.self,
        _ text: String,
        in dialect: Dialect = checkedUTF8
    ) throws -> Value {
        try #require(Value(decoded(text, in: dialect)))
    }

    /// The message as it is written after it was read into its parts.
    private func rewritten<Value: TypedMessage>(
        _ type: Value.Type,
        _ text: String,
        in dialect: Dialect = checkedUTF8
    ) throws -> String {
        let message = try decoded(text, in: dialect)
        let value = try #require(Value(message))
        #expect(Value(value.message) == value)
        let sequence = Int(message.sequence?.value ?? 0)
        return try encoded(value.message, in: dialect, sequence: sequence)
    }

    @Test func `is written as it was read`() throws {
        #expect(try rewritten(BlockPatronRequest.self, Sample.blockPatron) == Sample.blockPatron)
        #expect(try rewritten(CheckinRequest.self, Sample.checkin) == Sample.checkin)
        #expect(
            try rewritten(CheckinResponse.self, Sample.checkinResponse) == Sample.checkinResponse
        )
        #expect(try rewritten(CheckoutRequest.self, Sample.checkout) == Sample.checkout)
        #expect(
            try rewritten(CheckoutResponse.self, Sample.checkoutResponse)
                == Sample.checkoutResponse
        )
        #expect(
            try rewritten(CheckoutResponse.self, Sample.checkoutRefused) == Sample.checkoutRefused
        )
        #expect(
            try rewritten(ItemInformationRequest.self, Sample.itemInformation)
                == Sample.itemInformation
        )
        #expect(try rewritten(RenewRequest.self, Sample.renew) == Sample.renew)
        #expect(try rewritten(RenewAllRequest.self, Sample.renewAll) == Sample.renewAll)
        #expect(
            try rewritten(RenewAllResponse.self, Sample.renewAllResponse)
                == Sample.renewAllResponse
        )
        #expect(try rewritten(FeePaidRequest.self, Sample.feePaid) == Sample.feePaid)
        #expect(
            try rewritten(FeePaidResponse.self, Sample.feePaidResponse) == Sample.feePaidResponse
        )
    }

    @Test func `of Cicero is written as it was read`() throws {
        typealias Cicero = Sample.Cicero
        #expect(
            try rewritten(CheckoutResponse.self, Cicero.checkoutResponse, in: plainUTF8)
                == Cicero.checkoutResponse
        )
        #expect(
            try rewritten(RenewResponse.self, Cicero.renewRefused, in: plainUTF8)
                == Cicero.renewRefused
        )
        #expect(
            try rewritten(RenewAllResponse.self, Cicero.renewAllResponse, in: plainUTF8)
                == Cicero.renewAllResponse
        )
        #expect(
            try rewritten(CheckinResponse.self, Cicero.checkinResponse, in: plainUTF8)
                == Cicero.checkinResponse
        )
    }

    @Test func `with fields in another order is written in that of the protocol`() throws {
        #expect(
            try rewritten(ItemInformationResponse.self, Sample.itemInformationResponse)
                == "1803020120261122    012826AB1565921879|AJPerl 5 desktop reference|BGUWOLS|"
                + "CK001|AY7AZE89C"
        )
        #expect(
            try rewritten(RenewResponse.self, Sample.renewResponse)
                == "301YNN20261122    012906AOUWOLS|AApatron1|AB1565921879|"
                + "AJPerl 5 desktop reference|AH20261206    012906|CK001|AY5AZE091"
        )
    }

    @Test func `11 and 12 lend an item`() throws {
        let request = try value(CheckoutRequest.self, Sample.checkout)
        #expect(request.allowsRenewal)
        #expect(!request.isNoBlock)
        #expect(request.itemIdentifier == "1565921879")
        #expect(request.acknowledgesFee == false)
        let response = try value(CheckoutResponse.self, Sample.Cicero.checkoutResponse, in: .cicero)
        #expect(response.isAccepted)
        #expect(!response.isRenewal)
        #expect(response.isMagnetic == nil)
        #expect(response.desensitizes == true)
        #expect(response.dueDate?.day == CalendarDay("20170720"))
        #expect(response.itemProperties?.title == "Helbred dit liv")
        #expect(response.transactionID == "19adc5e7-2734-4aeb-b255-d259c68928a5")
        let refused = try value(CheckoutResponse.self, Sample.checkoutRefused)
        #expect(!refused.isAccepted)
        #expect(refused.screenMessages == ["Item checked out to another patron"])
        #expect(refused.dueDate?.day == nil)
    }

    @Test func `09 and 10 return an item`() throws {
        let request = try value(CheckinRequest.self, Sample.checkin)
        #expect(request.currentLocation == "desk")
        #expect(request.returnDate == Timestamp("20261122    012926"))
        #expect(request.ownerISIL == nil)
        let response = try value(CheckinResponse.self, Sample.Cicero.checkinResponse, in: .cicero)
        #expect(response.isAccepted)
        #expect(response.resensitizes)
        #expect(!response.alerts)
        #expect(response.permanentLocation?.branch == "Hovedbiblioteket")
        #expect(response.permanentLocation?.department == "Voksen")
        #expect(response.permanentLocation?.location == nil)
        #expect(response.patron?.number == "C0016351730")
    }

    @Test func `66 with success and no renewal lists what was refused`() throws {
        let response = try value(
            RenewAllResponse.self,
            Sample.Cicero.renewAllResponse,
            in: .cicero
        )
        #expect(response.isAccepted)
        #expect(response.renewedCount == 0)
        #expect(response.unrenewedCount == 7)
        #expect(response.renewals.isEmpty)
        let refusal = try #require(response.refusals.first)
        #expect(refusal.item == "3846731813")
        #expect(refusal.reason == "UNSUCCESSFUL")
        #expect(refusal.dueDate == CalendarDay("20170626"))
        #expect(refusal.properties.title == "Prinsesse Mononoke")
        #expect(refusal.properties.author == nil)
        #expect(refusal.properties.classification == "77.7")
    }

    @Test func `37 and 38 pay a fee`() throws {
        let request = try value(FeePaidRequest.self, Sample.feePaid)
        #expect(request.feeType == .overdue)
        #expect(request.paymentType == .cash)
        #expect(request.currency == .danishKrone)
        #expect(request.feeAmount.minorUnits() == 2_500)
        #expect(request.feeIdentifier == "1")
        #expect(try value(FeePaidResponse.self, Sample.feePaidResponse).isAccepted)
    }

    @Test func `17 and 18 tell about an item`() throws {
        let response = try value(
            ItemInformationResponse.self,
            Sample.itemInformationResponse
        )
        #expect(response.circulationStatus == .available)
        #expect(response.securityMarker == .tattleTape)
        #expect(response.feeType == .other)
        #expect(response.mediaType == .book)
        #expect(response.owner == "UWOLS")
    }
}
