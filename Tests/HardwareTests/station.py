# SPDX-License-Identifier: MPL-2.0
"""A door station under test: the real programs in a world made of software.

Station is the same in both tiers. A World is what differs: where programs run, what carries the
USB devices, and what records the lock line.
"""
import abc
import json
import shlex
import time

import scenario
from usbdev import Keyboard

POLL = 0.05                     # seconds between two looks at something that is waited for
LINE_POLL = 0.002               # the same for the lock line, whose delay is reported


class Failed(Exception):
    """What a check waited for did not come, or a command failed."""


class World(abc.ABC):
    name: str
    directory: str              # the daemon's, as the programs see it

    @abc.abstractmethod
    def write(self, name: str, text: str) -> None:
        """Writes a file in the directory, and the folders above it."""

    @abc.abstractmethod
    def run(self, command: str) -> tuple[int, str]:
        """Exit status and standard output of one line of shell."""

    @abc.abstractmethod
    def start(self, name: str, command: str, environment: dict[str, str]) -> None:
        """Starts a program; its output goes to NAME.log in the directory."""

    @abc.abstractmethod
    def signal(self, name: str, signal: str) -> None: ...

    @abc.abstractmethod
    def is_running(self, name: str) -> bool: ...

    @abc.abstractmethod
    def free_port(self) -> int: ...

    @abc.abstractmethod
    def plug(self, device: Keyboard) -> None: ...

    @abc.abstractmethod
    def unplug(self, device: Keyboard) -> None: ...

    @abc.abstractmethod
    def set_input(self, line: str, level: int) -> None: ...

    @abc.abstractmethod
    def level(self, line: str) -> int:
        """The level that a line has; of an output that nobody drives, the resting one."""

    @abc.abstractmethod
    def lock_edges(self) -> list[tuple[float, int]]:
        """Each setting of the lock line since the start: seconds, level."""


class Station:
    def __init__(self, world: World):
        self.world = world
        self.scanner, self.keypad = scenario.SCANNER, scenario.KEYPAD
        self.shown = -scenario.SCAN_INTERVAL
        self.values = {"directory": world.directory, "port": world.free_port(),
                       "panel": world.free_port()}

    # Programs

    def set_up(self) -> None:
        for name in scenario.DIRECTORIES:
            self.command(f"mkdir -p {shlex.quote(self.world.directory)}/{name}")
        for name, text in scenario.FILES.items():
            self.world.write(name, text.format(**self.values))
        self.world.start("library", scenario.LIBRARY.format(**self.values), {})
        listening = f":{self.values['port']:04X} 0*:0000 0A"
        self.wait("the library simulator listens",
                  lambda: self.world.run(f"grep -q '{listening}' /proc/net/tcp /proc/net/tcp6"
                                         )[0] == 0)
        for device in (self.scanner, self.keypad):
            self.world.plug(device)

    def start(self) -> None:
        environment = {key: value.format(**self.values)
                       for key, value in scenario.ENVIRONMENT.items()}
        self.world.start("portnerd", scenario.DAEMON.format(**self.values), environment)

    def wait_until_ready(self) -> None:
        for name in (scenario.SCANNER_NAME, scenario.KEYPAD_NAME):
            self.wait_for_device(name, present=True)

    def end(self, signal: str) -> float:
        """Sends a signal to the daemon; the seconds until it is gone."""
        self.world.signal("portnerd", signal)
        return self.wait("the daemon ends", lambda: not self.world.is_running("portnerd"))

    def command(self, command: str) -> str:
        status, output = self.world.run(command)
        if status:
            raise Failed(f"exit {status} from {command}")
        return output

    # What the daemon says

    def client(self, arguments: str) -> str:
        """What the command-line client prints; its complaints go to client.log."""
        client = scenario.CLIENT.format(arguments=arguments, **self.values)
        log = shlex.quote(f"{self.world.directory}/client.log")
        return self.command(f"{client} 2>> {log}")

    def status(self) -> dict:
        return json.loads(self.client(scenario.STATUS))

    def events(self, after: int = -1) -> list[dict]:
        rows = self.client(scenario.EVENTS).splitlines()
        events = [{**event, **event["fields"]} for event in map(json.loads, filter(None, rows))]
        return [event for event in events if event["sequence"] > after]

    def last_event(self) -> int:
        return max((event["sequence"] for event in self.events()), default=-1)

    def wait_for_event(self, expected: dict, after: int) -> float:
        def came() -> bool:
            return any(expected.items() <= event.items() for event in self.events(after))
        return self.wait(f"an event with {expected}", came)

    def wait_for_device(self, name: str, present: bool) -> float:
        def as_expected() -> bool:
            try:
                return scenario.device_is_present(self.status(), name) == present
            except Failed:
                if not self.world.is_running("portnerd"):
                    raise
                return False            # its socket is not there yet
        return self.wait(f"{name} is {'present' if present else 'lost'}", as_expected)

    # What people do

    def present(self, person: tuple[str, str], pin: str | None = None,
                packed: bool = False) -> None:
        """Shows the card, waits to be asked, types the PIN; packed: as the fastest scanners do."""
        self.show(person[0], packed)
        self.wait("the daemon asks for the PIN", lambda: scenario.asks_for_pin(self.status()))
        self.keypad.type(pin or person[1])

    def show(self, code: str, packed: bool = False, scanner: Keyboard | None = None) -> None:
        """Shows a card or an item, no sooner than a scanner passes another code."""
        self.wait("the scanner passes another code",
                  lambda: time.monotonic() >= self.shown + scenario.SCAN_INTERVAL)
        scanner = scanner or self.scanner
        (scanner.type_packed if packed else scanner.type)(code)
        self.shown = time.monotonic()

    # The lock line

    def is_unlocked(self) -> bool:
        return self.world.level(scenario.LOCK) == scenario.LOCK_ACTIVE

    def wait_for_lock(self, active: bool) -> float:
        limit = scenario.UNLOCK_LIMIT if active else scenario.ANSWER_LIMIT
        return self.wait(f"the lock line is {'active' if active else 'idle'}",
                         lambda: self.is_unlocked() == active, limit, LINE_POLL)

    def unlockings(self) -> int:
        return sum(level == scenario.LOCK_ACTIVE for _, level in self.world.lock_edges())

    def pulses(self) -> list[float]:
        """Seconds of each time that the line was active and is so no more."""
        found, start = [], None
        for at, level in self.world.lock_edges():
            if level == scenario.LOCK_ACTIVE and start is None:
                start = at
            elif level != scenario.LOCK_ACTIVE and start is not None:
                found.append(at - start)
                start = None
        return found

    @staticmethod
    def wait(what: str, condition, limit: float = scenario.ANSWER_LIMIT,
             every: float = POLL) -> float:
        """Looks until the condition holds; the seconds it took."""
        start = time.monotonic()
        while not condition():
            if time.monotonic() - start > limit:
                raise Failed(f"after {limit:g} s still not: {what}")
            time.sleep(every)
        return time.monotonic() - start
