// SPDX-License-Identifier: MPL-2.0

import ArgumentParser
import Foundation
import LibrarySimulator

/// `portner-sim items`: the demo items.
struct ItemsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "items",
        abstract: "List the demo items with their barcodes and what each shows at a kiosk.",
        discussion: """
            The items are the same for every seed. Those on loan are lent to the demo cards adult, \
            newcomer and overdue, dated from the day on which the library starts.
            """
    )

    @Flag(help: "Write JSON with a schema number instead of a table.")
    var json = false

    func run() async throws {
        guard json else { return Terminal.say(ItemTable.text()) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        Terminal.say(String(decoding: try encoder.encode(ItemList()), as: UTF8.self))
    }
}

/// The demo items for people.
enum ItemTable {
    /// The items as columns under headings, without a newline at the end.
    static func text(_ items: [DemoItem] = DemoItem.all, indent: Int = 0) -> String {
        TextTable.text(
            [["Barcode", "Item", "What it shows"]]
                + items.map { [$0.barcode, $0.id, $0.english] },
            indent: indent
        )
    }
}

/// The demo items as JSON tells them.
struct ItemList: Encodable {
    /// The number of the format.
    static let schema = 1

    struct Item: Encodable {
        let id: String
        let barcode: String
        let da: String
        let en: String
    }

    let schema = Self.schema
    let items: [Item]

    init(_ items: [DemoItem] = DemoItem.all) {
        self.items = items.map { item in
            Item(id: item.id, barcode: item.barcode, da: item.danish, en: item.english)
        }
    }
}
