// SPDX-License-Identifier: MPL-2.0

import HTTPTypes
import Hummingbird

/// A file that is part of the program and is served as it is.
struct Asset: Sendable {
    let bytes: [UInt8]
    let contentType: String

    /// The files by name; a name outside of this list does not exist.
    static let all: [String: Asset] = [
        "base.css": css(PackageResources.base_css),
        "demo.css": css(PackageResources.demo_css),
        "demo.js": script(PackageResources.demo_js),
        "icon.svg": Asset(bytes: PackageResources.icon_svg, contentType: "image/svg+xml"),
        "link.js": script(PackageResources.link_js),
        "panel.css": css(PackageResources.panel_css),
        "panel.js": script(PackageResources.panel_js),
        "scene.js": script(PackageResources.scene_js),
        "sign.js": script(PackageResources.sign_js),
        "tones.js": script(PackageResources.tones_js),
        "words.js": script(PackageResources.words_js),
    ]

    private static func css(_ bytes: [UInt8]) -> Asset {
        Asset(bytes: bytes, contentType: "text/css; charset=utf-8")
    }

    private static func script(_ bytes: [UInt8]) -> Asset {
        Asset(bytes: bytes, contentType: "text/javascript; charset=utf-8")
    }

    /// The file as an answer.
    var response: Response {
        Response(
            status: .ok,
            headers: [.contentType: contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
