// swift-tools-version: 6.2
// SPDX-License-Identifier: MPL-2.0

import PackageDescription

// The parsers under libFuzzer: a package of its own, because coverage must be compiled into what is
// fuzzed and into nothing else. The sources are links to those of the main package.
//
// `run.sh` builds and runs it: the linker has to be lld, since gold cannot read the debug
// information that coverage adds.

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]
let covered = strict + [.unsafeFlags(["-sanitize=fuzzer"])]

let package = Package(
    name: "portner-fuzz",
    targets: [
        .systemLibrary(name: "CLibFuzzer"),
        .target(name: "BarcodeScanner", swiftSettings: covered),
        .target(name: "SIP2", swiftSettings: covered),
        .target(name: "FBS", dependencies: ["SIP2"], swiftSettings: covered),
        .target(name: "PortnerCore", swiftSettings: covered),
        .target(
            name: "LibraryProtocol",
            dependencies: ["FBS", "PortnerCore", "SIP2"],
            swiftSettings: covered
        ),
        .target(name: "Roster", dependencies: ["PortnerCore"], swiftSettings: covered),
        .target(name: "Receipts", dependencies: ["PortnerCore"], swiftSettings: covered),
        .target(name: "RFIDTags", dependencies: ["PortnerCore"], swiftSettings: covered),
        .target(name: "MailProtocol", dependencies: ["PortnerCore"], swiftSettings: covered),
        .target(name: "KioskEmulators", dependencies: ["RFIDTags"], swiftSettings: covered),
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "BarcodeScanner", "CLibFuzzer", "FBS", "KioskEmulators", "LibraryProtocol",
                "MailProtocol", "PortnerCore", "RFIDTags", "Receipts", "Roster", "SIP2",
            ],
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]
        ),
    ],
    swiftLanguageModes: [.v6]
)
