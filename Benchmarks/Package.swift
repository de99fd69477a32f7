// swift-tools-version: 6.2
// SPDX-License-Identifier: MPL-2.0

import PackageDescription

// What the door path and the decoders take, beside what the machine could do at best. A package of
// its own, so that nobody who builds Portner builds this; the sources are links to those of the
// main package. `run.sh` runs everything.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
    .product(name: "NIOTLS", package: "swift-nio"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
]

let package = Package(
    name: "portner-benchmarks",
    dependencies: [
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "BarcodeScanner", swiftSettings: strict),
        .target(name: "SIP2", swiftSettings: strict),
        .target(name: "PortnerCore", swiftSettings: strict),
        .target(name: "FBS", dependencies: ["SIP2"], swiftSettings: strict),
        .target(
            name: "LibraryProtocol",
            dependencies: ["FBS", "PortnerCore", "SIP2"],
            swiftSettings: strict
        ),
        .target(name: "Roster", dependencies: ["PortnerCore"], swiftSettings: strict),
        .target(
            name: "LibraryLink",
            dependencies: [
                "FBS", "LibraryProtocol", "PortnerCore", "SIP2",
                .product(name: "Crypto", package: "swift-crypto"),
            ] + nio,
            swiftSettings: strict
        ),
        .target(
            name: "LibrarySimulator",
            dependencies: [
                "FBS", "PortnerCore", "SIP2",
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ] + nio,
            swiftSettings: strict
        ),
        .target(
            name: "PortnerStore",
            dependencies: [
                "PortnerCore", "Roster",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),
        // Without -O3 the compiler does not vectorise the floor of the checksum.
        .target(
            name: "CFloors",
            cSettings: [.unsafeFlags(["-O3"])],
            linkerSettings: [.linkedLibrary("sqlite3")]
        ),
        .target(name: "Measuring", swiftSettings: strict),
        .executableTarget(
            name: "decision",
            dependencies: [
                "BarcodeScanner", "CFloors", "Measuring", "PortnerCore", "PortnerStore",
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "ledger",
            dependencies: ["CFloors", "Measuring", "PortnerCore", "PortnerStore"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "pin",
            dependencies: ["Measuring", "PortnerCore", "PortnerStore"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "hid",
            dependencies: ["BarcodeScanner", "CFloors", "Measuring"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "link",
            dependencies: [
                "CFloors", "LibraryLink", "LibraryProtocol", "LibrarySimulator", "Measuring",
                "PortnerCore", "SIP2",
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "roster",
            dependencies: ["CFloors", "Measuring", "PortnerCore", "PortnerStore", "Roster"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "outage",
            dependencies: [
                "LibraryLink", "LibraryProtocol", "LibrarySimulator", "Measuring", "PortnerCore",
                "PortnerStore", "SIP2",
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "timing",
            dependencies: ["Measuring", "PortnerCore", "PortnerStore"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "sip2",
            dependencies: ["CFloors", "Measuring", "SIP2"],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6]
)
