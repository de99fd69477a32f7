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
        "demo-kiosk.css": css(PackageResources.demo_kiosk_css),
        "demo-kiosk.js": script(PackageResources.demo_kiosk_js),
        "hours.js": script(PackageResources.hours_js),
        "stand.js": script(PackageResources.stand_js),
        "icon.svg": Asset(bytes: PackageResources.icon_svg, contentType: "image/svg+xml"),
        "kiosk.css": css(PackageResources.kiosk_css),
        "kiosk.js": script(PackageResources.kiosk_js),
        "layout.css": css(PackageResources.layout_css),
        "link.js": script(PackageResources.link_js),
        "pad.js": script(PackageResources.pad_js),
        "panel.css": css(PackageResources.panel_css),
        "panel.js": script(PackageResources.panel_js),
        "parts.css": css(PackageResources.parts_css),
        "parts.js": script(PackageResources.parts_js),
        "scene.js": script(PackageResources.scene_js),
        "sheet.js": script(PackageResources.sheet_js),
        "sign.js": script(PackageResources.sign_js),
        "speech.js": script(PackageResources.speech_js),
        "stage.js": script(PackageResources.stage_js),
        "tones.js": script(PackageResources.tones_js),
        "voice.js": script(PackageResources.voice_js),
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
