// swift-tools-version: 6.2
// SPDX-License-Identifier: MPL-2.0

import PackageDescription

/// What every target is compiled with, without exception.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdCore", package: "hummingbird"),
]
let cryptoHash = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let crypto: [Target.Dependency] = [
    cryptoHash,
    .product(name: "CryptoExtras", package: "swift-crypto"),
]
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]
let certificates: [Target.Dependency] = [
    cryptoHash,
    .product(name: "SwiftASN1", package: "swift-asn1"),
    .product(name: "X509", package: "swift-certificates"),
]
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let signals = Target.Dependency.product(
    name: "UnixSignals",
    package: "swift-service-lifecycle"
)
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// The core and the protocols: pure values on the standard library alone.
let pure: [Target] = [
    .target(name: "PortnerCore", swiftSettings: strict),
    .target(name: "BarcodeScanner", swiftSettings: strict),
    .target(name: "SIP2", swiftSettings: strict),
    .target(name: "FBS", dependencies: ["SIP2"], swiftSettings: strict),
    .target(name: "ControlAPI", swiftSettings: strict),
    .target(name: "PortnerPrivacy", swiftSettings: strict),
    .target(name: "Roster", dependencies: ["PortnerCore"], swiftSettings: strict),
    .target(name: "Receipts", dependencies: ["PortnerCore"], swiftSettings: strict),
    .target(name: "MailProtocol", dependencies: ["PortnerCore"], swiftSettings: strict),
    .target(name: "RFIDTags", dependencies: ["PortnerCore"], swiftSettings: strict),
    .target(
        name: "LibraryProtocol",
        dependencies: ["FBS", "PortnerCore", "SIP2"],
        swiftSettings: strict
    ),
]

/// The drivers: each knows one part of the outside, none knows another.
let drivers: [Target] = [
    .systemLibrary(
        name: "CLibUSB",
        pkgConfig: "libusb-1.0",
        providers: [.apt(["libusb-1.0-0-dev"])]
    ),
    .systemLibrary(name: "CLinux"),
    .target(name: "CLibGPIOD", linkerSettings: [.linkedLibrary("gpiod")]),
    .target(name: "DriverLoop", dependencies: ["PortnerCore"], swiftSettings: strict),
    .target(
        name: "ScannerUSB",
        dependencies: ["BarcodeScanner", "CLibUSB", "DriverLoop", "PortnerCore"],
        swiftSettings: strict
    ),
    .target(
        name: "LockGPIO",
        dependencies: ["CLibGPIOD", "DriverLoop", "PortnerCore"],
        swiftSettings: strict
    ),
    .target(
        name: "ReceiptPrinter",
        dependencies: ["DriverLoop", "PortnerCore", "Receipts"],
        swiftSettings: strict
    ),
    .target(
        name: "PortnerStore",
        dependencies: ["PortnerCore", "Roster", grdb, sqlite] + crypto,
        swiftSettings: strict
    ),
    .target(
        name: "LibraryLink",
        dependencies: [
            "FBS", "LibraryProtocol", "PortnerCore", "SIP2", cryptoHash, lifecycle, nioHTTP, nioSSL,
            nioTLS,
        ] + nio,
        swiftSettings: strict
    ),
    .target(
        name: "MailLink",
        dependencies: ["MailProtocol", "PortnerCore", lifecycle, nioSSL, nioTLS] + nio,
        swiftSettings: strict
    ),
    .target(
        name: "RosterFetch",
        dependencies: [httpClient, nioHTTP, nioSSL] + nio,
        swiftSettings: strict
    ),
    .target(
        name: "LocalHTTP",
        dependencies: ["CLinux", "ControlAPI", "PortnerCore", httpTypes, lifecycle, logging]
            + hummingbird + nio,
        resources: [.embedInCode("Pages")],
        swiftSettings: strict
    ),
]

/// What puts the rest together, and the programs.
let programs: [Target] = [
    .target(
        name: "PortnerSettings",
        dependencies: ["BarcodeScanner", "PortnerCore", "Receipts", "Roster", yams],
        swiftSettings: strict
    ),
    .target(
        name: "LibrarySetup",
        dependencies: ["FBS", "LibraryLink", "LibraryProtocol", "PortnerSettings", "SIP2"],
        swiftSettings: strict
    ),
    .target(
        name: "LibrarySimulator",
        dependencies: ["FBS", "PortnerCore", "SIP2", lifecycle, nioHTTP, nioSSL]
            + certificates + nio,
        swiftSettings: strict
    ),
    .target(
        name: "PortnerDaemon",
        dependencies: [
            "BarcodeScanner", "CLinux", "ControlAPI", "KioskEmulators", "LibraryLink",
            "LibrarySetup", "LocalHTTP", "LockGPIO", "MailLink", "MailProtocol", "PortnerCore",
            "PortnerSettings", "PortnerStore", "RFIDTags", "ReceiptPrinter", "Receipts", "Roster",
            "RosterFetch", "ScannerUSB",
            argumentParser, lifecycle, logging, signals,
        ],
        swiftSettings: strict
    ),
    .target(
        name: "PortnerCommands",
        dependencies: [
            "ControlAPI", "FBS", "LibraryLink", "LibraryProtocol", "LibrarySetup", "PortnerCore",
            "PortnerPrivacy", "PortnerSettings", "PortnerStore", "SIP2", argumentParser, httpClient,
            nioHTTP,
        ] + nio,
        swiftSettings: strict
    ),
    .executableTarget(
        name: "portnerd",
        dependencies: ["PortnerDaemon", argumentParser],
        swiftSettings: strict
    ),
    .target(name: "KioskEmulators", dependencies: ["RFIDTags"], swiftSettings: strict),
    .target(
        name: "PortnerSimulator",
        dependencies: [
            "BarcodeScanner", "LibraryProtocol", "PortnerCore", "PortnerStore", "Roster", "SIP2",
        ],
        swiftSettings: strict
    ),
    .target(
        name: "SimulatorCommands",
        dependencies: [
            "ControlAPI", "LibrarySimulator", "PortnerCore", "PortnerSimulator", "PortnerStore",
            "SIP2", argumentParser, signals,
        ] + nio,
        swiftSettings: strict
    ),
    .executableTarget(name: "portner", dependencies: ["PortnerCommands"], swiftSettings: strict),
    .executableTarget(
        name: "portner-sim",
        dependencies: ["SimulatorCommands", argumentParser],
        swiftSettings: strict
    ),
]

let tests: [Target] = [
    .testTarget(name: "PortnerCoreTests", dependencies: ["PortnerCore"], swiftSettings: strict),
    .testTarget(
        name: "BarcodeScannerTests",
        dependencies: ["BarcodeScanner"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "PortnerSettingsTests",
        dependencies: ["BarcodeScanner", "PortnerCore", "PortnerSettings", "Receipts", "Roster"],
        swiftSettings: strict
    ),
    .testTarget(name: "SIP2Tests", dependencies: ["SIP2"], swiftSettings: strict),
    .testTarget(name: "FBSTests", dependencies: ["FBS", "SIP2"], swiftSettings: strict),
    .testTarget(
        name: "RosterTests",
        dependencies: ["PortnerCore", "Roster"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "ReceiptsTests",
        dependencies: ["KioskEmulators", "PortnerCore", "Receipts"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "ReceiptPrinterTests",
        dependencies: [
            "DriverLoop", "KioskEmulators", "PortnerCore", "ReceiptPrinter", "Receipts",
        ],
        exclude: ["spooler.sh"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "MailProtocolTests",
        dependencies: ["MailProtocol", "PortnerCore"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "RFIDTagsTests",
        dependencies: ["KioskEmulators", "PortnerCore", "RFIDTags"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "KioskEmulatorsTests",
        dependencies: ["KioskEmulators"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "PortnerPrivacyTests",
        dependencies: ["PortnerCore", "PortnerPrivacy", "PortnerStore", grdb],
        swiftSettings: strict
    ),
    .testTarget(name: "ControlAPITests", dependencies: ["ControlAPI"], swiftSettings: strict),
    .testTarget(
        name: "LibraryProtocolTests",
        dependencies: ["FBS", "LibraryProtocol", "PortnerCore", "SIP2"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "DriverLoopTests",
        dependencies: ["DriverLoop", "PortnerCore"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "LockGPIOTests",
        dependencies: ["LockGPIO", "PortnerCore"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "ScannerUSBTests",
        dependencies: ["BarcodeScanner", "DriverLoop", "PortnerCore", "ScannerUSB"],
        swiftSettings: strict
    ),
    .testTarget(
        name: "PortnerStoreTests",
        dependencies: [
            "CFaultVFS", "CrashWriter", "PortnerCore", "PortnerStore", "Roster", cryptoHash, grdb,
        ],
        swiftSettings: strict
    ),
    .target(
        name: "CFaultVFS",
        path: "Tests/CFaultVFS",
        linkerSettings: [.linkedLibrary("sqlite3")]
    ),
    .executableTarget(
        name: "CrashWriter",
        dependencies: ["PortnerCore", "PortnerStore", "Roster"],
        path: "Tests/CrashWriter",
        swiftSettings: strict
    ),
    .testTarget(
        name: "LibraryLinkTests",
        dependencies: [
            "FBS", "LibraryLink", "LibraryProtocol", "LibrarySimulator", "MadeUpCertificates",
            "PortnerCore", "SIP2", lifecycle, nioSSL,
        ] + nio,
        swiftSettings: strict
    ),
    .testTarget(
        name: "LibrarySimulatorTests",
        dependencies: ["LibrarySimulator", "SIP2", nioSSL] + nio,
        swiftSettings: strict
    ),
    .testTarget(
        name: "MailLinkTests",
        dependencies: [
            "MadeUpCertificates", "MadeUpMailServer", "MailLink", "MailProtocol", "PortnerCore",
        ],
        swiftSettings: strict
    ),
    .target(
        name: "MadeUpMailServer",
        dependencies: ["MadeUpCertificates", nioSSL] + nio,
        path: "Tests/MadeUpMailServer",
        swiftSettings: strict
    ),
    .testTarget(
        name: "RosterFetchTests",
        dependencies: ["LibrarySimulator", "RosterFetch", "SIP2", "ScriptedServer"],
        swiftSettings: strict
    ),
    .target(
        name: "MadeUpCertificates",
        path: "Tests/MadeUpCertificates",
        swiftSettings: strict
    ),
    .target(
        name: "ScriptedServer",
        dependencies: nio,
        path: "Tests/ScriptedServer",
        swiftSettings: strict
    ),
    .testTarget(
        name: "LocalHTTPTests",
        dependencies: [
            "LocalHTTP", "PortnerCore", httpClient, lifecycle, logging, nioHTTP,
        ] + nio,
        swiftSettings: strict
    ),
    .executableTarget(
        name: "KioskGallery",
        dependencies: ["LocalHTTP", "PortnerCore", lifecycle, logging, signals],
        path: "Tests/KioskGallery",
        swiftSettings: strict
    ),
    .executableTarget(
        name: "PanelGallery",
        dependencies: ["LocalHTTP", "PortnerCore", lifecycle, logging, signals],
        path: "Tests/PanelGallery",
        swiftSettings: strict
    ),
    .testTarget(
        name: "PortnerCommandsTests",
        dependencies: [
            "ControlAPI", "LibrarySimulator", "LocalHTTP", "PortnerCommands", "PortnerCore",
            "PortnerPrivacy", "SIP2", argumentParser, httpClient, lifecycle, logging, nioHTTP,
        ] + nio,
        swiftSettings: strict
    ),
    .testTarget(
        name: "PortnerDaemonTests",
        dependencies: [
            "ControlAPI", "LocalHTTP", "LockGPIO", "MadeUpCertificates", "MadeUpMailServer",
            "MailLink", "MailProtocol", "PortnerCore", "PortnerDaemon", "PortnerSettings",
            "PortnerStore", "Roster", "ScriptedServer",
        ],
        swiftSettings: strict
    ),
    .testTarget(
        name: "SimulatorCommandsTests",
        dependencies: [
            "BarcodeScanner", "LibraryProtocol", "LibrarySimulator", "PortnerCore",
            "PortnerSettings", "SIP2", "SimulatorCommands", argumentParser,
        ],
        swiftSettings: strict
    ),
    .testTarget(
        name: "SimulationTests",
        dependencies: ["PortnerCore", "PortnerSimulator", "SIP2"],
        swiftSettings: strict
    ),
    .testTarget(name: "TidyTests", swiftSettings: strict),
]

let package = Package(
    name: "portner",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird",
            from: "2.28.1",
            traits: []
        ),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: pure + drivers + programs + tests,
    swiftLanguageModes: [.v6]
)
