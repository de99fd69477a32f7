// SPDX-License-Identifier: MPL-2.0

import Foundation

/// A package with the core's sources mutated and the core's own tests as they are.
struct MutatedPackage {
    let root: URL
    let folder: URL

    private static let target = "PortnerCore"
    private static let list = "mutants.json"

    /// Writes the package anew and gives its mutants.
    ///
    /// A file that comes out as it was is left alone, so that the next build is short.
    func write(parts: [String]) throws -> [Mutant] {
        let sources = root.appending(path: "Sources/\(Self.target)", directoryHint: .isDirectory)
        let copies = folder.appending(path: "Sources/\(Self.target)", directoryHint: .isDirectory)
        var mutants: [Mutant] = []
        var written: Set<String> = ["Mutated.swift"]
        for path in try Self.texts(in: sources) {
            var source = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
            if parts.contains(where: { path.hasPrefix("\($0)/") }) {
                let mutated = try Mutator.mutate(source, file: path, firstID: mutants.count + 1)
                source = mutated.source
                mutants += mutated.mutants
            }
            try Self.write(source, to: copies.appending(path: path))
            written.insert(path)
        }
        try Self.write(Mutator.runtime, to: copies.appending(path: "Mutated.swift"))
        for path in try Self.texts(in: copies) where !written.contains(path) {
            try FileManager.default.removeItem(at: copies.appending(path: path))
        }
        try linkTests()
        try Self.write(Self.manifest, to: folder.appending(path: "Package.swift"))
        try JSONEncoder().encode(mutants).write(to: folder.appending(path: Self.list))
        return mutants
    }

    /// The mutants of a package that was written before.
    static func mutants(in folder: URL) throws -> [Mutant] {
        let data = try Data(contentsOf: folder.appending(path: list))
        return try JSONDecoder().decode([Mutant].self, from: data)
    }

    private func linkTests() throws {
        let tests = folder.appending(path: "Tests", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: tests, withIntermediateDirectories: true)
        let link = tests.appending(path: "\(Self.target)Tests")
        try? FileManager.default.removeItem(at: link)
        try FileManager.default.createSymbolicLink(
            at: link,
            withDestinationURL: root.appending(path: "Tests/\(Self.target)Tests")
        )
    }

    /// The sources, and the documentation with which tests compare them.
    private static func texts(in folder: URL) throws -> [String] {
        let paths = FileManager.default.subpaths(atPath: folder.path) ?? []
        return paths.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".md") }.sorted()
    }

    private static func write(_ text: String, to file: URL) throws {
        guard (try? String(contentsOf: file, encoding: .utf8)) != text else { return }
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private static let manifest = """
        // swift-tools-version: 6.2
        // SPDX-License-Identifier: MPL-2.0

        import PackageDescription

        let settings: [SwiftSetting] = [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("ImmutableWeakCaptures"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ]

        let package = Package(
            name: "mutated",
            targets: [
                .target(name: "PortnerCore", swiftSettings: settings),
                .testTarget(
                    name: "PortnerCoreTests",
                    dependencies: ["PortnerCore"],
                    swiftSettings: settings
                ),
            ],
            swiftLanguageModes: [.v6]
        )

        """
}
