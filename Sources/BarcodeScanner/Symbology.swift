// SPDX-License-Identifier: MPL-2.0

/// A kind of bar code, as the code letter of an AIM identifier names it.
///
/// The letters are those of ISO/IEC 15424. The raw values are stable and meant for logs and
/// configuration.
public enum Symbology: String, Sendable, Hashable, CaseIterable {
    /// Letter `A`.
    case code39 = "code-39"
    /// Letter `C` with a modifier other than 1.
    case code128 = "code-128"
    /// Letter `C` with modifier 1: Code 128 with GS1 data.
    case gs1Code128 = "gs1-128"
    /// Letter `d`.
    case dataMatrix = "data-matrix"
    /// Letter `E`.
    case ean = "ean"
    /// Letter `F`.
    case codabar = "codabar"
    /// Letter `G`.
    case code93 = "code-93"
    /// Letter `I`.
    case interleaved2Of5 = "interleaved-2-of-5"
    /// Letter `L`.
    case pdf417 = "pdf417"
    /// Letter `Q`.
    case qrCode = "qr-code"
    /// Letter `z`.
    case aztec = "aztec"
    /// Letter `X` and every letter that has no case of its own here.
    case other
}
