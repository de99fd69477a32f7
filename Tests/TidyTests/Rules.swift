// SPDX-License-Identifier: MPL-2.0

/// The rules that are data: who may import what, and where the unsafe may stand.
enum Rules {
    /// What the code of each target may import, beyond the standard library.
    ///
    /// Drivers never import one another, the core imports nothing but the standard library's own
    /// atomics, for a box that wipes its secret, and only the daemon sees all.
    static let imports: [String: Set<String>] = [
        "PortnerCore": ["Synchronization"],
        "BarcodeScanner": [],
        "SIP2": [],
        "FBS": ["FoundationEssentials", "SIP2"],
        "ControlAPI": [],
        "PortnerPrivacy": [],
        "Roster": ["PortnerCore"],
        "Receipts": ["PortnerCore"],
        "MailProtocol": ["PortnerCore"],
        "RFIDTags": ["PortnerCore"],
        "KioskEmulators": ["RFIDTags", "Synchronization"],
        "LibraryProtocol": ["FBS", "PortnerCore", "SIP2"],
        "PortnerSettings": [
            "BarcodeScanner", "Foundation", "PortnerCore", "Receipts", "Roster", "Yams",
        ],
        "DriverLoop": ["Glibc", "PortnerCore", "Synchronization"],
        "ScannerUSB": [
            "BarcodeScanner", "CLibUSB", "DriverLoop", "Glibc", "PortnerCore", "Synchronization",
        ],
        "LockGPIO": ["CLibGPIOD", "DriverLoop", "Glibc", "PortnerCore", "Synchronization"],
        "ReceiptPrinter": ["DriverLoop", "Glibc", "PortnerCore", "Receipts", "Synchronization"],
        "PortnerStore": [
            "Crypto", "CryptoExtras", "Foundation", "GRDB", "GRDBSQLite", "Glibc", "PortnerCore",
            "Roster", "Synchronization",
        ],
        "LibraryLink": [
            "Crypto", "FBS", "LibraryProtocol", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL",
            "NIOTLS", "PortnerCore", "SIP2", "ServiceLifecycle",
        ],
        "RosterFetch": [
            "AsyncHTTPClient", "Foundation", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL",
        ],
        "LibrarySetup": [
            "FBS", "Foundation", "LibraryLink", "LibraryProtocol", "PortnerSettings", "SIP2",
        ],
        "LibrarySimulator": [
            "Crypto", "FBS", "FoundationEssentials", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL",
            "PortnerCore", "SIP2", "ServiceLifecycle", "SwiftASN1", "Synchronization", "X509",
        ],
        "MailLink": [
            "MailProtocol", "NIOCore", "NIOPosix", "NIOSSL", "NIOTLS", "PortnerCore",
            "ServiceLifecycle", "Synchronization",
        ],
        "LocalHTTP": [
            "CLinux", "ControlAPI", "FoundationEssentials", "Glibc", "HTTPTypes", "Hummingbird",
            "HummingbirdCore",
            "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "PortnerCore", "ServiceLifecycle",
            "Synchronization",
        ],
        "PortnerCommands": [
            "ArgumentParser", "AsyncHTTPClient", "ControlAPI", "FBS", "Foundation",
            "FoundationEssentials", "Glibc", "LibraryLink", "LibraryProtocol", "LibrarySetup",
            "NIOCore", "NIOHTTP1", "PortnerCore", "PortnerPrivacy", "PortnerSettings",
            "PortnerStore", "SIP2",
        ],
        "SimulatorCommands": [
            "ArgumentParser", "ControlAPI", "Foundation", "Glibc", "LibrarySimulator", "NIOCore",
            "NIOPosix", "PortnerCore", "PortnerSimulator", "PortnerStore", "SIP2",
            "ServiceLifecycle", "UnixSignals",
        ],
        "portner": ["Glibc", "PortnerCommands"],
        "portnerd": ["ArgumentParser", "PortnerDaemon"],
        "portner-sim": ["ArgumentParser", "SimulatorCommands"],
    ]

    /// Targets that know neither the clock nor the outside.
    static let pure: Set<String> = [
        "BarcodeScanner", "ControlAPI", "FBS", "KioskEmulators", "LibraryProtocol",
        "MailProtocol", "PortnerCore", "PortnerPrivacy", "RFIDTags", "Receipts", "Roster", "SIP2",
    ]

    /// Where the word `unsafe` may stand: the drivers and the daemon's own system calls.
    static let unsafePlaces = [
        "Sources/DriverLoop/", "Sources/ScannerUSB/", "Sources/LockGPIO/",
        "Sources/ReceiptPrinter/",
        "Sources/PortnerDaemon/Runtime/", "Sources/PortnerStore/FileIdentity.swift",
        "Sources/PortnerStore/RosterImage.swift",
        "Sources/PortnerStore/RosterMerge.swift", "Sources/PortnerStore/StatementColumns.swift",
        "Sources/LocalHTTP/PeerCredential.swift", "Sources/LocalHTTP/UnixGroup.swift",
        "Sources/PortnerCommands/Terminal.swift",
    ]

    /// Where `@unchecked Sendable` may stand.
    static let uncheckedPlaces = [
        "Sources/DriverLoop/", "Sources/ScannerUSB/", "Sources/LockGPIO/",
    ]

    static let fileLinesMax = 500
    static let functionLinesMax = 70
    static let lineLengthMax = 100
    static let fileBytesMax = 256 * 1024
}
