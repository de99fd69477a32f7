// SPDX-License-Identifier: MPL-2.0

import Testing

@Suite struct `The table of door features` {
    private let tree = SourceTree()

    private var rows: [[Substring]] {
        tree.files(below: "Sources/PortnerCore/PortnerCore.docc", endings: ["md"])
            .filter { "\($0)".hasSuffix("Features.md") }.flatMap(\.lines)
            .filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }.dropFirst()
            .map { $0.split(separator: "|").map { Substring($0.drop { $0 == " " }) } }
    }

    @Test func `names only tests that exist`() {
        let sources = tree.files(below: "Tests").flatMap(\.lines)
        let names = Set(
            sources.flatMap {
                $0.split(separator: "`", omittingEmptySubsequences: false).dropFirst()
            }
        )
        let scripts = Set(tree.files(below: "Tests", endings: ["py", "sh"]).map { "\($0)" })
        #expect(rows.count > 50)
        for row in rows {
            let cited = (row.last ?? "").split(separator: "`", omittingEmptySubsequences: false)
            for (index, name) in cited.enumerated() where !index.isMultiple(of: 2) {
                #expect(names.contains(name) || scripts.contains(String(name)), "\(name)")
            }
        }
    }

    @Test func `shows every feature that it calls there, and says what is missing of the others`() {
        for row in rows {
            let (state, shown) = (row.dropFirst().first ?? "", row.last ?? "")
            #expect(["yes ", "partly ", "no "].contains(state), "\(row)")
            #expect(state != "yes " || shown.contains("`"), "\(row)")
            #expect(state != "partly " || shown.count > 10, "\(row)")
        }
    }
}
