// SPDX-License-Identifier: MPL-2.0

import PortnerCore
public import Receipts

/// The receipt printer of a kiosk.
public struct KioskPrinter: Sendable, Hashable {
    /// How it is reached.
    public enum Place: Sendable, Hashable {
        /// The device file of the kernel's USB printer driver, best a lasting link to it.
        case device(String)
        /// A serial port by its lasting link, with its speed and how the printer holds back.
        case serialPort(String, speed: Int, flow: FlowControl)
        /// A raw port on the network.
        case network(address: String, port: Int)
        /// A queue of CUPS.
        case queue(String)
        /// The printer of the demonstration.
        case virtual
    }

    /// How a printer on a serial port with a full memory holds the other end back.
    public enum FlowControl: String, Sendable, Hashable, CaseIterable {
        /// By the lines RTS and CTS.
        case hardware
        /// By the characters XON and XOFF.
        case software
        /// Not at all.
        case none
    }

    /// The speeds of a serial port.
    public static let speeds = [9600, 19_200, 38_400, 57_600, 115_200]

    /// How it is reached.
    public var place: Place
    /// What it understands.
    public var profile: PrinterProfile
    /// Whether it is asked how it is.
    public var asksState: Bool
}

extension KioskPrinter {
    init(_ section: SettingsSection, isDemo: Bool) {
        place = Self.place(section, isDemo: isDemo)
        profile = Self.profile(section)
        asksState = section.flag("asks-state") ?? true
        section.refuseUnknownKeys()
    }

    private static func place(_ section: SettingsSection, isDemo: Bool) -> Place {
        let device = section.path("device").map(Place.device)
        let serialPort = section.path("serial-port").map { path in
            Place.serialPort(
                path,
                speed: section.choice("speed", of: speeds) ?? 38_400,
                flow: section.choice("flow") ?? .hardware
            )
        }
        let network = section.parsed(
            "network",
            "an IP address such as 192.0.2.40, with a port after it if it is not 9100",
            network
        )
        let queue = section.parsed("queue", "the name of a queue of CUPS") { name in
            isQueue(name) ? Place.queue(name) : nil
        }
        let isVirtual = section.flag("virtual") ?? false
        if isVirtual, !isDemo { section.report("virtual", "exists only in a demo") }
        let keys = ["device", "serial-port", "network", "queue"]
        let given = keys.filter { section.value($0) != nil }
        if given.count + (isVirtual ? 1 : 0) != 1 {
            section.reader.report(
                section.node,
                section.path,
                "needs exactly one of \(keys.joined(separator: ", ")), virtual: "
                    + "nobody could print here"
            )
        }
        for key in ["speed", "flow"] where given != ["serial-port"] && section.value(key) != nil {
            section.report(key, "goes only with the setting 'serial-port'")
        }
        return device ?? serialPort ?? network ?? queue ?? .virtual
    }

    /// `192.0.2.40`, `192.0.2.40:9101`, `2001:db8::40` or `[2001:db8::40]:9101`.
    ///
    /// Names are not taken: looking one up can take longer than a patron waits for paper.
    private static func network(_ text: String) -> Place? {
        let port = 9100
        if text.hasPrefix("[") {
            let parts = text.dropFirst().split(separator: "]", omittingEmptySubsequences: false)
            guard parts.count == 2, isAddress(parts[0], digits: "0123456789abcdefABCDEF:."),
                let number = parts[1].isEmpty ? port : Int(parts[1].dropFirst()),
                parts[1].isEmpty || parts[1].first == ":", (1...65_535).contains(number)
            else { return nil }
            return .network(address: String(parts[0]), port: number)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2 else {
            guard isAddress(text, digits: "0123456789abcdefABCDEF:.") else { return nil }
            return .network(address: text, port: port)
        }
        let octets = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard octets.count == 4,
            octets.allSatisfy({ $0.count <= 3 && UInt8($0) != nil }),
            let number = parts.count == 2 ? Int(parts[1]) : port,
            (1...65_535).contains(number)
        else { return nil }
        return .network(address: String(parts[0]), port: number)
    }

    private static func isAddress(_ text: some StringProtocol, digits: String) -> Bool {
        (2...45).contains(text.utf8.count) && text.contains(":")
            && text.allSatisfy { digits.contains($0) }
    }

    /// Letters, digits, `_`, `-` and `.`; a hyphen first would be an option of the program.
    private static func isQueue(_ name: String) -> Bool {
        (1...127).contains(name.utf8.count) && !name.hasPrefix("-")
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
    }

    /// The model, with what is written beside it in the place of what is usual.
    private static func profile(_ section: SettingsSection) -> PrinterProfile {
        let models = PrinterProfile.all.map(\.name)
        let hint = "one of: \(models.joined(separator: ", "))"
        var profile = section.parsed("model", hint) { PrinterProfile.named($0) } ?? .generic
        if let page: CodePage = section.choice("code-page") {
            profile.page = page
            if section.value("code-page-number") == nil {
                section.report(
                    "code-page",
                    "needs 'code-page-number', the printer's own number for it: with the wrong one "
                        + "æ, ø and å come out as other letters"
                )
            }
        }
        if let number = section.number("code-page-number", in: 0...255) {
            profile.pageNumber = UInt8(number)
            if section.value("code-page") == nil {
                section.report("code-page-number", "needs 'code-page', what is on that page")
            }
        }
        profile.columns = section.number("columns", in: 24...64) ?? profile.columns
        profile.cut = section.choice("cut") ?? profile.cut
        return profile
    }
}

extension SettingsSection {
    /// One of some numbers.
    fileprivate func choice(_ key: String, of numbers: [Int]) -> Int? {
        parsed(key, "one of: \(numbers.map(String.init).joined(separator: ", "))") { text in
            Int(text).flatMap { numbers.contains($0) ? $0 : nil }
        }
    }
}
