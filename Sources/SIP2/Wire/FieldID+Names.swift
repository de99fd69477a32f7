// SPDX-License-Identifier: MPL-2.0

/// The fields of SIP 2.00, named as the protocol names them.
extension FieldID {
    /// AA: the patron's card number or other identifier.
    public static let patronIdentifier = FieldID(known: "A", "A")
    /// AB: the item's barcode.
    public static let itemIdentifier = FieldID(known: "A", "B")
    /// AC: the password of the self-service unit.
    public static let terminalPassword = FieldID(known: "A", "C")
    /// AD: the patron's PIN.
    public static let patronPassword = FieldID(known: "A", "D")
    /// AE: the patron's name.
    public static let personalName = FieldID(known: "A", "E")
    /// AF: a text to show the patron; repeats.
    public static let screenMessage = FieldID(known: "A", "F")
    /// AG: a text to print; repeats.
    public static let printLine = FieldID(known: "A", "G")
    /// AH: the due date, as free text.
    public static let dueDate = FieldID(known: "A", "H")
    /// AJ: the title, or the number of its record.
    public static let titleIdentifier = FieldID(known: "A", "J")
    /// AL: why a card was blocked.
    public static let blockedCardMessage = FieldID(known: "A", "L")
    /// AM: the library's name.
    public static let libraryName = FieldID(known: "A", "M")
    /// AN: where the self-service unit stands.
    public static let terminalLocation = FieldID(known: "A", "N")
    /// AO: the library institution.
    public static let institutionID = FieldID(known: "A", "O")
    /// AP: where the item is.
    public static let currentLocation = FieldID(known: "A", "P")
    /// AQ: where the item belongs.
    public static let permanentLocation = FieldID(known: "A", "Q")
    /// AS: an item on hold; repeats.
    public static let holdItem = FieldID(known: "A", "S")
    /// AT: an overdue item; repeats.
    public static let overdueItem = FieldID(known: "A", "T")
    /// AU: an item on loan; repeats.
    public static let chargedItem = FieldID(known: "A", "U")
    /// AV: an item with a fine; repeats.
    public static let fineItem = FieldID(known: "A", "V")
    /// AY: the sequence number that ends a message; not an ordinary field.
    public static let sequenceNumber = FieldID(known: "A", "Y")
    /// AZ: the checksum that ends a message; not an ordinary field.
    public static let checksum = FieldID(known: "A", "Z")
    /// BD: the patron's address.
    public static let homeAddress = FieldID(known: "B", "D")
    /// BE: the patron's e-mail address.
    public static let emailAddress = FieldID(known: "B", "E")
    /// BF: the patron's telephone number.
    public static let homePhone = FieldID(known: "B", "F")
    /// BG: who owns the item.
    public static let owner = FieldID(known: "B", "G")
    /// BH: the currency, by ISO 4217.
    public static let currency = FieldID(known: "B", "H")
    /// BI: whether an earlier command is taken back.
    public static let cancel = FieldID(known: "B", "I")
    /// BK: the library system's number of a transaction.
    public static let transactionID = FieldID(known: "B", "K")
    /// BL: whether the patron is known and in order.
    public static let validPatron = FieldID(known: "B", "L")
    /// BM: an item that was renewed; repeats.
    public static let renewedItem = FieldID(known: "B", "M")
    /// BN: an item that was not renewed; repeats.
    public static let unrenewedItem = FieldID(known: "B", "N")
    /// BO: whether the patron accepted the fee.
    public static let feeAcknowledged = FieldID(known: "B", "O")
    /// BP: the first list item wanted, from 1.
    public static let startItem = FieldID(known: "B", "P")
    /// BQ: the last list item wanted.
    public static let endItem = FieldID(known: "B", "Q")
    /// BR: the patron's place in the queue.
    public static let queuePosition = FieldID(known: "B", "R")
    /// BS: where a hold is to be picked up.
    public static let pickupLocation = FieldID(known: "B", "S")
    /// BT: the kind of fee, two digits.
    public static let feeType = FieldID(known: "B", "T")
    /// BU: a recalled item; repeats.
    public static let recallItem = FieldID(known: "B", "U")
    /// BV: an amount, as text such as `115.57`.
    public static let feeAmount = FieldID(known: "B", "V")
    /// BW: when a hold ends.
    public static let expirationDate = FieldID(known: "B", "W")
    /// BX: which messages the library system answers.
    public static let supportedMessages = FieldID(known: "B", "X")
    /// BY: the kind of hold, one digit.
    public static let holdType = FieldID(known: "B", "Y")
    /// BZ: how many holds the patron may have.
    public static let holdItemsLimit = FieldID(known: "B", "Z")
    /// CA: how many overdue items the patron may have.
    public static let overdueItemsLimit = FieldID(known: "C", "A")
    /// CB: how many loans the patron may have.
    public static let chargedItemsLimit = FieldID(known: "C", "B")
    /// CC: how much the patron may owe.
    public static let feeLimit = FieldID(known: "C", "C")
    /// CD: a hold that is not available yet; repeats.
    public static let unavailableHoldItem = FieldID(known: "C", "D")
    /// CF: how many wait for the item.
    public static let holdQueueLength = FieldID(known: "C", "F")
    /// CG: the fee that is paid.
    public static let feeIdentifier = FieldID(known: "C", "G")
    /// CH: what is known about the item besides.
    public static let itemProperties = FieldID(known: "C", "H")
    /// CI: whether the security strip is to be left alone.
    public static let securityInhibit = FieldID(known: "C", "I")
    /// CJ: when the item was recalled.
    public static let recallDate = FieldID(known: "C", "J")
    /// CK: the kind of medium, three digits.
    public static let mediaType = FieldID(known: "C", "K")
    /// CL: the bin for a returned item.
    public static let sortBin = FieldID(known: "C", "L")
    /// CM: until when a hold can be picked up.
    public static let holdPickupDate = FieldID(known: "C", "M")
    /// CN: the user of a login.
    public static let loginUserID = FieldID(known: "C", "N")
    /// CO: the password of a login.
    public static let loginPassword = FieldID(known: "C", "O")
    /// CP: the place of the unit in a login.
    public static let locationCode = FieldID(known: "C", "P")
    /// CQ: whether the PIN was right.
    public static let validPatronPassword = FieldID(known: "C", "Q")
}

/// Fields that servers have added to the protocol.
extension FieldID {
    /// PA: when the card expires; an extension of the SIPServer family.
    public static let patronExpiry = FieldID(known: "P", "A")
    /// PB: the patron's birth date; an extension that Cicero and SIPServer share.
    public static let birthDate = FieldID(known: "P", "B")
    /// PC: the patron's category; an extension of the SIPServer family.
    public static let patronClass = FieldID(known: "P", "C")
    /// PI: the patron's Internet access; an extension of the SIPServer family.
    public static let internetProfile = FieldID(known: "P", "I")
    /// WS: the owner of a returned inter-library loan; the Danish extension of Checkin.
    public static let ownerISIL = FieldID(known: "W", "S")
    /// XI: the library system's own key of the patron; an extension of the SIPServer family.
    public static let internalID = FieldID(known: "X", "I")
    /// BC: the patron's birth date; an extension of Polaris.
    public static let polarisBirthDate = FieldID(known: "B", "C")
    /// PX: when the card expires; an extension of Polaris.
    public static let polarisPatronExpiry = FieldID(known: "P", "X")
    /// PY: whether the card has expired; an extension of Polaris.
    public static let polarisIsExpired = FieldID(known: "P", "Y")
    /// PZ: the patron's postcode; an extension of Polaris.
    public static let polarisPostcode = FieldID(known: "P", "Z")
    /// CR: the collection of a returned item; an extension for sorting.
    public static let collection = FieldID(known: "C", "R")
    /// CS: the call number of a returned item; an extension for sorting.
    public static let callNumber = FieldID(known: "C", "S")
    /// CT: where a returned item is to be sent; an extension for sorting.
    public static let destination = FieldID(known: "C", "T")
    /// CV: why a returned item needs attention; an extension for sorting.
    public static let alertType = FieldID(known: "C", "V")
    /// CY: the patron who has a returned item on hold; an extension for sorting.
    public static let holdPatronIdentifier = FieldID(known: "C", "Y")
    /// DA: the name of the patron who has a returned item on hold; an extension for sorting.
    public static let holdPatronName = FieldID(known: "D", "A")
}
