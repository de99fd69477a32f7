// SPDX-License-Identifier: MPL-2.0

// The examples of the article "Getting started", which a test compares with it line by line.

import SIP2

func isInOrder(
    card: String,
    pin: String,
    at now: Timestamp,
    carry: ([UInt8]) throws -> [UInt8]
) throws -> Bool {
    let request = PatronStatusRequest(
        language: .danish,
        transactionDate: now,
        institutionID: "DK-761500",
        patron: PatronIdentifier(card),
        patronPassword: Secret(pin)
    )
    let answer = try carry(request.message.encoded(in: .cicero))
    let message = try Message(decoding: answer, in: .cicero)
    guard let response = PatronStatusResponse(message) else { return false }
    return response.verdict(passwordRequired: true) == .inOrder
}

struct Desk {
    var session: ClientSession
    var write: ([UInt8]) -> Void
    var lent: [String] = []
    var toLookUp: [ClientSession.RequestID] = []

    init(user: String, password: String, write: @escaping ([UInt8]) -> Void) {
        let login = LoginRequest(user: Secret(user), password: Secret(password))
        session = ClientSession(.init(dialect: .threeM, login: login))
        self.write = write
    }

    mutating func lend(_ item: String, to card: String, at time: Timestamp, now: Duration) {
        let request = CheckoutRequest(
            transactionDate: time,
            institutionID: "DK-761500",
            patron: PatronIdentifier(card),
            itemIdentifier: item
        )
        perform(session.send(request, as: .init(1), at: now))
    }

    mutating func perform(_ actions: [ClientSession.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes):
                write(bytes)
            case .deliver(_, let message):
                guard let loan = CheckoutResponse(message), loan.isAccepted else { continue }
                lent.append(loan.titleIdentifier)
            case .fail(let id, let failure):
                if failure.outcome == .unknown { toLookUp.append(id) }
            case .statusReceived, .becameReady, .close:
                continue
            }
        }
    }
}

struct Library {
    var session = ServerSession(.threeM)
    var titles = ["5012345678": "Æblegrød på åen"]

    mutating func received(_ bytes: [UInt8], write: ([UInt8]) -> Void) throws {
        var actions = session.received(bytes)
        while !actions.isEmpty {
            switch actions.removeFirst() {
            case .write(let bytes): write(bytes)
            case .handle(let request): actions += try session.respond(with: answer(to: request))
            case .close: return
            }
        }
    }

    func answer(to request: Message) -> Message? {
        if let login = LoginRequest(request) {
            return LoginResponse(isAccepted: login.password == Secret("secret")).message
        }
        if let checkout = CheckoutRequest(request) {
            let title = titles[checkout.itemIdentifier]
            return CheckoutResponse(
                isAccepted: title != nil,
                transactionDate: checkout.transactionDate,
                institutionID: checkout.institutionID,
                patron: checkout.patron,
                itemIdentifier: checkout.itemIdentifier,
                titleIdentifier: title ?? "",
                dueDate: DateText("20261222")
            ).message
        }
        return ACSStatus(
            offers: [.onLine, .checkout],
            dateTimeSync: nil,
            institutionID: "DK-761500",
            supportedMessages: SupportedMessages([.login, .scStatus, .checkout])
        ).message
    }
}

func longestField(of bytes: [UInt8]) throws -> Int {
    let outline = try MessageOutline(of: bytes.span, in: .cicero)
    var fields = outline.fields
    var longest = 0
    while let piece = fields.next(in: bytes.span) {
        if case .field(_, let range) = piece { longest = max(longest, range.count) }
    }
    return longest
}
