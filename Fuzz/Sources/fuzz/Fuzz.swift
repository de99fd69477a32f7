// SPDX-License-Identifier: MPL-2.0

import CLibFuzzer
import Foundation
import Synchronization

/// The fuzzing program: `fuzz TARGET [libFuzzer's arguments]`, `fuzz --list`, and
/// `fuzz --seeds TARGET FOLDER`, which writes a target's first inputs.
@main struct Fuzz {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        switch words.first {
        case "--list":
            for target in FuzzTarget.all { print(target.name) }
        case "--seeds":
            guard words.count == 3, let target = FuzzTarget.named(words[2]) else { usage() }
            try writeSeeds(of: target, to: URL(fileURLWithPath: words[3], isDirectory: true))
        case let name?:
            guard let target = FuzzTarget.named(name) else { usage() }
            exit(run(target))
        case nil:
            usage()
        }
    }

    private static func writeSeeds(of target: FuzzTarget, to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (number, seed) in target.seeds.enumerated() {
            try Data(seed).write(to: folder.appendingPathComponent("seed-\(number)"))
        }
    }

    /// Hands over to libFuzzer, which calls back with one input after the other.
    private static func run(_ target: FuzzTarget) -> CInt {
        chosen.withLock { $0 = target }
        // The target's name is ours; libFuzzer gets the program's name and what follows.
        var words: [UnsafeMutablePointer<CChar>?] = unsafe []
        for word in [CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2) {
            unsafe words.append(strdup(word))
        }
        var count = CInt(CommandLine.arguments.count - 1)
        return unsafe words.withUnsafeMutableBufferPointer { words in
            var start = words.baseAddress
            return unsafe LLVMFuzzerRunDriver(&count, &start) { bytes, size in
                let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: size))
                Fuzz.chosen.withLock { $0 }?.check(input)
                return 0
            }
        }
    }

    private static func usage() -> Never {
        print("usage: fuzz TARGET [ARGUMENT…] | fuzz --list | fuzz --seeds TARGET FOLDER")
        exit(2)
    }

    /// The callback is a plain function, so what it runs has to be found here.
    private static let chosen = Mutex<FuzzTarget?>(nil)
}

/// Ends the process with a trap when a property does not hold; libFuzzer keeps the input.
func require(_ holds: @autoclosure () -> Bool, _ property: StaticString) {
    if !holds() { fatalError("does not hold: \(property)") }
}
