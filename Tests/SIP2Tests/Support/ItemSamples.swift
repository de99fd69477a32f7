// SPDX-License-Identifier: MPL-2.0

extension Sample {
    /// Recorded messages about items, loans and fees.
    static let blockPatron = "01N20261122    012953AOUWOLS|ALtampering|AApatron2|AC|AY1AZEE6D"
    static let checkin =
        "09N20261122    01292620261122    012926APdesk|AOUWOLS|AB1565921879|AC|BIN|AY9AZEC90"
    static let checkinResponse =
        "101YNN20261122    012926AOUWOLS|AB1565921879|AQ|AJPerl 5 desktop reference|AApatron1|"
        + "CK001|AY9AZE3C9"
    static let checkout =
        "11YN20261122    01282620261122    012826AOUWOLS|AApatron1|AB1565921879|AC|AD6789|BON|"
        + "BIN|AY8AZE7F8"
    static let checkoutResponse =
        "121NNY20261122    012826AOUWOLS|AApatron1|AB1565921879|AJPerl 5 desktop reference|"
        + "AH20261206    012826|CK001|AY8AZE08C"
    static let checkoutRefused =
        "120NUN20261122    012906AOUWOLS|AApatron2|AB1565921879|AJPerl 5 desktop reference|AH|"
        + "AFItem checked out to another patron|BLY|AY0AZD65E"
    static let itemInformation = "1720261122    012826AOUWOLS|AB1565921879|AC|AY7AZF42F"
    static let itemInformationResponse =
        "1803020120261122    012826AB1565921879|AJPerl 5 desktop reference|CK001|BGUWOLS|"
        + "AY7AZE89C"
    static let renew =
        "29NN20261122    01290620261122    012906AOUWOLS|AApatron1|AD6789|AB1565921879|AC|BON|"
        + "AY5AZE954"
    static let renewResponse =
        "301YNN20261122    012906AApatron1|AB1565921879|AJPerl 5 desktop reference|"
        + "AH20261206    012906|CK001|AOUWOLS|AY5AZE091"
    static let renewAll = "6520261122    012906AOUWOLS|AApatron1|AD6789|AC|BON|AY6AZF045"
    static let renewAllResponse =
        "6610002000020261122    012906AOUWOLS|BM1565921879|BM1565921879|AY6AZF04E"
    static let feePaid =
        "3720261122    0129260400DKKBV25.00|AOUWOLS|AApatron1|AD6789|CG1|BKT1|AY7AZEC32"
    static let feePaidResponse = "38Y20261122    012926AOUWOLS|AApatron1|BKT1|AY7AZF295"
}

extension Sample.Cicero {
    static let checkoutResponse =
        "121NUY20170619    125152AODK-775100|AA3210519784|AB3274626533|AJ06850537|"
        + "AH20170720    000000|CHHelbred dit liv%Hay, Louise L.%a%xx%61.36|"
        + "BK19adc5e7-2734-4aeb-b255-d259c68928a5|"
    static let renewRefused =
        "300NUN20170619    125153AODK-775100|AA3210519784|AB3274626533|AJ06850537|"
        + "AH20170720    000000|CHHelbred dit liv%Hay, Louise L.%a%xx%61.36|BK19adc5e7|"
        + "AF[BEFORE_RENEW_PERIOD]|"
    static let renewAllResponse =
        "6610000000720170619    125153AODK-775100|"
        + "BN3846731813%UNSUCCESSFUL%20170626%Prinsesse Mononoke%%m%th%77.7|"
    static let checkinResponse =
        "101YUN20170619    125154AODK-775100|AB3274626533|AQHovedbiblioteket%Voksen%%|"
        + "AJ06850537|AALN:C0016351730|CHHelbred dit liv%Hay, Louise L.%a%xx%61.36|"
}
