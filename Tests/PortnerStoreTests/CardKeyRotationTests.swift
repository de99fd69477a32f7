// SPDX-License-Identifier: MPL-2.0

import Foundation
import PortnerCore
import Testing

@testable import PortnerStore

@Suite struct `The credentials of the card key` {
    private static let pepper = Array(UInt8(100)..<132)

    private let folder = TemporaryFolder()
    private let rotation: CardKeyRotation

    init() throws {
        try folder.write(Array(UInt8(0)..<32), to: StationKeys.cardKeyName)
        try folder.write(Self.pepper, to: StationKeys.pepperName)
        rotation = CardKeyRotation(in: folder.path)
    }

    private func hashers() throws -> (current: CardHasher, previous: CardHasher?) {
        let keys = try StationKeys(credentials: folder.path)
        return (CardHasher(keys: keys), CardHasher(previousOf: keys))
    }

    @Test func `are exchanged, and the exchange is finished`() throws {
        let before = try hashers().current
        try rotation.begin()
        let after = try hashers()
        #expect(after.previous?.checkValue == before.checkValue)
        #expect(after.current.checkValue != before.checkValue)
        #expect(try folder.mode(StationKeys.cardKeyName) == 0o600)
        #expect(try folder.mode(StationKeys.previousCardKeyName) == 0o600)
        #expect(throws: CardKeyRotationError.underWay) { try rotation.begin() }
        #expect(try hashers().current.checkValue == after.current.checkValue)
        try rotation.finish()
        #expect(try hashers().previous == nil)
        #expect(try hashers().current.checkValue == after.current.checkValue)
        #expect(throws: CardKeyRotationError.notUnderWay) { try rotation.finish() }
        #expect(folder.names == [StationKeys.cardKeyName, StationKeys.pepperName])
    }

    @Test func `are exchanged to the end when that was cut off`() throws {
        let before = try hashers().current
        try folder.write(folder.bytes(StationKeys.cardKeyName), to: StationKeys.previousCardKeyName)
        // A station that starts in between refuses what looks like a mistake.
        #expect(throws: StationKeysError.equal) { try hashers() }
        try rotation.begin()
        #expect(try hashers().previous?.checkValue == before.checkValue)
    }

    @Test func `are not made where there was none`() throws {
        try FileManager.default.removeItem(atPath: folder.path + "/" + StationKeys.cardKeyName)
        #expect(throws: CardKeyRotationError.missing) { try rotation.begin() }
        #expect(folder.names == [StationKeys.pepperName])
    }

    @Test func `are sealed under their names`() throws {
        /// A stand-in for a seal: the key turned over, after the name.
        func seal(_ key: [UInt8], _ name: String) -> [UInt8] { Array(name.utf8) + key.map { ~$0 } }
        func unseal(_ bytes: [UInt8], _ name: String) throws -> [UInt8] {
            try #require(bytes.starts(with: name.utf8))
            return bytes.dropFirst(name.utf8.count).map { ~$0 }
        }
        let name = StationKeys.cardKeyName
        try folder.write(seal(Array(0..<32), name), to: name)
        try CardKeyRotation(in: folder.path, unseal: unseal, seal: seal).begin()
        let previous = StationKeys.previousCardKeyName
        #expect(try unseal(Array(folder.bytes(previous)), previous) == Array(0..<32))
        #expect(try unseal(Array(folder.bytes(name)), name).count == StationKeys.byteCount)
    }
}
