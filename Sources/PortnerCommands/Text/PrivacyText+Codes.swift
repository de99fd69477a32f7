// SPDX-License-Identifier: MPL-2.0

import PortnerCore
import PortnerPrivacy

/// What codes say to the person whom they concern.
///
/// Beside the door a patron reads less, so as to tell a stranger nothing; who asks for a report has
/// shown who they are.
extension Denial {
    /// Why the door did not open.
    var reason: PrivacyText {
        switch self {
        case .doorOutOfService: PrivacyText("døren var ude af drift", "the door was out of order")
        case .lockedDown: PrivacyText("døren var spærret", "the door was locked down")
        case .interlocked: PrivacyText("den anden dør var åben", "the other door was open")
        case .alarmArmed: PrivacyText("alarmen var slået til", "the alarm was armed")
        case .clockUntrusted: PrivacyText("stationens ur var usikkert", "its clock was in doubt")
        case .closed: PrivacyText("lukket", "closed")
        case .lastEntryOver: PrivacyText("for kort før lukketid", "too shortly before closing")
        case .throttled: PrivacyText("for mange forsøg", "too many attempts")
        case .unknownCard: PrivacyText("ukendt kort", "unknown card")
        case .wrongPIN: PrivacyText("forkert pinkode", "wrong PIN")
        case .pinNotEntered: PrivacyText("ingen pinkode", "no PIN entered")
        case .numberNotTaken: PrivacyText("nummeret blev tastet", "the number was typed")
        case .cardExpired: PrivacyText("kortet var udløbet", "the card had expired")
        case .cardInvalid: PrivacyText("kortet var ugyldigt", "the card was not valid")
        case .blocked: PrivacyText("blokeret af biblioteket", "blocked by the library")
        case .denyListed: PrivacyText("på stationens liste", "on the station's list")
        case .notEnrolled: PrivacyText("ikke tilmeldt", "not enrolled")
        case .notResident:
            PrivacyText("kun for kommunens borgere", "for residents only")
        case .residenceUnknown:
            PrivacyText("bopælen var ikke oplyst", "the residence was not told")
        case .noConsent: PrivacyText("uden samtykke", "without a consent")
        case .tooYoung: PrivacyText("under dørens aldersgrænse", "below the door's age limit")
        case .ageUnknown: PrivacyText("alderen var ikke oplyst", "the age was not told")
        case .libraryUnreachable: PrivacyText("ingen forbindelse", "no connection to the library")
        case .cacheFailed: PrivacyText("fejl i stationen", "a fault of the station")
        case .notRecorded: PrivacyText("fejl i stationen", "a fault of the station")
        // Such refusals have no identity; they are here to have no code without words.
        case .passForeign, .passForged, .passUnreadable, .passTooLong:
            PrivacyText("koden på telefonen blev ikke godkendt", "the phone's code was refused")
        case .passNotYetValid, .passExpired, .passUsed:
            PrivacyText("koden på telefonen gjaldt ikke", "the phone's code was not valid")
        }
    }
}

extension CardValidity {
    /// Whether the card is good.
    var words: PrivacyText {
        switch self {
        case .valid: PrivacyText("gyldigt", "valid")
        case .expired: PrivacyText("udløbet", "expired")
        case .invalid: PrivacyText("ugyldigt", "not valid")
        }
    }
}

extension Listing.Kind {
    /// What the station's own list does with a card.
    var words: PrivacyText {
        switch self {
        case .allow:
            PrivacyText("åbner uden pinkode og bibliotek", "opens without PIN and library")
        case .deny: PrivacyText("åbner ingen dør", "opens no door")
        case .assist: PrivacyText("giver mere tid ved døren", "gives more time at the door")
        }
    }
}

extension OutboxEntry.Kind {
    /// What the person did.
    var words: PrivacyText {
        switch self {
        case .checkout: PrivacyText("lån", "loan")
        case .checkin: PrivacyText("aflevering", "return")
        case .renew, .renewAll: PrivacyText("fornyelse", "renewal")
        }
    }
}

extension BlockCode {
    /// What the library has against the patron; `nil` for a code that is not known.
    var words: PrivacyText? {
        switch self {
        case .cardStolen: PrivacyText("kortet er meldt stjålet", "card reported stolen")
        case .excluded: PrivacyText("udelukket", "excluded")
        case .excludedLonger: PrivacyText("udelukket i længere tid", "excluded for longer")
        case .blockedByMachine:
            PrivacyText("spærret efter forkerte pinkoder", "blocked after wrong PINs")
        case .selfRegistered: PrivacyText("kun oprettet på nettet", "registered online only")
        case .debt: PrivacyText("skylder over grænsen", "owes more than the limit")
        case .deceased: PrivacyText("registreret som død", "recorded as deceased")
        case .chargeDenied: PrivacyText("må ikke låne", "may not borrow")
        case .renewalDenied: PrivacyText("må ikke forny", "may not renew")
        case .recallDenied: PrivacyText("må ikke hjemkalde", "may not recall")
        case .holdDenied: PrivacyText("må ikke reservere", "may not reserve")
        case .cardLost: PrivacyText("kortet er meldt tabt", "card reported lost")
        case .tooManyCharged: PrivacyText("for mange lån", "too many loans")
        case .tooManyOverdue: PrivacyText("for mange lån over tiden", "too many overdue loans")
        case .tooManyRenewals: PrivacyText("for mange fornyelser", "too many renewals")
        case .tooManyClaims:
            PrivacyText("siger for ofte at have afleveret", "too many claims of returns")
        case .tooManyLost: PrivacyText("for mange bortkomne", "too many lost items")
        case .excessiveFines: PrivacyText("for store bøder", "fines too high")
        case .excessiveFees: PrivacyText("for store gebyrer", "fees too high")
        case .recallOverdue: PrivacyText("hjemkaldt lån over tiden", "a recalled loan is overdue")
        case .tooManyBilled: PrivacyText("for mange regninger", "too many bills")
        default: nil
        }
    }
}
