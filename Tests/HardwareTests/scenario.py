# SPDX-License-Identifier: MPL-2.0
"""Everything that the checks know about Portner: configuration, commands, people, and how its
answers are read. Nothing else in this folder names a setting, an event or a card."""
from usbdev import Keyboard, Keypad

# The hardware, as the configuration below names it.

SCANNER = Keyboard(0x0C2E, 0x0B61, "SCAN0001", "Barcode Scanner")
KEYPAD = Keypad(0x04D9, 0xA02A, "PINPAD01", "Numeric Keypad")
CHIP = "door-chip"
LOCK, CONTACT, EXIT_BUTTON = LINES = ("door-lock", "door-contact", "exit-button")
LOCK_ACTIVE = 1
CONTACT_CLOSED, CONTACT_OPEN = 0, 1
EXIT_RELEASED, EXIT_PRESSED = 0, 1
DOOR, SCANNER_NAME, KEYPAD_NAME = "entrance", "entrance-scanner", "entrance-keypad"

# People of the library simulator: card, PIN. Each belongs to one check, so that no rule about one
# card touches another check.

WELCOME = ("2903851234", "1234")
AFTER_REPLUG = ("2903851235", "2345")
BEFORE_CRASH = ("2903851236", "3456")
AFTER_CRASH = ("2903851237", "4567")
FORGETFUL = ("2903851238", "5678")
WRONG_PIN = "0000"
BLOCKED = ("2903851239", "6789")
BLOCKED_AFTER_STALL = ("2903851240", "7890")

# Times, in seconds.

PULSE = 3.0
PULSE_EXCESS_MAX = 0.060        # what the kernel may have traced beyond the pulse asked for
UNLOCK_LIMIT = 10.0             # from the last key to the line: library, slow PIN hash, emulated
RECOVERY_LIMIT = 3.0            # from the start after a crash to a secured line
ANSWER_LIMIT = 20.0             # for anything else that is waited for

# Files in the daemon's directory, and its surroundings. {directory}, {port} (of the library) and
# {panel} (the port of the pages) are filled in.

FILES = {
    "portner.yaml": """\
branch: Prøvebiblioteket
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
doors:
  - name: entrance
    pulse: 3s
    hours: {{ every-day: ["00:00-24:00 self-service pin"] }}
    lock: {{ chip: door-chip, line: door-lock, kind: strike-fail-secure }}
    contact: {{ line: door-contact }}
    exit-button: {{ line: exit-button }}
readers:
  - name: entrance-reader
    door: entrance
    scanner: entrance-scanner
    keypad: entrance-keypad
""",
    "credentials/card-key": "made-up key for the hardware tests, 1\n",
    "credentials/pin-key": "made-up key for the hardware tests, 2\n",
}
DIRECTORIES = ("state", "credentials")
ENVIRONMENT = {"CREDENTIALS_DIRECTORY": "{directory}/credentials"}
DAEMON = "portnerd --config {directory}/portner.yaml"
LIBRARY = "portner-sim library --port {port}"
CLIENT = "portner --socket {directory}/control.sock"
STATUS, EVENTS, VERIFY_LEDGER = "status --json", "events --json", "ledger verify"

# Events: one fits when it has all of these values.

GRANTED = {"kind": "decision", "door": DOOR, "outcome": "granted"}
DENIED_PIN = {"kind": "decision", "door": DOOR, "outcome": "denied", "denial": "wrong-pin"}
DENIED_BLOCKED = {"kind": "decision", "door": DOOR, "outcome": "denied", "denial": "blocked"}
SCANNER_LOST = {"kind": "device", "device": SCANNER_NAME, "outcome": "lost"}
SCANNER_FOUND = {"kind": "device", "device": SCANNER_NAME, "outcome": "returned"}
EXIT_REQUESTED = {"kind": "door", "door": DOOR, "outcome": "exit-requested"}
DOOR_OPENED = {"kind": "door", "door": DOOR, "outcome": "opened"}
DOOR_CLOSED = {"kind": "door", "door": DOOR, "outcome": "closed"}
STARTED = {"kind": "station", "outcome": "started"}


def device_is_present(status: dict, name: str) -> bool:
    return any(d["name"] == name and d["state"] == "present" for d in status["devices"])


def asks_for_pin(status: dict) -> bool:
    return any(r["door"] == DOOR and r["state"] == "enter-pin" for r in status["readers"])
