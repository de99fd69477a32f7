// SPDX-License-Identifier: MPL-2.0

internal import Foundation

/// The exchange of the card key in the folder that holds the credentials.
///
/// The key that is there becomes the previous one and a new one is drawn; nothing of either is ever
/// shown. How a key lies in its file, plain or encrypted, is for the closures to know.
public struct CardKeyRotation {
    private let folder: String
    private let unseal: ([UInt8], String) throws -> [UInt8]
    private let seal: ([UInt8], String) throws -> [UInt8]

    /// An exchange in a folder.
    ///
    /// - Parameters:
    ///   - folder: Where the credentials are.
    ///   - unseal: Gives the key in the bytes of the file of the credential with this name.
    ///   - seal: Gives the bytes of the file for a key and the name of its credential.
    public init(
        in folder: String,
        unseal: @escaping ([UInt8], String) throws -> [UInt8] = { bytes, _ in bytes },
        seal: @escaping ([UInt8], String) throws -> [UInt8] = { key, _ in key }
    ) {
        (self.folder, self.unseal, self.seal) = (folder, unseal, seal)
    }

    /// Makes the key that is there the previous one, and draws a new one.
    ///
    /// The previous key is on disk before the new one takes its place. Where that was cut off, this
    /// goes on with it.
    ///
    /// - Throws: ``CardKeyRotationError/missing`` or ``CardKeyRotationError/underWay``; what the
    ///   closures throw, and what the disk refuses.
    public func begin() throws {
        let (name, previousName) = (StationKeys.cardKeyName, StationKeys.previousCardKeyName)
        guard let current = try key(name) else { throw CardKeyRotationError.missing }
        if let previous = try key(previousName) {
            guard previous == current else { throw CardKeyRotationError.underWay }
        } else {
            try write(current, previousName)
        }
        try write(randomBytes(StationKeys.byteCount), name)
    }

    /// Drops the previous key; what is still under it is dropped by the station's next start.
    ///
    /// - Throws: ``CardKeyRotationError/notUnderWay`` when there is none; what the disk refuses.
    public func finish() throws {
        let path = folder + "/" + StationKeys.previousCardKeyName
        guard FileManager.default.fileExists(atPath: path) else {
            throw CardKeyRotationError.notUnderWay
        }
        try FileManager.default.removeItem(atPath: path)
    }

    private func key(_ name: String) throws -> [UInt8]? {
        guard let content = FileManager.default.contents(atPath: folder + "/" + name),
            !content.isEmpty
        else { return nil }
        return try unseal(Array(content), name)
    }

    /// Puts a key in the place of its credential, whole or not at all.
    private func write(_ key: [UInt8], _ name: String) throws {
        let content = Data(try seal(key, name))
        let path = folder + "/" + name
        // The file that is there gives its mode to the one that takes its place.
        let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        if !FileManager.default.fileExists(atPath: path) {
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: mode)
            else { throw CardKeyRotationError.noAccess }
        }
        try content.write(to: URL(fileURLWithPath: path), options: .atomic)
        try FileManager.default.setAttributes(mode, ofItemAtPath: path)
        guard let file = FileHandle(forUpdatingAtPath: path) else {
            throw CardKeyRotationError.noAccess
        }
        try file.synchronize()
        try file.close()
    }
}

/// Why the card key was not exchanged.
public enum CardKeyRotationError: Error, Sendable, Hashable {
    /// There is no card key in the folder.
    case missing
    /// A previous key is there already: the last exchange is not finished.
    case underWay
    /// There is no previous key to drop.
    case notUnderWay
    /// The folder cannot be written.
    case noAccess

    /// The cause and what to do about it, in English for technicians.
    public var explanation: String {
        switch self {
        case .missing: "there is no credential \(StationKeys.cardKeyName) in the folder"
        case .underWay:
            "an exchange is under way; finish it first, when no patron is under the previous key"
        case .notUnderWay: "there is no previous key; nothing is left to finish"
        case .noAccess: "the folder cannot be written; run this as its owner"
        }
    }
}
