// SPDX-License-Identifier: MPL-2.0

/// The two-digit identifier a message begins with.
///
/// Identifiers outside SIP 2.00 are kept as they are, because a receiver is to ignore a message it
/// does not know rather than fail on it.
public struct Command: RawRepresentable, Sendable, Hashable {
    /// The identifier as a number, 0 to 99.
    public let rawValue: UInt8

    /// Makes an identifier from its number.
    ///
    /// - Returns: nil above 99.
    public init?(rawValue: UInt8) {
        guard rawValue <= 99 else { return nil }
        self.rawValue = rawValue
    }

    private init(_ number: UInt8) {
        rawValue = number
    }

    /// 01, Block Patron.
    public static let blockPatron = Command(1)
    /// 09, Checkin.
    public static let checkin = Command(9)
    /// 10, Checkin Response.
    public static let checkinResponse = Command(10)
    /// 11, Checkout.
    public static let checkout = Command(11)
    /// 12, Checkout Response.
    public static let checkoutResponse = Command(12)
    /// 15, Hold.
    public static let hold = Command(15)
    /// 16, Hold Response.
    public static let holdResponse = Command(16)
    /// 17, Item Information.
    public static let itemInformation = Command(17)
    /// 18, Item Information Response.
    public static let itemInformationResponse = Command(18)
    /// 19, Item Status Update.
    public static let itemStatusUpdate = Command(19)
    /// 20, Item Status Update Response.
    public static let itemStatusUpdateResponse = Command(20)
    /// 23, Patron Status Request.
    public static let patronStatus = Command(23)
    /// 24, Patron Status Response.
    public static let patronStatusResponse = Command(24)
    /// 25, Patron Enable.
    public static let patronEnable = Command(25)
    /// 26, Patron Enable Response.
    public static let patronEnableResponse = Command(26)
    /// 29, Renew.
    public static let renew = Command(29)
    /// 30, Renew Response.
    public static let renewResponse = Command(30)
    /// 35, End Patron Session.
    public static let endPatronSession = Command(35)
    /// 36, End Session Response.
    public static let endSessionResponse = Command(36)
    /// 37, Fee Paid.
    public static let feePaid = Command(37)
    /// 38, Fee Paid Response.
    public static let feePaidResponse = Command(38)
    /// 63, Patron Information.
    public static let patronInformation = Command(63)
    /// 64, Patron Information Response.
    public static let patronInformationResponse = Command(64)
    /// 65, Renew All.
    public static let renewAll = Command(65)
    /// 66, Renew All Response.
    public static let renewAllResponse = Command(66)
    /// 93, Login.
    public static let login = Command(93)
    /// 94, Login Response.
    public static let loginResponse = Command(94)
    /// 96, Request SC Resend: the library system received a damaged message.
    public static let requestSCResend = Command(96)
    /// 97, Request ACS Resend: the self-service side received a damaged message.
    public static let requestACSResend = Command(97)
    /// 98, ACS Status.
    public static let acsStatus = Command(98)
    /// 99, SC Status.
    public static let scStatus = Command(99)

    /// The command that answers this one, or nil for answers, for 97, and for unknown commands.
    public var response: Command? {
        switch self {
        case .blockPatron: .patronStatusResponse
        case .scStatus: .acsStatus
        case .checkin, .checkout, .hold, .itemInformation, .itemStatusUpdate, .patronStatus,
            .patronEnable, .renew, .endPatronSession, .feePaid, .patronInformation, .renewAll,
            .login:
            Command(rawValue + 1)
        default: nil
        }
    }

    /// Whether the library's records may change when this command is carried out.
    ///
    /// A command of this kind that got no answer has an unknown outcome: it must be looked up, not
    /// repeated blindly.
    public var changesRecords: Bool {
        switch self {
        case .blockPatron, .checkin, .checkout, .hold, .itemStatusUpdate, .patronEnable, .renew,
            .feePaid, .renewAll:
            true
        default: false
        }
    }

    /// The protocol's name of the command, or nil when it is unknown.
    public var name: String? {
        MessageLayout[self]?.name
    }
}

extension Command: CustomStringConvertible {
    /// The two digits.
    public var description: String {
        digits(Int(rawValue), width: 2)
    }
}
