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
        case .noConsent: PrivacyText("uden samtykke", "without a consent")
        case .tooYoung: PrivacyText("under dørens aldersgrænse", "below the door's age limit")
        case .ageUnknown: PrivacyText("alderen var ikke oplyst", "the age was not told")
        case .libraryUnreachable: PrivacyText("ingen forbindelse", "no connection to the library")
        case .cacheFailed: PrivacyText("fejl i stationen", "a fault of the station")
        case .notRecorded: PrivacyText("fejl i stationen", "a fault of the station")
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
