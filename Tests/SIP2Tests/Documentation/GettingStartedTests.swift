// SPDX-License-Identifier: MPL-2.0

import Foundation
import SIP2
import Testing

@Suite struct `The article on getting started` {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The lines of a file without their indentation, and without empty ones.
    private func lines(_ path: String) throws -> [String] {
        let url = Self.root.appending(path: path)
        return try String(contentsOf: url, encoding: .utf8)
            .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    /// The blocks of Swift in an article.
    private func blocks(_ path: String) throws -> [[String]] {
        var blocks: [[String]] = []
        var isInside = false
        for line in try lines(path) {
            if line == "```swift" {
                isInside = true
                blocks.append([])
            } else if line == "```" {
                isInside = false
            } else if isInside, let last = blocks.indices.last {
                blocks[last].append(line)
            }
        }
        return blocks
    }

    @Test func `has the examples that are compiled here`() throws {
        let blocks = try blocks("Sources/SIP2/SIP2.docc/GettingStarted.md")
        let code = try lines("Tests/SIP2Tests/Documentation/GettingStartedExamples.swift")
        #expect(blocks.count == 4)
        for block in blocks {
            let isCompiled = code.indices.contains { code[$0...].starts(with: block) }
            #expect(isCompiled, "\(block.first ?? "an empty block") differs")
        }
    }

    @Test(arguments: [("CQY", true), ("CQN", false)])
    func `asks about a patron`(field: String, isInOrder expected: Bool) throws {
        let now = try #require(recordedTime)
        let inOrder = try isInOrder(card: "1001", pin: "1234", at: now) { bytes in
            let request = try Message(decoding: bytes, in: .cicero)
            #expect(request.command == .patronStatus)
            let flags = String(repeating: " ", count: 14)
            return Array("24\(flags)009\(now)AOi|AA1001|AEn|BLY|\(field)|".utf8)
        }
        #expect(inOrder == expected)
    }

    /// Carries bytes both ways until nothing moves.
    private func settle(_ desk: inout Desk, _ library: inout Library, _ wire: Wire) throws {
        while let bytes = wire.next() {
            var answers: [[UInt8]] = []
            try library.received(bytes) { answers.append($0) }
            for answer in answers { desk.perform(desk.session.received(answer, at: .zero)) }
        }
    }

    private final class Wire {
        private var bytes: [[UInt8]] = []

        func write(_ message: [UInt8]) { bytes.append(message) }

        func next() -> [UInt8]? { bytes.isEmpty ? nil : bytes.removeFirst() }
    }

    @Test func `lends an item from its own library`() throws {
        let wire = Wire()
        var desk = Desk(user: "kiosk", password: "secret", write: wire.write)
        var library = Library()
        desk.perform(desk.session.connected(at: .zero))
        try settle(&desk, &library, wire)
        #expect(desk.session.phase == .ready)
        let time = try #require(recordedTime)
        desk.lend("5012345678", to: "1001", at: time, now: .zero)
        try settle(&desk, &library, wire)
        #expect(desk.lent == ["Æblegrød på åen"])
        desk.lend("none", to: "1001", at: time, now: .zero)
        try settle(&desk, &library, wire)
        #expect(desk.lent.count == 1)
        #expect(desk.toLookUp.isEmpty)
        desk.lend("5012345678", to: "1001", at: time, now: .zero)
        desk.perform(desk.session.disconnected())
        #expect(desk.toLookUp == [.init(1)])
    }

    @Test func `looks through a message without keeping it`() throws {
        let message = Array("35\(String(repeating: " ", count: 18))AOi|AA1001|".utf8)
        #expect(try longestField(of: message) == 4)
    }

    /// What an article names between double backquotes and begins with a slash or a capital.
    @Test func `and its neighbours name only what there is`() throws {
        let catalogue = Self.root.appending(path: "Sources/SIP2/SIP2.docc")
        let articles = try FileManager.default.contentsOfDirectory(atPath: catalogue.path())
            .filter { $0.hasSuffix(".md") }.sorted()
        #expect(articles.count == 6)
        let names = Set(articles.map { $0.dropLast(3) })
        for article in articles {
            for line in try lines("Sources/SIP2/SIP2.docc/\(article)") {
                for link in line.matches(of: /<doc:(?<name>[A-Za-z]+)>/) {
                    #expect(names.contains(link.output.name), "\(article): \(link.output.name)")
                }
            }
        }
    }
}
