// SPDX-License-Identifier: MPL-2.0

/// Certificates for tests, good for a hundred years, with keys that are secret to nobody.
///
/// One made-up authority signed all but one. The servers' certificates share one key and name
/// `localhost` and 127.0.0.1, unless they are there to be wrong about something.
public enum Certificates {
    /// The authority.
    public static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBTjCB9aADAgECAhQAm7OdZVLxHKOAkap9sZcICKMYszAKBggqhkjOPQQDAjAc
        MRowGAYDVQQDDBFNYWRlLXVwIGF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8y
        MTIwMDEwMTAwMDAwMFowHDEaMBgGA1UEAwwRTWFkZS11cCBhdXRob3JpdHkwWTAT
        BgcqhkjOPQIBBggqhkjOPQMBBwNCAARRtxOkRLBVznu0LrXtC/+d3dXviqkIq02d
        J/OaVSHxhCTphSMZuNWW8CvfrI7dGT1OrnoVBBs/EHVN3xw6/6y/oxMwETAPBgNV
        HRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCZeCkp6hMTDmO8rXYZn7/1
        zvZ8ewbXZvwzTJf47JErCwIga8d7Zxx/gQHh+MI7opy9zzE3EBFDLDRV9LcgbCgk
        mp0=
        -----END CERTIFICATE-----
        """

    /// In order.
    public static let server = """
        -----BEGIN CERTIFICATE-----
        MIIBZjCCAQugAwIBAgIUWOSvRnv6ZNLgN8rTYrez3SDJWoowCgYIKoZIzj0EAwIw
        HDEaMBgGA1UEAwwRTWFkZS11cCBhdXRob3JpdHkwIBcNMjAwMTAxMDAwMDAwWhgP
        MjEyMDAxMDEwMDAwMDBaMBkxFzAVBgNVBAMMDmxpYnJhcnkgc3lzdGVtMFkwEwYH
        KoZIzj0CAQYIKoZIzj0DAQcDQgAEUvk0HLd/t5rb0RfYpQO5YSlM6HMp15+Ew21O
        ZlfpCv8aM208ndy3eU8KQl5IxN+7HCQwL9zEdI9xwCKrknjdFKMsMCowDAYDVR0T
        AQH/BAIwADAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0EAwID
        SQAwRgIhAN1VgG+aG2r6peW8JuqKHeWcdzRNciF+ebxxZY1PthHdAiEA2y97Otyt
        BCuKdaYB/9YoAn62m780sr7ovcXd9aZClfA=
        -----END CERTIFICATE-----
        """

    /// Ran out in 2021.
    public static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBYzCCAQmgAwIBAgIUEdl+HzTYrUSSGFran78lBAryqU8wCgYIKoZIzj0EAwIw
        HDEaMBgGA1UEAwwRTWFkZS11cCBhdXRob3JpdHkwHhcNMjAwMTAxMDAwMDAwWhcN
        MjEwMTAxMDAwMDAwWjAZMRcwFQYDVQQDDA5saWJyYXJ5IHN5c3RlbTBZMBMGByqG
        SM49AgEGCCqGSM49AwEHA0IABFL5NBy3f7ea29EX2KUDuWEpTOhzKdefhMNtTmZX
        6Qr/GjNtPJ3ct3lPCkJeSMTfuxwkMC/cxHSPccAiq5J43RSjLDAqMAwGA1UdEwEB
        /wQCMAAwGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMAoGCCqGSM49BAMCA0gA
        MEUCIQDyMRqLFgKjTd0vabI7qSyEiuwaio48uwWySZyLnHB+MAIgcIkdsrpLIRZg
        6yz2wYrpOiq+/rToS/kFpIoRm35p5C4=
        -----END CERTIFICATE-----
        """

    /// Begins in 2110.
    public static let notYetValid = """
        -----BEGIN CERTIFICATE-----
        MIIBaDCCAQ2gAwIBAgIUVLxUmzJQdEbsJLvA8js5p/FN0kowCgYIKoZIzj0EAwIw
        HDEaMBgGA1UEAwwRTWFkZS11cCBhdXRob3JpdHkwIhgPMjExMDAxMDEwMDAwMDBa
        GA8yMTIwMDEwMTAwMDAwMFowGTEXMBUGA1UEAwwObGlicmFyeSBzeXN0ZW0wWTAT
        BgcqhkjOPQIBBggqhkjOPQMBBwNCAARS+TQct3+3mtvRF9ilA7lhKUzocynXn4TD
        bU5mV+kK/xozbTyd3Ld5TwpCXkjE37scJDAv3MR0j3HAIquSeN0UoywwKjAMBgNV
        HRMBAf8EAjAAMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAKBggqhkjOPQQD
        AgNJADBGAiEA8HU4/z8UwyYfUZVf2OyDFChfSEuYmNORjEk633rel4sCIQCxWxz7
        2CadRdT9MQdgaVR0TRKyTmeYHtWMBFTTaH3HSQ==
        -----END CERTIFICATE-----
        """

    /// For another host.
    public static let otherName = """
        -----BEGIN CERTIFICATE-----
        MIIBazCCARGgAwIBAgIUBIz6YfilVGqPlfWVsPdx3aJYsoYwCgYIKoZIzj0EAwIw
        HDEaMBgGA1UEAwwRTWFkZS11cCBhdXRob3JpdHkwIBcNMjAwMTAxMDAwMDAwWhgP
        MjEyMDAxMDEwMDAwMDBaMBkxFzAVBgNVBAMMDmxpYnJhcnkgc3lzdGVtMFkwEwYH
        KoZIzj0CAQYIKoZIzj0DAQcDQgAEUvk0HLd/t5rb0RfYpQO5YSlM6HMp15+Ew21O
        ZlfpCv8aM208ndy3eU8KQl5IxN+7HCQwL9zEdI9xwCKrknjdFKMyMDAwDAYDVR0T
        AQH/BAIwADAgBgNVHREEGTAXgg9saWJyYXJ5LmV4YW1wbGWHBMAAAgEwCgYIKoZI
        zj0EAwIDSAAwRQIhAItpr8wRogtOdjj4CdYZuq2VekunhmNG+yjSb0nW5nU6AiAq
        PXMbu6RurizdypzPk/KPGbkdRDSZmUvjAc1hX1QVMA==
        -----END CERTIFICATE-----
        """

    /// Signed by itself.
    public static let selfSigned = """
        -----BEGIN CERTIFICATE-----
        MIIBYTCCAQigAwIBAgIUeZBX1qW4ill0ESQFnn5g1FY1RxQwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwObGlicmFyeSBzeXN0ZW0wIBcNMjAwMTAxMDAwMDAwWhgPMjEy
        MDAxMDEwMDAwMDBaMBkxFzAVBgNVBAMMDmxpYnJhcnkgc3lzdGVtMFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAEUvk0HLd/t5rb0RfYpQO5YSlM6HMp15+Ew21OZlfp
        Cv8aM208ndy3eU8KQl5IxN+7HCQwL9zEdI9xwCKrknjdFKMsMCowDAYDVR0TAQH/
        BAIwADAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0EAwIDRwAw
        RAIgHWMh3ptMr6xxzWHKYXY6TMiaUWnQo+/UhHSWqzvRuXMCIB+FzQiMVqCgHR6w
        McCU35jiiwdSfEeFtWoZ1SsW3s9O
        -----END CERTIFICATE-----
        """

    /// The key of the servers.
    public static let serverKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg68zzanK1VxREN7dX
        FJYOExBv/uE3Wiz3INtAifzcoeChRANCAARS+TQct3+3mtvRF9ilA7lhKUzocynX
        n4TDbU5mV+kK/xozbTyd3Ld5TwpCXkjE37scJDAv3MR0j3HAIquSeN0U
        -----END PRIVATE KEY-----
        """

    /// The station's own.
    public static let client = """
        -----BEGIN CERTIFICATE-----
        MIIBQTCB6KADAgECAhQ8cRmJA4Exw+iXegxJNRuN3hSwsjAKBggqhkjOPQQDAjAc
        MRowGAYDVQQDDBFNYWRlLXVwIGF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8y
        MTIwMDEwMTAwMDAwMFowEjEQMA4GA1UEAwwHc3RhdGlvbjBZMBMGByqGSM49AgEG
        CCqGSM49AwEHA0IABI/+Z+iSFoz43DaxD0ikD6vNYtsHiA2kyoNyVosjV1zVa5T9
        2TSfcvD1AnaJYBDWBeSS1tNMiMscLROaMF83qiyjEDAOMAwGA1UdEwEB/wQCMAAw
        CgYIKoZIzj0EAwIDSAAwRQIgK12uQfcNWmyA5oRfsKdltZhQr18+l2bXP5Cb+VWS
        gkcCIQDe9nqDhYWzSXalfb9quaxtnOhOvfDZYeLaUa2qa4qF7w==
        -----END CERTIFICATE-----
        """

    /// The key of the station.
    public static let clientKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgUO0R3pVr3aAHQcEk
        S0mAS/LNUz7tVkrYCp8+qT/uAkChRANCAASP/mfokhaM+Nw2sQ9IpA+rzWLbB4gN
        pMqDclaLI1dc1WuU/dk0n3Lw9QJ2iWAQ1gXkktbTTIjLHC0TmjBfN6os
        -----END PRIVATE KEY-----
        """

    /// The pin of ``serverKey``.
    public static let pin =
        "c1440b9db11634df3812ffdb809e226f1431734077c835a0ee976d63d1c188b3"
}
