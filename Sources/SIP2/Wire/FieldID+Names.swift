// SPDX-License-Identifier: MPL-2.0

/// The fields of SIP 2.00, named as the protocol names them.
extension FieldID {
    /// AA: the patron's card number or other identifier.
    public static let patronIdentifier = FieldID(known: "AA")
    /// AB: the item's barcode.
    public static let itemIdentifier = FieldID(known: "AB")
    /// AC: the password of the self-service unit.
    public static let terminalPassword = FieldID(known: "AC")
    /// AD: the patron's PIN.
    public static let patronPassword = FieldID(known: "AD")
    /// AE: the patron's name.
    public static let personalName = FieldID(known: "AE")
    /// AF: a text to show the patron; repeats.
    public static let screenMessage = FieldID(known: "AF")
    /// AG: a text to print; repeats.
    public static let printLine = FieldID(known: "AG")
    /// AH: the due date, as free text.
    public static let dueDate = FieldID(known: "AH")
    /// AJ: the title, or the number of its record.
    public static let titleIdentifier = FieldID(known: "AJ")
    /// AL: why a card was blocked.
    public static let blockedCardMessage = FieldID(known: "AL")
    /// AM: the library's name.
    public static let libraryName = FieldID(known: "AM")
    /// AN: where the self-service unit stands.
    public static let terminalLocation = FieldID(known: "AN")
    /// AO: the library institution.
    public static let institutionID = FieldID(known: "AO")
    /// AP: where the item is.
    public static let currentLocation = FieldID(known: "AP")
    /// AQ: where the item belongs.
    public static let permanentLocation = FieldID(known: "AQ")
    /// AS: an item on hold; repeats.
    public static let holdItem = FieldID(known: "AS")
    /// AT: an overdue item; repeats.
    public static let overdueItem = FieldID(known: "AT")
    /// AU: an item on loan; repeats.
    public static let chargedItem = FieldID(known: "AU")
    /// AV: an item with a fine; repeats.
    public static let fineItem = FieldID(known: "AV")
    /// AY: the sequence number that ends a message; not an ordinary field.
    public static let sequenceNumber = FieldID(known: "AY")
    /// AZ: the checksum that ends a message; not an ordinary field.
    public static let checksum = FieldID(known: "AZ")
    /// BD: the patron's address.
    public static let homeAddress = FieldID(known: "BD")
    /// BE: the patron's e-mail address.
    public static let emailAddress = FieldID(known: "BE")
    /// BF: the patron's telephone number.
    public static let homePhone = FieldID(known: "BF")
    /// BG: who owns the item.
    public static let owner = FieldID(known: "BG")
    /// BH: the currency, by ISO 4217.
    public static let currency = FieldID(known: "BH")
    /// BI: whether an earlier command is taken back.
    public static let cancel = FieldID(known: "BI")
    /// BK: the library system's number of a transaction.
    public static let transactionID = FieldID(known: "BK")
    /// BL: whether the patron is known and in order.
    public static let validPatron = FieldID(known: "BL")
    /// BM: an item that was renewed; repeats.
    public static let renewedItem = FieldID(known: "BM")
    /// BN: an item that was not renewed; repeats.
    public static let unrenewedItem = FieldID(known: "BN")
    /// BO: whether the patron accepted the fee.
    public static let feeAcknowledged = FieldID(known: "BO")
    /// BP: the first list item wanted, from 1.
    public static let startItem = FieldID(known: "BP")
    /// BQ: the last list item wanted.
    public static let endItem = FieldID(known: "BQ")
    /// BR: the patron's place in the queue.
    public static let queuePosition = FieldID(known: "BR")
    /// BS: where a hold is to be picked up.
    public static let pickupLocation = FieldID(known: "BS")
    /// BT: the kind of fee, two digits.
    public static let feeType = FieldID(known: "BT")
    /// BU: a recalled item; repeats.
    public static let recallItem = FieldID(known: "BU")
    /// BV: an amount, as text such as `115.57`.
    public static let feeAmount = FieldID(known: "BV")
    /// BW: when a hold ends.
    public static let expirationDate = FieldID(known: "BW")
    /// BX: which messages the library system answers.
    public static let supportedMessages = FieldID(known: "BX")
    /// BY: the kind of hold, one digit.
    public static let holdType = FieldID(known: "BY")
    /// BZ: how many holds the patron may have.
    public static let holdItemsLimit = FieldID(known: "BZ")
    /// CA: how many overdue items the patron may have.
    public static let overdueItemsLimit = FieldID(known: "CA")
    /// CB: how many loans the patron may have.
    public static let chargedItemsLimit = FieldID(known: "CB")
    /// CC: how much the patron may owe.
    public static let feeLimit = FieldID(known: "CC")
    /// CD: a hold that is not available yet; repeats.
    public static let unavailableHoldItem = FieldID(known: "CD")
    /// CF: how many wait for the item.
    public static let holdQueueLength = FieldID(known: "CF")
    /// CG: the fee that is paid.
    public static let feeIdentifier = FieldID(known: "CG")
    /// CH: what is known about the item besides.
    public static let itemProperties = FieldID(known: "CH")
    /// CI: whether the security strip is to be left alone.
    public static let securityInhibit = FieldID(known: "CI")
    /// CJ: when the item was recalled.
    public static let recallDate = FieldID(known: "CJ")
    /// CK: the kind of medium, three digits.
    public static let mediaType = FieldID(known: "CK")
    /// CL: the bin for a returned item.
    public static let sortBin = FieldID(known: "CL")
    /// CM: until when a hold can be picked up.
    public static let holdPickupDate = FieldID(known: "CM")
    /// CN: the user of a login.
    public static let loginUserID = FieldID(known: "CN")
    /// CO: the password of a login.
    public static let loginPassword = FieldID(known: "CO")
    /// CP: the place of the unit in a login.
    public static let locationCode = FieldID(known: "CP")
    /// CQ: whether the PIN was right.
    public static let validPatronPassword = FieldID(known: "CQ")
}

/// Fields that servers have added to the protocol.
extension FieldID {
    /// PA: when the card expires; an extension of the SIPServer family.
    public static let patronExpiry = FieldID(known: "PA")
    /// PB: the patron's birth date; an extension that Cicero and SIPServer share.
    public static let birthDate = FieldID(known: "PB")
    /// PC: the patron's category; an extension of the SIPServer family.
    public static let patronClass = FieldID(known: "PC")
    /// PI: the patron's Internet access; an extension of the SIPServer family.
    public static let internetProfile = FieldID(known: "PI")
    /// WS: the owner of a returned inter-library loan; the Danish extension of Checkin.
    public static let ownerISIL = FieldID(known: "WS")
    /// XI: the library system's own key of the patron; an extension of the SIPServer family.
    public static let internalID = FieldID(known: "XI")
}
