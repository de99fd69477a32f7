// SPDX-License-Identifier: MPL-2.0

import Foundation
import Measuring
import PortnerStore

/// The way from the last report of a scan to the order to the lock, with a full cache and a ledger
/// on disk: `decision FOLDER [ROUNDS]`; `decision --prepare FOLDER` only fills the cache.
@main struct Decision {
    static let patrons = 1_000_000

    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        let isPreparing = words.first == "--prepare"
        guard let folder = words.dropFirst(isPreparing ? 1 : 0).first else {
            print("usage: decision [--prepare] FOLDER [ROUNDS]")
            exit(2)
        }
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let cache = try Population.cache(in: folder, patrons: patrons)
        if isPreparing { return try cache.close() }
        let rounds = words.count > 1 ? Int(words[words.startIndex + 1]) ?? 4000 : 4000
        let run = try DecisionRun(cache: cache, folder: folder)
        try run.warmUp()
        for _ in 0..<rounds { try run.round() }
        run.report()
    }
}
