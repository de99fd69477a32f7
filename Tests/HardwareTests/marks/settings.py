# SPDX-License-Identifier: MPL-2.0
"""The configuration of the station through which the marks go."""

# Over REST there is nothing to lend with, so a kiosk is refused there.
KIOSK = """\
kiosks:
  - { name: hall, scanner: hall-scanner, pin-length: 4-12, typed-card: true }
"""
MAIL = """\
mail:
  host: localhost
  port: {mail}
  from: bibliotek@example.org
  authority: {directory}/library.pem
"""
CONFIGURATION = """\
branch: Prøvebiblioteket
clock: free-running
state-directory: {directory}/state
control-socket: {directory}/control.sock
roster: {{ file: {directory}/drop/roster.ndjson }}
privacy: {{ library: Prøvebiblioteket, contact: data@example.org, dpo: dpo@example.org }}
library:
  carrier: {carrier}
  host: localhost
  port: {port}
  timeout: 2s
{library}panel: {{ port: {panel} }}
devices:
  - name: entrance-scanner
    role: scanner
    usb: {{ id: "0c2e:0b61", serial: SCAN0001 }}
  - name: entrance-keypad
    role: keypad
    usb: {{ id: "04d9:a02a", serial: PINPAD01 }}
  - name: hall-scanner
    role: scanner
    usb: {{ id: "0c2e:0b61", serial: SCAN0002 }}
calendar: {{ holidays: as-usual }}
doors:
  - name: entrance
    pulse: 3s
    hours: {{ every-day: ["00:00-24:00 self-service pin"] }}
    pin-length: 4-12
    lock: {{ chip: door-chip, line: door-lock, kind: strike-fail-secure }}
    contact: {{ line: door-contact }}
    exit-button: {{ line: exit-button }}
readers:
  - name: entrance-reader
    door: entrance
    scanner: entrance-scanner
    keypad: entrance-keypad
"""
LIBRARY = {
    "tcp": "  checksum: false\n  repeats-card: false\n",
    "tls": "  checksum: false\n  repeats-card: false\n"
           "  tls: {{ authority: {directory}/library.pem }}\n",
    "cicero": "  institution: DK-700099\n  user: marks\n"
              "  tls: {{ authority: {directory}/library.pem }}\n",
    "fbs": "  institution: DK-700099\n  user: marks\n"
           "  tls: {{ authority: {directory}/library.pem }}\n",
}
