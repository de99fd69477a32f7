// SPDX-License-Identifier: MPL-2.0

import SIP2

extension FuzzTarget {
    /// Messages as they come off a frame reader: read, written again, read again.
    static let sip2Message = FuzzTarget(
        name: "sip2-message",
        seeds: Samples.messages.flatMap { message in
            (0..<UInt8(MessageStory.dialects.count)).map { [$0] + Array(message.utf8) }
        },
        check: MessageStory.run
    )
}

private enum MessageStory {
    static let dialects: [Dialect] = [
        .threeM, .cicero, Dialect(encoding: .utf8, checksumRule: .bytesOrCodePoints),
        Dialect(encoding: .isoLatin1, delimiter: 0x5E, detectsErrors: false),
    ]

    /// A byte that chooses the dialect, and the message.
    static func run(_ input: [UInt8]) {
        var choices = Choices(input)
        let dialect = choices.element(of: dialects)
        let bytes = choices.remaining()
        let outline = try? MessageOutline(of: bytes.span, in: dialect)
        guard let message = try? Message(decoding: bytes, in: dialect) else {
            return require(outline == nil, "an outline is refused with its message")
        }
        agrees(outline, with: message, of: bytes)
        require(bytes.count <= Message.lengthMax, "a message is limited")
        _ = message.notes
        hidesSecrets(message)
        comesBack(message, in: dialect)
        for read in typed { read(message, dialect) }
    }

    /// The outline finds what the message holds, within the bytes.
    private static func agrees(_ outline: MessageOutline?, with message: Message, of bytes: [UInt8])
    {
        guard let outline else { fatalError("a message is refused with its outline") }
        require(outline.command == message.command, "the command is the same")
        require(outline.sequence == message.sequence, "the sequence number is the same")
        require(outline.checksum == message.checksum, "the checksum is the same")
        var scanner = outline.fields
        var fields = message.fields.makeIterator()
        var last = outline.fixedPart.upperBound
        while let piece = scanner.next(in: bytes.span) {
            switch piece {
            case .field(let id, let range):
                require(range.lowerBound >= last, "fields lie in order")
                require(range.upperBound <= bytes.count, "fields lie within the bytes")
                require(fields.next()?.id == id, "the fields are the same")
                last = range.upperBound
            case .stray(let range):
                require(range.lowerBound >= last, "what is no field lies in order")
                last = range.upperBound
            }
        }
        require(fields.next() == nil, "no field is missed")
    }

    /// Writing is strict, so it may refuse; what it writes is read as the same message.
    ///
    /// Fields may change their order and repeated ones be dropped, once: what was written by us is
    /// then written byte by byte the same.
    private static func comesBack(_ message: Message, in dialect: Dialect) {
        let sequence = message.sequence ?? .zero
        guard let written = try? message.encoded(in: dialect, sequence: sequence) else { return }
        guard let again = try? Message(decoding: written, in: dialect) else {
            fatalError("what was written cannot be read")
        }
        require(again.command == message.command, "the command comes back")
        require(again.missingFields.isEmpty, "no required field is missing from what was written")
        require(
            again.duplicateFields.allSatisfy(again.extensionFields.map(\.id).contains),
            "nothing but extensions is twice in what was written"
        )
        for field in message.fields {
            require(
                again.fields.contains(field) || message.duplicateFields.contains(field.id),
                "every field comes back with its value"
            )
        }
        guard let third = try? again.encoded(in: dialect, sequence: sequence) else {
            fatalError("what was read back cannot be written")
        }
        require(third == written, "writing it again gives the same bytes")
    }

    /// Another PIN in the message makes no difference to what a log shows.
    private static func hidesSecrets(_ message: Message) {
        let secrets: [FieldID] = [
            .patronPassword, .loginPassword, .terminalPassword, .patronIdentifier, .personalName,
        ]
        guard message.fields.contains(where: { secrets.contains($0.id) && !$0.value.isEmpty })
        else { return }
        var other = Message(message.command, fixed: message.fixedPart)
        for field in message.fields {
            let isSecret = secrets.contains(field.id) && !field.value.isEmpty
            other.append(field.id, isSecret ? "another value" : field.value)
        }
        let number = message.sequence.map { "AY\($0.value)" } ?? ""
        require(message.redacted == other.redacted + number, "a log shows no secret")
    }

    private static let typed: [@Sendable (Message, Dialect) -> Void] = [
        staysTyped(BlockPatronRequest.self), staysTyped(CheckinRequest.self),
        staysTyped(CheckinResponse.self), staysTyped(CheckoutRequest.self),
        staysTyped(CheckoutResponse.self), staysTyped(HoldRequest.self),
        staysTyped(HoldResponse.self), staysTyped(ItemInformationRequest.self),
        staysTyped(ItemInformationResponse.self), staysTyped(ItemStatusUpdateRequest.self),
        staysTyped(ItemStatusUpdateResponse.self), staysTyped(PatronStatusRequest.self),
        staysTyped(PatronStatusResponse.self), staysTyped(PatronEnableRequest.self),
        staysTyped(PatronEnableResponse.self), staysTyped(RenewRequest.self),
        staysTyped(RenewResponse.self), staysTyped(EndPatronSessionRequest.self),
        staysTyped(EndSessionResponse.self), staysTyped(FeePaidRequest.self),
        staysTyped(FeePaidResponse.self), staysTyped(PatronInformationRequest.self),
        staysTyped(PatronInformationResponse.self), staysTyped(RenewAllRequest.self),
        staysTyped(RenewAllResponse.self), staysTyped(LoginRequest.self),
        staysTyped(LoginResponse.self), staysTyped(RequestSCResend.self),
        staysTyped(RequestACSResend.self), staysTyped(SCStatus.self), staysTyped(ACSStatus.self),
    ]

    /// A message read into values and written from them reads into the same values from then on.
    ///
    /// The first writing may change something: a required field that was absent is written empty,
    /// a number that was none as 0.
    private static func staysTyped<Typed: TypedMessage>(
        _ type: Typed.Type
    ) -> @Sendable (Message, Dialect) -> Void {
        { message, dialect in
            guard let values = Typed(message) else {
                require(message.command != Typed.command, "a message of the command is read")
                return
            }
            require(message.command == Typed.command, "no other message is read")
            guard let first = written(values, in: dialect) else { return }
            require(first.extensions.map(\.id) == values.extensions.map(\.id), "extensions stay")
            guard let second = written(first, in: dialect) else {
                fatalError("what was written and read cannot be written")
            }
            require(second == first, "the values of a message stay the same")
            guard let before = values as? any PatronResponse,
                let after = second as? any PatronResponse
            else { return }
            let isVouchedFor = after.isValidPatron == true
            require(isVouchedFor == (before.isValidPatron == true), "who is let in stays the same")
            require(after.status == before.status, "flags stay the same")
        }
    }

    /// The values after they were written and read.
    private static func written<Typed: TypedMessage>(_ values: Typed, in dialect: Dialect) -> Typed?
    {
        guard let bytes = try? values.message.encoded(in: dialect),
            let message = try? Message(decoding: bytes, in: dialect)
        else { return nil }
        return Typed(message)
    }
}
