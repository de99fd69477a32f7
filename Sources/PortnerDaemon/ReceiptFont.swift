// SPDX-License-Identifier: MPL-2.0

import Foundation
import Receipts
import Synchronization

/// Draws what printers have no letters for with the font of this machine, read when it is first
/// needed.
final class ReceiptFont: Rasteriser {
    /// Where Debian's package `unifont` puts the font.
    static let path = "/usr/share/unifont/unifont.hex"

    private enum Found {
        case unread
        case font(FontRasteriser)
        case none
    }

    private let path: String
    private let log: EventLog
    private let found = Mutex(Found.unread)

    init(path: String = ReceiptFont.path, log: EventLog) {
        (self.path, self.log) = (path, log)
    }

    func columns(on width: Int) -> Int { FontRasteriser.columns(on: width) }

    func draw(_ line: ReceiptLine, width: Int) -> Bitmap? {
        font()?.draw(line, width: width)
    }

    private func font() -> FontRasteriser? {
        found.withLock { found in
            if case .unread = found { found = read() }
            guard case .font(let font) = found else { return nil }
            return font
        }
    }

    private func read() -> Found {
        let file = FileHandle(forReadingAtPath: path)
        let bytes = try? file?.read(upToCount: BitmapFont.lengthMax)
        guard let font = bytes.flatMap({ BitmapFont(hex: Array($0)) }) else {
            log.write(
                .notice,
                "no font for receipts",
                [("part", "printer"), ("detail", "\(path): other scripts are spelled in letters")]
            )
            return .none
        }
        return .font(FontRasteriser(font))
    }
}
