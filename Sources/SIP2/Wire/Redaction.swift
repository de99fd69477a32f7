// SPDX-License-Identifier: MPL-2.0

/// Which values may be shown to those who look after the link.
enum Redaction {
    /// What stands for a value that is not shown.
    static let mask = "***"

    /// The fields that name neither a patron nor what a patron reads, nor hold a secret.
    ///
    /// The list names what is shown, not what is masked, so that an extension nobody has thought
    /// of stays hidden.
    private static let open: Set<FieldID> = [
        .dueDate, .libraryName, .terminalLocation, .institutionID, .owner, .currency, .cancel,
        .transactionID, .validPatron, .feeAcknowledged, .startItem, .endItem, .queuePosition,
        .pickupLocation, .feeType, .expirationDate, .supportedMessages, .holdType,
        .holdItemsLimit, .overdueItemsLimit, .chargedItemsLimit, .holdQueueLength,
        .securityInhibit, .recallDate, .mediaType, .sortBin, .holdPickupDate, .locationCode,
        .validPatronPassword, .ownerISIL, .destination, .alertType,
    ]

    /// The fields that tell what a patron reads, of which the length is shown.
    ///
    /// A number that was cut or a list entry at the limit of a field is found by it.
    private static let measured: Set<FieldID> = [
        .itemIdentifier, .titleIdentifier, .itemProperties, .collection, .callNumber, .holdItem,
        .overdueItem, .chargedItem, .fineItem, .recallItem, .unavailableHoldItem, .renewedItem,
        .unrenewedItem,
    ]

    /// The value of a field, what of it may be shown, or the mask.
    ///
    /// A screen message is text about the patron, except where it is one of the bracketed codes
    /// that library systems send, such as `[BEFORE_RENEW_PERIOD]`.
    static func shown(_ value: String, of id: FieldID) -> String {
        if value.isEmpty || open.contains(id) { return value }
        if measured.contains(id) { return "\(mask)(\(value.unicodeScalars.count))" }
        if id == .currentLocation || id == .permanentLocation { return branch(of: value) }
        return id == .screenMessage && isCode(value) ? value : mask
    }

    /// The branch of a place; its department and shelf tell what kind of item it is.
    static func branch(of place: String) -> String {
        guard let end = place.utf8.firstIndex(of: UInt8(ascii: "%")) else { return place }
        return "\(place[..<end])%\(mask)"
    }

    private static func isCode(_ value: String) -> Bool {
        value.count > 2 && value.first == "[" && value.last == "]"
            && value.dropFirst().dropLast().utf8.allSatisfy { 0x41...0x5A ~= $0 || $0 == 0x5F }
    }
}

extension Message: Redacted {
    /// The message for a log: the structure in full, with patron data, items and secrets masked.
    ///
    /// Shown are the command, the fixed part of a known command, every field's identifier, and the
    /// values that are flags, dates, codes, transaction numbers and names of the library and its
    /// branches. Of the fields that tell what a patron reads (item number, title, call number,
    /// collection, lists) only the length in characters is shown. Passwords, the patron's
    /// identifier, name, address and birth date, free texts and extensions without a known meaning
    /// are masked.
    public var redacted: String {
        let fixed = command.name == nil ? (fixedBytes.isEmpty ? "" : Redaction.mask) : fixedPart
        let fields = fields.map { $0.redacted + "|" }.joined()
        let trailer = sequence.map { "AY\($0.value)" } ?? ""
        return "\(command)\(fixed)\(fields)\(trailer)"
    }
}
