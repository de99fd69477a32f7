# SPDX-License-Identifier: MPL-2.0
"""Made-up secrets that are found again wherever they leak, in every form they can take."""
import base64
import os
import random
import re

from usbdev import KEYBOARD_KEYS, KEYPAD_KEYS

CHUNK = 1 << 20


class Mark:
    """One person: a card that nobody has, and a PIN long enough not to stand anywhere by chance."""

    def __init__(self, source: random.Random, kind: str, way: str):
        # A civil number in replacement form, day + 60, so that it is nobody's.
        day, month, year = source.randint(61, 88), source.randint(1, 12), source.randint(30, 99)
        self.card = f"{day:02}{month:02}{year:02}{source.randint(1000, 9999)}"
        self.pin = f"{source.randint(10 ** 11, 10 ** 12 - 1)}"
        self.kind, self.name = kind, f"{kind} over {way}"
        self.patron = f"P{source.randint(10 ** 8, 10 ** 9 - 1)}"     # the library's own number
        self.mailbox = f"m{source.randint(10 ** 13, 10 ** 14 - 1)}"
        self.mail = f"{self.mailbox}@example.org"

    def forms(self) -> dict[str, bytes]:
        """What would be in a file if the card, the PIN or the address had got there."""
        found = {}
        for name, digits in (("card", self.card), ("pin", self.pin)):
            text = digits.encode()
            found |= {
                f"{name} in ASCII": text,
                f"{name} in UTF-16": digits.encode("utf-16-le"),
                f"{name} in UTF-16, the other way round": digits.encode("utf-16-be"),
                f"{name} in UTF-32": digits.encode("utf-32-le"),
                f"{name} as packed digits": bytes.fromhex(digits),
                f"{name} as digits of a byte": bytes(map(int, digits)),
                f"{name} in hexadecimal": text.hex().encode(),
                f"{name} as a number": int(digits).to_bytes(8, "little"),
                f"{name} as a number, the other way round": int(digits).to_bytes(8, "big"),
                f"{name} as keys of a keyboard": keys(KEYBOARD_KEYS, digits),
                f"{name} as keys of a keypad": keys(KEYPAD_KEYS, digits),
                f"{name} as reports of a keypad": reports(KEYPAD_KEYS, digits),
            }
        found |= {
            "address in ASCII": self.mailbox.encode(),
            "address in UTF-16": self.mailbox.encode("utf-16-le"),
            "address in UTF-16, the other way round": self.mailbox.encode("utf-16-be"),
            "address in UTF-32": self.mailbox.encode("utf-32-le"),
            "address in hexadecimal": self.mailbox.encode().hex().encode(),
            "address in base 64": base64.b64encode(self.mail.encode()),
        }
        found["card with a hyphen"] = f"{self.card[:6]}-{self.card[6:]}".encode()
        return found


def keys(table: dict, digits: str) -> bytes:
    return bytes(table[digit][1] for digit in digits)


def reports(table: dict, digits: str) -> bytes:
    return b"".join(bytes((0, 0, table[digit][1], 0, 0, 0, 0, 0)) for digit in digits)


class Search:
    """Looks for all forms of all marks in one pass over each file."""

    def __init__(self, marks: list[Mark]):
        self.names = {form: f"{mark.name}: {name}"
                      for mark in marks for name, form in mark.forms().items()}
        self.pattern = re.compile(b"|".join(map(re.escape, self.names)), re.DOTALL)
        self.overlap = max(map(len, self.names)) - 1
        self.bytes = self.files = 0

    def text(self, text: bytes) -> set[str]:
        """The forms in a text; forms that share bytes are each found."""
        found, place = set(), 0
        while match := self.pattern.search(text, place):
            found |= {name for form, name in self.names.items()
                      if text.startswith(form, match.start())}
            place = match.start() + 1
        return found

    def file(self, path: str) -> set[str]:
        found, window = set(), b""
        with open(path, "rb") as file:
            while piece := file.read(CHUNK):
                self.bytes += len(piece)
                window += piece
                found |= self.text(window)
                window = window[-self.overlap:]
        self.files += 1
        return found

    def tree(self, folder: str) -> list[str]:
        """Where something was found below a folder, a line each, and in the names of files."""
        hits = []
        for path, _, names in os.walk(folder):
            for name in names:
                whole = os.path.join(path, name)
                found = self.text(os.fsencode(name))
                if os.path.isfile(whole):
                    found |= self.file(whole)
                hits += [f"{os.path.relpath(whole, folder)}: {form}" for form in sorted(found)]
        return hits
