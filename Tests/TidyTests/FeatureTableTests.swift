// SPDX-License-Identifier: MPL-2.0

import Testing

@Suite struct `The tables of features` {
    private let tree = SourceTree()

    static let pages = [
        "Sources/PortnerCore/PortnerCore.docc/Features.md",
        "Sources/LocalHTTP/LocalHTTP.docc/KioskFeatures.md",
    ]

    /// The rows of every table of a page, without their heads.
    private func rows(of page: String) -> [[Substring]] {
        let lines = tree.files(below: "Sources", endings: ["md"]).first { $0.path == page }?.lines
        let rows = (lines ?? []).filter { $0.hasPrefix("| ") }
            .map { $0.split(separator: "|").map { Substring($0.drop { $0 == " " }) } }
        let rules = rows.indices.filter { rows[$0].first?.hasPrefix("---") == true }
        return rows.indices.filter { !rules.contains($0) && !rules.contains($0 + 1) }
            .map { rows[$0] }
    }

    @Test(arguments: pages)
    func `name only tests that exist`(_ page: String) {
        let sources = tree.files(below: "Tests").flatMap(\.lines)
        var names = Set(
            sources.flatMap {
                $0.split(separator: "`", omittingEmptySubsequences: false).dropFirst()
            }
        )
        let scripts = tree.files(below: "Tests", endings: ["py", "sh"])
        for line in scripts.flatMap(\.lines) where line.hasPrefix("def test_") {
            names.insert(line.dropFirst(4).prefix { $0 != "(" })
        }
        let files = Set((scripts + tree.files(below: "Fuzz", endings: ["md"])).map(\.path))
        let rows = rows(of: page)
        #expect(rows.count > 30)
        for row in rows {
            let cited = (row.last ?? "").split(separator: "`", omittingEmptySubsequences: false)
            for (index, name) in cited.enumerated() where !index.isMultiple(of: 2) {
                #expect(names.contains(name) || files.contains(String(name)), "\(name)")
            }
        }
    }

    @Test(arguments: pages)
    func `show every feature that they call there, and say what is missing of the others`(
        _ page: String
    ) {
        for row in rows(of: page) {
            let (state, shown) = (row.dropFirst().first ?? "", row.last ?? "")
            #expect(["yes ", "partly ", "no "].contains(state), "\(row)")
            #expect(state != "yes " || shown.contains("`"), "\(row)")
            #expect(state != "partly " || shown.count > 10, "\(row)")
        }
    }
}
