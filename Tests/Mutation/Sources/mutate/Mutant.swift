// SPDX-License-Identifier: MPL-2.0

/// One change to one operator: what stands in the source, and what stands there instead.
struct Mutant: Codable, Hashable {
    /// What `PORTNER_MUTANT` names it by; counts from 1 through all files.
    let id: Int
    /// The file below the target's folder.
    let file: String
    /// The line in the source, for people; it is no part of the mutant's name.
    let line: Int
    /// The expression as it stands, its white space made single blanks.
    let expression: String
    /// The operator that takes the place of the one in the expression.
    let replacement: String
    /// Which of several like expressions of the file this is, from 1.
    let occurrence: Int

    /// How the list of explained survivors names it: it stays the same when lines move.
    var name: String {
        let place = occurrence == 1 ? "" : " #\(occurrence)"
        return "\(file): \(expression) -> \(replacement)\(place)"
    }
}

/// What became of one mutant.
enum Fate: String {
    /// A test failed, or the program died.
    case killed
    /// The tests ran without end, which nobody would have let pass.
    case hung
    /// Every test passed.
    case survived
}
