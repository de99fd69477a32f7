// SPDX-License-Identifier: MPL-2.0

import Foundation
import Measuring

/// A roster on its way from a file into the table, with a door that decides meanwhile:
/// `roster FOLDER [PATRONS]`.
@main struct RosterBenchmark {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        guard let folder = words.first else {
            print("usage: roster FOLDER [PATRONS]")
            exit(2)
        }
        let patrons = words.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let run = try RosterRun(folder: folder, patrons: patrons)
        try run.measureFirst()
        try run.measureSecond()
        try run.measureHouse()
        try run.measureDelta()
        try FileManager.default.removeItem(atPath: folder)
    }
}
