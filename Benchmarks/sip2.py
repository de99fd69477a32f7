# SPDX-License-Identifier: MPL-2.0
"""The same message, split on | and summed in Python; prints the processor time of the best run.

The message comes on standard input. A bare split is printed beside it: less cannot be done there.
"""

import sys
import time

REPETITIONS = 9
MESSAGES = 20_000


def split(message: bytes) -> int:
    return len(message[61:].split(b"|"))


def fields(message: bytes) -> int:
    found: dict[bytes, list[bytes]] = {}
    for part in message[61:].split(b"|"):
        found.setdefault(part[:2], []).append(part[2:])
    end = message.rindex(b"AZ") + 2
    if (sum(message[:end]) + int(message[end : end + 4], 16)) & 0xFFFF:
        raise ValueError("checksum")
    return len(found)


def main() -> None:
    message = sys.stdin.buffer.read().rstrip(b"\r\n")
    for name, body in (("a bare split", split), ("fields and checksum", fields)):
        best = float("inf")
        for _ in range(REPETITIONS):
            start = time.process_time_ns()
            for _ in range(MESSAGES):
                body(message)
            best = min(best, (time.process_time_ns() - start) / MESSAGES)
        print(f"  Python, {name}: {best:.0f} ns, {1000 / best:.2f} million/s")


main()
