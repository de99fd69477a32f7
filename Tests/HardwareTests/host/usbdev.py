# SPDX-License-Identifier: MPL-2.0
"""Models of USB devices without any transport: descriptors, control requests, reports.

usbip.py carries them into the kernel of a virtual machine, ../mock/mock_usb.py to a program under
umockdev.
"""
import collections
import struct
import threading
import time

STALL = object()            # an answer: the device refuses the request, or halts the endpoint
FULL_SPEED = 2
HID_CLASS_BOOT_KEYBOARD = (3, 1, 1)

# Device Class Definition for HID 1.11, appendix B.1
BOOT_KEYBOARD = bytes.fromhex(
    "05010906a101050719e029e71500250175019508810295017508810395057501"
    "050819012905910295017503910395067508150025650507190029658100c0")

# HID Usage Tables, page 0x07: usage of each character on a US keyboard, and on a numeric keypad
_ROWS = (
    (0x04, "abcdefghijklmnopqrstuvwxyz1234567890", "ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()"),
    (0x28, "\n", ""), (0x2B, "\t", ""), (0x2C, " ", ""),
    (0x2D, "-=[]\\", "_+{}|"), (0x33, ";'`,./", ":\"~<>?"),
)
_SHIFT = 0x02
KEYBOARD_KEYS = {character: (modifier, first + offset)
                 for first, plain, shifted in _ROWS
                 for modifier, row in ((0, plain), (_SHIFT, shifted))
                 for offset, character in enumerate(row)}
KEYPAD_KEYS = {character: (0, 0x58 + offset) for offset, character in enumerate("\n1234567890")}


class Keyboard:
    """A barcode scanner that types, as nearly all are delivered.

    One configuration, one boot keyboard interface, endpoint 1 IN (interrupt). A transport sets
    `wake`, calls `control` and takes from `reports`; a test calls `type` and `stall`.
    """
    keys = KEYBOARD_KEYS

    def __init__(self, vendor: int, product: int, serial: str, name: str):
        self.vendor, self.product, self.speed = vendor, product, FULL_SPEED
        self.strings = ("Example Works", name, serial)
        self.configuration = self.idle = self.leds = 0
        self.protocol = 1                           # 0 boot, 1 report
        self.reports: collections.deque = collections.deque()
        self.wake = lambda: None                    # tells the transport that a report waits
        self.lock = threading.Lock()

    @property
    def serial(self) -> str:
        return self.strings[2]

    # Descriptors

    def device_descriptor(self) -> bytes:
        return struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x0200, 0, 0, 0, 64,
                           self.vendor, self.product, 0x0100, 1, 2, 3, 1)

    def hid_descriptor(self) -> bytes:
        return struct.pack("<BBHBBBH", 9, 0x21, 0x0111, 0, 1, 0x22, len(BOOT_KEYBOARD))

    def configuration_descriptor(self) -> bytes:
        interface = struct.pack("<BBBBBBBBB", 9, 4, 0, 0, 1, *HID_CLASS_BOOT_KEYBOARD, 0)
        endpoint = struct.pack("<BBBBHB", 7, 5, 0x81, 3, 8, 4)
        body = interface + self.hid_descriptor() + endpoint
        return struct.pack("<BBHBBBBB", 9, 2, 9 + len(body), 1, 1, 0, 0xA0, 50) + body

    def string_descriptor(self, index: int):
        if index == 0:
            return b"\x04\x03\x09\x04"              # one language: English (US)
        if index > len(self.strings):
            return STALL
        text = self.strings[index - 1].encode("utf-16-le")
        return bytes((2 + len(text), 3)) + text

    def descriptor(self, kind: int, index: int):
        if kind == 3:
            return self.string_descriptor(index)
        fixed = {1: self.device_descriptor, 2: self.configuration_descriptor,
                 0x21: self.hid_descriptor, 0x22: lambda: BOOT_KEYBOARD}
        return fixed[kind]() if kind in fixed and index == 0 else STALL

    # Control requests: the fields of the setup packet and OUT data in; IN data or STALL out

    def control(self, kind: int, request: int, value: int, index: int, length: int,
                data: bytes = b""):
        is_class = kind & 0x60 == 0x20
        answer = (self.class_request(kind, request, value, data) if is_class
                  else self.standard_request(kind, request, value))
        return answer if answer is STALL else answer[:length]

    def standard_request(self, kind: int, request: int, value: int):
        if request == 6 and kind & 0x80:            # GET_DESCRIPTOR
            return self.descriptor(value >> 8, value & 0xFF)
        if request == 9:                            # SET_CONFIGURATION
            self.configuration = value
            return b""
        if request in (1, 3, 5, 11):                # CLEAR_ and SET_FEATURE, address, interface
            return b""
        gets = {0: b"\0\0", 8: bytes((self.configuration,)), 10: b"\0"}
        return gets.get(request, STALL)

    def class_request(self, kind: int, request: int, value: int, data: bytes):
        if kind & 0x80:                             # GET_REPORT, GET_IDLE, GET_PROTOCOL
            return {1: bytes(8), 2: bytes((self.idle,)),
                    3: bytes((self.protocol,))}.get(request, STALL)
        if request == 9:                            # SET_REPORT: the lamps of a keyboard
            self.leds = data[0] if data else 0
        elif request == 10:                         # SET_IDLE
            self.idle = value >> 8
        elif request == 11:                         # SET_PROTOCOL
            self.protocol = value
        else:
            return STALL
        return b""

    # What happens in the world

    def send(self, report) -> None:
        self.reports.append(report)
        self.wake()

    def press(self, modifier: int = 0, *usages: int) -> None:
        self.send(bytes((modifier, 0)) + bytes(usages[:6]).ljust(6, b"\0"))

    def type(self, text: str, gap: float = 0.004) -> None:
        """Types the text and Enter, pressing and releasing; `gap` seconds between reports."""
        for character in text + "\n":
            self.press(*self.keys[character])
            time.sleep(gap)
            self.press()
            time.sleep(gap)

    def type_packed(self, text: str) -> None:
        """As the fastest scanners do: no pause, and no release between two different keys."""
        last = ""
        for character in text + "\n":
            if character == last:
                self.press()
            self.press(*self.keys[character])
            last = character
        self.press()

    def stall(self) -> None:
        """Halts the endpoint once: the next transfer fails with a broken pipe."""
        self.send(STALL)


class Keypad(Keyboard):
    """A numeric keypad for the PIN: digits and Enter of the keypad block."""
    keys = KEYPAD_KEYS
