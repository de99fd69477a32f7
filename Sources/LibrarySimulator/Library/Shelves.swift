// SPDX-License-Identifier: MPL-2.0

/// Makes up the titles and copies of a library out of a seed.
struct Shelves {
    /// How many copies the library has.
    static let count = 500

    private(set) var titles: [Library.Title] = []
    private(set) var items: [Library.Item] = []
    private var generator: SeededGenerator
    private var taken: Set<String>

    init(seed: UInt64, branches: [Library.Branch]) {
        generator = SeededGenerator(seed: seed ^ 0x626F_676B_6173_7365)
        taken = Set(DemoItem.all.map(\.barcode))
        for (index, entry) in TitleCatalogue.entries.enumerated() {
            titles.append(
                Library.Title(
                    record: String(50_000_000 + index * 37 + 11),
                    name: entry.name,
                    author: entry.author,
                    kind: entry.kind,
                    shelf: entry.shelf
                )
            )
        }
        for (demo, title) in zip(DemoItem.all.filter(\.exists), titles) {
            items.append(copy(of: title, barcode: demo.barcode, branch: branches[0].id, demo))
        }
        for title in titles.dropFirst(items.count) { add(title, branches) }
        // Copies beyond the first go to titles that no demo item shows.
        let rest = titles.dropFirst(DemoItem.all.count)
        while items.count < Self.count {
            add(rest[generator.number(in: rest.startIndex...rest.endIndex - 1)], branches)
        }
    }

    /// Adds a copy at a branch, at the main library more often than elsewhere.
    private mutating func add(_ title: Library.Title, _ branches: [Library.Branch]) {
        let branch = branches[max(0, generator.number(in: -2...branches.count - 1))]
        items.append(copy(of: title, barcode: barcode(), branch: branch.id, nil))
    }

    private func copy(
        of title: Library.Title,
        barcode: String,
        branch: String,
        _ demo: DemoItem?
    ) -> Library.Item {
        Library.Item(
            barcode: barcode,
            record: title.record,
            branch: demo?.branch ?? branch,
            department: items.count.isMultiple(of: 4) ? "Børn" : "Voksen",
            owner: demo?.owner ?? Library.institution,
            parts: demo?.parts ?? (title.kind == .audiobook ? 2 : 1),
            isForLoan: demo?.isForLoan ?? !items.count.isMultiple(of: 50),
            place: .shelf
        )
    }

    /// A barcode of ten digits that no other copy has.
    private mutating func barcode() -> String {
        while true {
            let barcode = "5" + generator.digits(9)
            if taken.insert(barcode).inserted { return barcode }
        }
    }
}

extension Library {
    /// The institution that the library calls itself; no municipality has this number.
    public static let institution = "DK-799900"

    static let branches = [
        Branch(id: "DK-799900", code: "hb", name: "Hovedbiblioteket"),
        Branch(id: "DK-799901", code: "havn", name: "Havnebiblioteket"),
        Branch(id: "DK-799902", code: "skov", name: "Skovby Bibliotek"),
        Branch(id: "DK-799903", code: "bus", name: "Bogbussen"),
    ]
}
