// SPDX-License-Identifier: MPL-2.0

extension MessageLayout {
    /// Layouts by command number.
    static let table: [MessageLayout?] = {
        var table = [MessageLayout?](repeating: nil, count: 100)
        for layout in requests + responses {
            table[Int(layout.command.rawValue)] = layout
        }
        return table
    }()

    /// Widths of the fixed part by command number, apart because every message read needs one;
    /// negative where the command is unknown.
    private static let fixedWidths = InlineArray<100, Int8> { number in
        table[number].map { Int8(truncatingIfNeeded: $0.fixedWidth) } ?? -1
    }

    /// The width of the fixed part, or nil when the command is unknown.
    static func fixedWidth(of command: Command) -> Int? {
        let width = Int(fixedWidths[Int(command.rawValue)])
        return width < 0 ? nil : width
    }

    private static let orders: [FieldOrder?] = table.map { layout in
        layout.map { FieldOrder($0.fields, required: $0.required) }
    }

    /// The places of a message's fields, or nil when the command is unknown.
    static func order(of command: Command) -> FieldOrder? {
        orders[Int(command.rawValue)]
    }

    private static let requests: [MessageLayout] = [
        .init(
            .blockPatron,
            "Block Patron",
            ["card retained": 1, "transaction date": 18],
            "AO AL AA AC"
        ),
        .init(
            .checkin,
            "Checkin",
            ["no block": 1, "transaction date": 18, "return date": 18],
            "AP AO AB AC [CH BI]"
        ),
        .init(
            .checkout,
            "Checkout",
            [
                "SC renewal policy": 1, "no block": 1, "transaction date": 18,
                "nb due date": 18,
            ],
            "AO AA AB AC [CH AD BO BI]"
        ),
        .init(
            .hold,
            "Hold",
            ["hold mode": 1, "transaction date": 18],
            "[BW BS BY] AO AA [AD AB AJ AC BO]"
        ),
        .init(
            .itemInformation,
            "Item Information",
            ["transaction date": 18],
            "AO AB [AC]"
        ),
        .init(
            .itemStatusUpdate,
            "Item Status Update",
            ["transaction date": 18],
            "AO AB [AC] CH"
        ),
        .init(
            .patronStatus,
            "Patron Status Request",
            ["language": 3, "transaction date": 18],
            "AO AA AC AD"
        ),
        .init(
            .patronEnable,
            "Patron Enable",
            ["transaction date": 18],
            "AO AA [AC AD]"
        ),
        .init(
            .renew,
            "Renew",
            [
                "third party allowed": 1, "no block": 1, "transaction date": 18,
                "nb due date": 18,
            ],
            "AO AA [AD AB AJ AC CH BO]"
        ),
        .init(
            .endPatronSession,
            "End Patron Session",
            ["transaction date": 18],
            "AO AA [AC AD]"
        ),
        .init(
            .feePaid,
            "Fee Paid",
            ["transaction date": 18, "fee type": 2, "payment type": 2, "currency type": 3],
            "BV AO AA [AC AD CG BK]"
        ),
        .init(
            .patronInformation,
            "Patron Information",
            ["language": 3, "transaction date": 18, "summary": 10],
            "AO AA [AC AD BP BQ]"
        ),
        .init(
            .renewAll,
            "Renew All",
            ["transaction date": 18],
            "AO AA [AD AC BO]"
        ),
        .init(
            .login,
            "Login",
            ["UID algorithm": 1, "PWD algorithm": 1],
            "CN CO [CP]"
        ),
        .init(.requestACSResend, "Request ACS Resend", [:], ""),
        .init(
            .scStatus,
            "SC Status",
            ["status code": 1, "max print width": 3, "protocol version": 4],
            ""
        ),
    ]

    private static let responses: [MessageLayout] = [
        .init(
            .checkinResponse,
            "Checkin Response",
            ["ok": 1, "resensitize": 1, "magnetic media": 1, "alert": 1, "transaction date": 18],
            "AO AB AQ [AJ CL AA CK CH AF AG]"
        ),
        .init(.checkoutResponse, "Checkout Response", loanColumns, loanFields),
        .init(
            .holdResponse,
            "Hold Response",
            ["ok": 1, "available": 1, "transaction date": 18],
            "[BW BR BS] AO AA [AB AJ AF AG]"
        ),
        .init(
            .itemInformationResponse,
            "Item Information Response",
            [
                "circulation status": 2, "security marker": 2, "fee type": 2,
                "transaction date": 18,
            ],
            "[CF AH CJ CM] AB AJ [BG BH BV CK AQ AP CH AF AG]"
        ),
        .init(
            .itemStatusUpdateResponse,
            "Item Status Update Response",
            ["item properties ok": 1, "transaction date": 18],
            "AB [AJ CH AF AG]"
        ),
        .init(
            .patronStatusResponse,
            "Patron Status Response",
            ["patron status": 14, "language": 3, "transaction date": 18],
            "AO AA AE [BL CQ BH BV AF AG]"
        ),
        .init(
            .patronEnableResponse,
            "Patron Enable Response",
            ["patron status": 14, "language": 3, "transaction date": 18],
            "AO AA AE [BL CQ AF AG]"
        ),
        .init(.renewResponse, "Renew Response", loanColumns, loanFields),
        .init(
            .endSessionResponse,
            "End Session Response",
            ["end session": 1, "transaction date": 18],
            "AO AA [AF AG]"
        ),
        .init(
            .feePaidResponse,
            "Fee Paid Response",
            ["payment accepted": 1, "transaction date": 18],
            "AO AA [BK AF AG]"
        ),
        .init(
            .patronInformationResponse,
            "Patron Information Response",
            [
                "patron status": 14, "language": 3, "transaction date": 18,
                "hold items count": 4, "overdue items count": 4, "charged items count": 4,
                "fine items count": 4, "recall items count": 4, "unavailable holds count": 4,
            ],
            "AO AA AE [BZ CA CB BL CQ BH BV CC AS AT AU AV BU CD BD BE BF AF AG]"
        ),
        .init(
            .renewAllResponse,
            "Renew All Response",
            ["ok": 1, "renewed count": 4, "unrenewed count": 4, "transaction date": 18],
            "AO [BM BN AF AG]"
        ),
        .init(.loginResponse, "Login Response", ["ok": 1], ""),
        .init(.requestSCResend, "Request SC Resend", [:], ""),
        .init(
            .acsStatus,
            "ACS Status",
            [
                "on-line status": 1, "checkin ok": 1, "checkout ok": 1,
                "ACS renewal policy": 1, "status update ok": 1, "off-line ok": 1,
                "timeout period": 3, "retries allowed": 3, "date/time sync": 18,
                "protocol version": 4,
            ],
            "AO [AM] BX [AN AF AG]"
        ),
    ]

    /// Checkout and Renew are answered in the same shape.
    private static let loanColumns: KeyValuePairs<String, Int> = [
        "ok": 1, "renewal ok": 1, "magnetic media": 1, "desensitize": 1, "transaction date": 18,
    ]
    private static let loanFields = "AO AA AB AJ AH [BT CI BH BV CK CH BK AF AG]"
}
