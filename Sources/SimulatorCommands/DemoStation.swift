// SPDX-License-Identifier: MPL-2.0

import LibrarySimulator
import PortnerCore

/// The station of the demonstration: a vestibule of two doors with a reader at each, a kiosk, and
/// nothing that is real.
struct DemoStation {
    /// The reader beside the front door.
    static let reader = "front-outside"
    /// The reader in the vestibule, beside the inner door.
    static let innerReader = "inner-vestibule"

    /// How many minutes after the start the inner door's hours end, so that its panel counts down.
    static let closingAfter = 12
    /// How many minutes later they begin again.
    static let closedFor = 5

    /// The kiosk in the hall.
    static let kiosk = "hall"

    /// The way to the library system.
    enum Carrier: String, CaseIterable {
        /// SIP2 in an XML document over HTTPS, as Cicero takes it.
        case cicero
        /// SIP2 over TLS.
        case tls
        /// SIP2 over TCP.
        case tcp
        /// The REST interface of FBS.
        case fbs

        /// How library systems answer that are reached this way.
        var manner: SimulatedLibrary.Manner { self == .cicero ? .cicero : .strict }
    }

    /// The user that the library system knows this station by.
    static let user = "demo"
    /// The name of the file with the authority that signed the library system's certificate.
    static let authorityFile = "library-authority.pem"

    /// The way to the simulated library system.
    var carrier: Carrier
    /// The port of the simulated library system, for that way.
    var libraryPort: Int
    /// The port of the panel's page.
    var panelPort: Int
    /// The folder of everything that the daemon writes.
    var folder: String
    /// The minute of the day at which the demonstration starts.
    var startMinute: Int

    /// The control socket.
    var socket: String { "\(folder)/control.sock" }
    /// The panel's page.
    var panelAddress: String { "http://127.0.0.1:\(panelPort)/door/\(Self.reader)" }
    /// The panel's page at the inner door, which counts down to closing.
    var innerPanelAddress: String { "http://127.0.0.1:\(panelPort)/door/\(Self.innerReader)" }
    /// The page with the kiosk's screen and what can be held under its scanner.
    var kioskAddress: String { "\(demoAddress)/kiosk/\(Self.kiosk)" }
    /// The page with the virtual devices.
    var demoAddress: String { "http://127.0.0.1:\(panelPort)/demo" }

    /// The configuration file of the daemon.
    var configuration: String {
        """
        # A demonstration: the library, the door and the people are made up.
        branch: \(SimulatedLibrary.name)
        clock: free-running
        state-directory: \(Self.quoted("\(folder)/state"))
        control-socket: \(Self.quoted(socket))

        library:
          carrier: \(carrier.rawValue)
          host: 127.0.0.1
          port: \(libraryPort)
          institution: \(SimulatedLibrary.institution)
          user: \(Self.user)
        \(trust)
        panel:
          port: \(panelPort)
          languages: [da, en, de, uk, ar]
          url: https://example.org/

        mail: { virtual: true, from: kiosk@example.org }

        privacy:
          library: \(SimulatedLibrary.name)
          contact: bibliotek@example.org
          dpo: dpo@example.org

        devices:
          - name: front-scanner
            role: scanner
            virtual: true
            codes: ["9{10}", "A9{10}"]
          - name: front-keypad
            role: keypad
            virtual: true
          - name: inner-scanner
            role: scanner
            virtual: true
            codes: ["9{10}", "A9{10}"]
          - name: hall-scanner
            role: scanner
            virtual: true

        calendar: { holidays: as-usual }
        doors:
          - name: front
            pin: true
            pin-length: 4-6
            age-min: 15
            hours: { every-day: ["00:00-24:00 self-service"] }
            lock: { chip: virtual, line: front-lock, kind: strike-fail-secure }
            contact: { line: front-contact }
            exit-button: { line: front-exit }
            fire: { line: front-fire }
            held-open-warning: 10s
          # Behind the front door, by card alone. It closes soon, so that its panel counts down.
          - name: inner
            pin: false
            age-min: 15
            hours: { every-day: [\(innerHours)] }
            lock: { chip: virtual, line: inner-lock, kind: strike-fail-secure }
            contact: { line: inner-contact }
            exit-button: { line: inner-exit }
            fire: { line: inner-fire }
            relock: when-closed
            passback-hint: 10m
            counts: true

        groups:
          - { name: vestibule, doors: [front, inner] }

        building:
          hours-of: inner
          outputs:
            - { name: hall-light, chip: virtual, line: hall-light, during: [self-service] }

        readers:
          - name: \(Self.reader)
            door: front
            scanner: front-scanner
            keypad: front-keypad
          - name: \(Self.innerReader)
            door: inner
            scanner: inner-scanner

        \(kiosks)
        demo:
          cards:
        \(DemoCard.all.map(Self.entry).joined(separator: "\n"))
          items:
        \(DemoItem.all.map(Self.entry).joined(separator: "\n"))

        """
    }

    /// The kiosk, on every way to the library but the one that has no loans and returns.
    private var kiosks: String {
        guard carrier != .fbs else { return "" }
        return """
            kiosks:
              - name: \(Self.kiosk)
                scanner: hall-scanner
                pin-length: 4-6
                typed-card: true
                cards: ["A9{10}"]
                printer: { virtual: true }
                tags: { virtual: true }

            """
    }

    /// The hours of the inner door: they end soon and begin again, unless that is near midnight.
    private var innerHours: String {
        guard let end = TimeOfDay(minutes: startMinute + Self.closingAfter),
            let begin = TimeOfDay(minutes: startMinute + Self.closingAfter + Self.closedFor),
            begin < .endOfDay
        else { return #""00:00-24:00 self-service""# }
        return #""00:00-\#(end) self-service", "\#(begin)-24:00 self-service""#
    }

    /// Whom the station believes to be the library system.
    private var trust: String {
        guard carrier != .tcp else { return "" }
        let file = Self.quoted("\(folder)/\(Self.authorityFile)")
        return "  tls: { authority: \(file) }\n"
    }

    private static func entry(_ card: DemoCard) -> String {
        entry([
            ("number", card.number), ("pin", card.pin), ("da", card.danish), ("en", card.english),
        ])
    }

    private static func entry(_ item: DemoItem) -> String {
        entry([
            ("number", item.barcode), ("parts", item.parts > 1 ? String(item.parts) : nil),
            ("da", item.danish), ("en", item.english),
        ])
    }

    private static func entry(_ fields: [(String, String?)]) -> String {
        let written = fields.compactMap { key, value in value.map { "\(key): \(quoted($0))" } }
        return "    - " + written.joined(separator: "\n      ")
    }

    /// A text as a YAML scalar in double quotes.
    private static func quoted(_ text: String) -> String {
        let escaped = text.map { "\"\\".contains($0) ? "\\\($0)" : String($0) }
        return "\"\(escaped.joined())\""
    }
}

extension DemoStation {
    /// What to look at, and how.
    ///
    /// - Parameter client: The path of the program `portner`.
    /// - Returns: The text, without a newline at the end.
    func summary(client: String) -> String {
        """

          Portner is running. The library, the door and the people are made up.

            Demo page   \(demoAddress)
            Kiosk       \(kioskAddress)
            Panel       \(panelAddress)
            Inner door  \(innerPanelAddress)
            Status      \(client) status --socket \(socket)

          Cards to show at the door; any other PIN is a wrong one.

        \(CardTable.text(for: carrier.manner, indent: 4))

          Ctrl-C ends everything and removes what it has written.

        """
    }
}
