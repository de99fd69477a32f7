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
        .itemIdentifier, .dueDate, .titleIdentifier, .libraryName, .terminalLocation,
        .institutionID, .currentLocation, .permanentLocation, .owner, .currency, .cancel,
        .transactionID, .validPatron, .feeAcknowledged, .startItem, .endItem, .queuePosition,
        .pickupLocation, .feeType, .expirationDate, .supportedMessages, .holdType,
        .holdItemsLimit, .overdueItemsLimit, .chargedItemsLimit, .holdQueueLength,
        .securityInhibit, .recallDate, .mediaType, .sortBin, .holdPickupDate, .locationCode,
        .validPatronPassword, .ownerISIL, .collection, .callNumber, .destination, .alertType,
    ]

    /// The value of a field, or the mask.
    ///
    /// A screen message is text about the patron, except where it is one of the bracketed codes
    /// that library systems send, such as `[BEFORE_RENEW_PERIOD]`.
    static func shown(_ value: String, of id: FieldID) -> String {
        if value.isEmpty || open.contains(id) { return value }
        return id == .screenMessage && isCode(value) ? value : mask
    }

    private static func isCode(_ value: String) -> Bool {
        value.count > 2 && value.first == "[" && value.last == "]"
            && value.dropFirst().dropLast().utf8.allSatisfy { 0x41...0x5A ~= $0 || $0 == 0x5F }
    }
}

extension Message: Redacted {
    /// The message for a log: the structure in full, with patron data and secrets masked.
    ///
    /// Shown are the command, the fixed part of a known command, and the fields that concern the
    /// item or the library. Passwords, the patron's identifier, name, address and birth date,
    /// loan and hold lists, free texts and extensions without a known meaning are masked.
    public var redacted: String {
        let fixed = command.name == nil ? (fixedBytes.isEmpty ? "" : Redaction.mask) : fixedPart
        let fields = fields.map { $0.redacted + "|" }.joined()
        let trailer = sequence.map { "AY\($0.value)" } ?? ""
        return "\(command)\(fixed)\(fields)\(trailer)"
    }
}
