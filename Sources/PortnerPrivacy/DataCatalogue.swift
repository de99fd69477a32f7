// SPDX-License-Identifier: MPL-2.0

/// Every kind of data that a Danish library's privacy pages name, every system on them, and
/// everything that this station itself stores or logs.
///
/// The catalogue is the one source of the patron's report, the notice at the door and the document
/// for data-protection officers. A test compares it with the tables of freshly made files and with
/// what the code can log, so a new column or journal field does not pass without its purpose, its
/// retention and its audience. To add one, write an entry, or a further place in one, in the file
/// of its source.
public enum DataCatalogue {
    /// All entries, the fields of the privacy pages first.
    public static let entries = pageFields + pageSystems + station

    /// The entries handled in one way.
    public static func entries(_ handling: DataEntry.Handling) -> [DataEntry] {
        entries.filter { $0.handling == handling }
    }

    /// The entry with a name.
    public static func entry(_ id: String) -> DataEntry? { entries.first { $0.id == id } }

    /// Every place that an entry names.
    public static var places: Set<DataPlace> { Set(entries.flatMap(\.places)) }
}
