# SPDX-License-Identifier: MPL-2.0
"""Everything that the checks know about Portner: configuration, commands, people, and how its
answers are read. Nothing else in this folder names a setting, an event or a card."""
from usbdev import Keyboard, Keypad

# The hardware, as the configuration below names it.

SCANNER = Keyboard(0x0C2E, 0x0B61, "SCAN0001", "Barcode Scanner")
KEYPAD = Keypad(0x04D9, 0xA02A, "PINPAD01", "Numeric Keypad")
CHIP = "door-chip"
LOCK, CONTACT, EXIT_BUTTON, FIRE, BOLT, RELAY, CABINET, ALARM, LIGHT = LINES = (
    "door-lock", "door-contact", "exit-button", "fire-alarm", "door-bolt", "lock-relay", "cabinet",
    "alarm-armed", "hall-light")
LOCK_ACTIVE = 1
CONTACT_CLOSED, CONTACT_OPEN = 0, 1
EXIT_RELEASED, EXIT_PRESSED = 0, 1
FIRE_OUT, FIRE_BURNS = 0, 1
BOLT_THROWN, BOLT_WITHDRAWN = 0, 1      # active-low, so that an idle line is a locked door
RELAY_SECURED, RELAY_RELEASED = 0, 1
CABINET_CLOSED, CABINET_OPEN = 0, 1
ALARM_DISARMED, ALARM_ARMED = 0, 1
LIGHT_ON = 1
DOOR, SCANNER_NAME, KEYPAD_NAME = "entrance", "entrance-scanner", "entrance-keypad"

# Demo cards of the library simulator: card, PIN. Each belongs to one check, so that no rule about one
# card touches another check.

WELCOME = ("7105901234", "1234")
AFTER_REPLUG = ("6812752468", "2468")
BEFORE_CRASH = ("7403880864", "135790")
AFTER_CRASH = ("8909621357", "9753")
BESIDE_SECOND = ("3210000105", "43210")
FORGETFUL = ("6101702580", "8520")
WRONG_PIN = "0000"
BLOCKED = ("7708661470", "7410")
BLOCKED_AFTER_STALL = ("8206913690", "9630")

# Times, in seconds.

PULSE = 3.0
PULSE_EXCESS_MAX = 0.250        # beyond that the driver itself would have secured the lock
UNLOCK_LIMIT = 10.0             # from the last key to the line: library, slow PIN hash, emulated
RECOVERY_LIMIT = 3.0            # from the start after a crash to a secured line
FIRE_WATCHED = PULSE + 2.0      # longer than any pulse: the fire input holds by itself
SCAN_INTERVAL = 1.0             # between two codes; what comes within 300 ms is dropped
OPENING_GRACE = 2.5             # so long an opening still belongs to the release before it
ANSWER_LIMIT = 20.0             # for anything else that is waited for

# Files in the daemon's directory, and its surroundings. {directory}, {port} (of the library) and
# {panel} (the port of the pages) are filled in.

FILES = {
    "portner.yaml": """\
branch: Prøvebiblioteket
clock: free-running
state-directory: {directory}/state
control-socket: {directory}/control.sock
library: {{ host: 127.0.0.1, port: {port}, timeout: 5s }}
panel: {{ port: {panel} }}
devices:
  - name: entrance-scanner
    role: scanner
    usb: {{ id: "0c2e:0b61", serial: SCAN0001 }}
  - name: entrance-keypad
    role: keypad
    usb: {{ id: "04d9:a02a", serial: PINPAD01 }}
calendar: {{ holidays: as-usual }}
doors:
  - name: entrance
    pulse: 3s
    hours: {{ every-day: ["00:00-24:00 self-service pin"] }}
    lock: {{ chip: door-chip, line: door-lock, kind: strike-fail-secure }}
    contact: {{ line: door-contact }}
    exit-button: {{ line: exit-button }}
    fire: {{ line: fire-alarm }}
    bolt: {{ line: door-bolt, active-low: true }}
    relay: {{ line: lock-relay }}
    tamper: {{ line: cabinet }}
    alarm-armed: {{ line: alarm-armed }}
    held-open-after: 5s
    held-open-warning: 3s
    relock-within: 2s
building:
  outputs:
    - {{ name: hall-light, chip: door-chip, line: hall-light, during: [self-service] }}
readers:
  - name: entrance-reader
    door: entrance
    scanner: entrance-scanner
    keypad: entrance-keypad
""",
    "credentials/portner-card-key": "".join(f"{7 * n % 256:02x}" for n in range(1, 33)),
    "credentials/portner-pin-pepper": "".join(f"{11 * n % 256:02x}" for n in range(1, 33)),
}
DIRECTORIES = ("state", "credentials")

# Roles over the control socket, given to groups that every Debian has, and what is asked in them.

OBSERVERS, STAFF, TECHNICIANS = "games", "news", "uucp"
ROLES = f"roles: {{ observers: {OBSERVERS}, staff: {STAFF}, technicians: {TECHNICIANS} }}\n"
CACHE, UNLOCK = "cache status", f"door unlock {DOOR} --reason parcel --yes"
NOT_PERMITTED, ROLE_MISSING = 4, "role-missing"
ENVIRONMENT = {"CREDENTIALS_DIRECTORY": "{directory}/credentials"}
DAEMON = "portnerd --config {directory}/portner.yaml"
LIBRARY = "portner-sim library --port {port}"
CLIENT = "portner {arguments} --socket {directory}/control.sock"
STATUS, EVENTS, VERIFY_LEDGER = "status --json", "events --last 1000 --json", "ledger verify"

# Events: one fits when it has all of these values.

GRANTED = {"kind": "decision", "door": DOOR, "outcome": "granted"}
DENIED_PIN = {"kind": "decision", "door": DOOR, "outcome": "denied", "denial": "wrong-pin"}
DENIED_BLOCKED = {"kind": "decision", "door": DOOR, "outcome": "denied", "denial": "blocked"}
SCANNER_LOST = {"kind": "device", "device": SCANNER_NAME, "outcome": "lost"}
SCANNER_FOUND = {"kind": "device", "device": SCANNER_NAME, "outcome": "returned"}
EXIT_REQUESTED = {"kind": "door", "door": DOOR, "outcome": "exit-requested"}
DOOR_OPENED = {"kind": "door", "door": DOOR, "outcome": "opened"}
DOOR_CLOSED = {"kind": "door", "door": DOOR, "outcome": "closed"}
FORCED_OPEN, HELD_OPEN_SOON, HELD_OPEN, CONTACT_STUCK, EXIT_FAILED, FIRE_ACTIVE, FIRE_CLEARED, \
    RELOCKED, NOT_RELOCKED, RELAY_WELDED, RELAY_FREED, TAMPERED, TAMPER_OVER, ALARM_SET, ALARM_UNSET = (
        {"kind": "door", "door": DOOR, "outcome": outcome} for outcome in (
            "forced-open", "held-open-soon", "held-open", "contact-stuck", "exit-failed",
            "fire-active", "fire-cleared", "relocked", "not-relocked", "relay-welded", "relay-freed", "tampered",
            "tamper-over", "alarm-armed", "alarm-disarmed"))
DENIED_ARMED = {"kind": "decision", "door": DOOR, "outcome": "denied", "denial": "alarm-armed"}
LIGHT_SWITCHED_ON = {"kind": "station", "outcome": "output-on", "detail": LIGHT}
STARTED = {"kind": "station", "outcome": "started"}
REFUSED = {"kind": "station", "outcome": "request-refused", "detail": "door-unlock, by nobody"}


def device_is_present(status: dict, name: str) -> bool:
    return any(d["name"] == name and d["state"] == "ready" for d in status["devices"])


def asks_for_pin(status: dict) -> bool:
    return any(reader["sign"] == "enter-pin"
               for door in status["doors"] if door["name"] == DOOR for reader in door["readers"])
