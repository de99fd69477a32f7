# SPDX-License-Identifier: MPL-2.0
"""The checks, in their order. Each takes a running station and leaves it running, door closed."""
import time
import traceback

import scenario
from scenario import PULSE, PULSE_EXCESS_MAX
from station import Failed, Station

LOG_ROWS = 25                   # of each program's log, shown when a check breaks off


class Report:
    def __init__(self) -> None:
        self.passed = self.failed = 0

    def check(self, name: str, holds: bool, detail: str = "") -> None:
        self.passed += bool(holds)
        self.failed += not holds
        print(f"{'ok  ' if holds else 'FAIL'} {name}{': ' if detail else ''}{detail}", flush=True)

    def summary(self) -> int:
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed or not self.passed else 0


def start(station: Station, report: Report) -> None:
    station.set_up()
    station.start()
    station.wait_until_ready()
    report.check("the daemon starts: both devices present, lock secured",
                 not station.is_unlocked() and station.unlockings() == 0)


def grant(station: Station, report: Report, person=scenario.WELCOME, name="a grant") -> None:
    events, pulses = station.last_event(), len(station.pulses())
    station.present(person)
    delay = station.wait_for_lock(active=True)
    report.check(f"{name}: the line goes active", True,
                 f"{delay * 1000:.0f} ms after the last key")
    station.wait_for_lock(active=False)
    new = station.pulses()[pulses:]
    report.check(f"{name}: one pulse of the right length",
                 len(new) == 1 and PULSE <= new[0] <= PULSE + PULSE_EXCESS_MAX,
                 f"{station.world.name} saw {describe(new)}, asked {PULSE * 1000:.0f} ms")
    station.wait_for_event(scenario.GRANTED, after=events)
    report.check(f"{name}: recorded", True)


def denial(station: Station, report: Report, name: str, expected: dict, act) -> None:
    events, unlockings = station.last_event(), station.unlockings()
    act()
    station.wait_for_event(expected, after=events)
    report.check(f"{name}: denied and recorded", True, expected["denial"])
    report.check(f"{name}: the line stays idle",
                 not station.is_unlocked() and station.unlockings() == unlockings,
                 f"{station.world.name} saw no pulse")


def wrong_pin(station: Station, report: Report) -> None:
    denial(station, report, "a wrong PIN", scenario.DENIED_PIN,
           lambda: station.present(scenario.FORGETFUL, pin=scenario.WRONG_PIN))


def blocked_patron(station: Station, report: Report) -> None:
    """By the fastest scanner: that the block is known proves that the card was read whole."""
    denial(station, report, "a blocked patron", scenario.DENIED_BLOCKED,
           lambda: station.present(scenario.BLOCKED, packed=True))


def stalled_scanner(station: Station, report: Report) -> None:
    station.scanner.stall()
    station.wait("the stall reached the daemon", lambda: not station.scanner.reports)
    station.wait_for_device(scenario.SCANNER_NAME, present=True)
    denial(station, report, "a card after a stalled endpoint", scenario.DENIED_BLOCKED,
           lambda: station.present(scenario.BLOCKED_AFTER_STALL))


def unplugged_scanner(station: Station, report: Report) -> None:
    events = station.last_event()
    station.world.unplug(station.scanner)
    seconds = station.wait_for_device(scenario.SCANNER_NAME, present=False)
    report.check("a pulled scanner: the status says so", True, f"after {seconds:.1f} s")
    station.wait_for_event(scenario.SCANNER_LOST, after=events)
    report.check("a pulled scanner: recorded", True)
    station.world.plug(station.scanner)
    seconds = station.wait_for_device(scenario.SCANNER_NAME, present=True)
    report.check("a scanner plugged in again: found without a restart", True,
                 f"after {seconds:.1f} s")
    station.wait_for_event(scenario.SCANNER_FOUND, after=events)
    grant(station, report, scenario.AFTER_REPLUG, "a grant by the scanner plugged in again")


def somebody_leaves(station: Station, report: Report) -> None:
    """Exit button, door open, door closed: each an edge that the daemon must see."""
    events, unlockings = station.last_event(), station.unlockings()
    station.world.set_input(scenario.EXIT_BUTTON, scenario.EXIT_PRESSED)
    station.wait_for_lock(active=True)
    station.world.set_input(scenario.EXIT_BUTTON, scenario.EXIT_RELEASED)
    station.wait_for_event(scenario.EXIT_REQUESTED, after=events)
    report.check("somebody leaves: the exit button's edge releases the lock and is recorded", True)
    for level, expected in ((scenario.CONTACT_OPEN, scenario.DOOR_OPENED),
                            (scenario.CONTACT_CLOSED, scenario.DOOR_CLOSED)):
        station.world.set_input(scenario.CONTACT, level)
        station.wait_for_event(expected, after=events)
        report.check(f"somebody leaves: the door is {expected['outcome']}, and recorded", True)
    station.wait_for_lock(active=False)
    report.check("somebody leaves: the lock was released once",
                 station.unlockings() == unlockings + 1)


def forced_and_held_open(station: Station, report: Report) -> None:
    """The door is opened without a release, with its bolt thrown, and stays open."""
    time.sleep(scenario.OPENING_GRACE)
    events, unlockings = station.last_event(), station.unlockings()
    station.world.set_input(scenario.CONTACT, scenario.CONTACT_OPEN)
    for expected in (scenario.FORCED_OPEN, scenario.HELD_OPEN_SOON, scenario.HELD_OPEN,
                     scenario.CONTACT_STUCK):
        station.wait_for_event(expected, after=events)
        report.check(f"a forced door: {expected['outcome']}", True)
    station.world.set_input(scenario.CONTACT, scenario.CONTACT_CLOSED)
    station.wait_for_event(scenario.DOOR_CLOSED, after=events)
    report.check("a forced door: the lock was never released",
                 station.unlockings() == unlockings)


def trapped(station: Station, report: Report) -> None:
    """Somebody presses the exit button, and the door stays shut."""
    events = station.last_event()
    station.world.set_input(scenario.EXIT_BUTTON, scenario.EXIT_PRESSED)
    station.wait_for_lock(active=True)
    station.world.set_input(scenario.EXIT_BUTTON, scenario.EXIT_RELEASED)
    station.wait_for_event(scenario.EXIT_REQUESTED, after=events)
    station.wait_for_event(scenario.EXIT_FAILED, after=events)
    report.check("a door that stays shut for whoever leaves: exit failure", True)
    station.wait_for_lock(active=False)


def fire(station: Station, report: Report) -> None:
    events = station.last_event()
    station.world.set_input(scenario.FIRE, scenario.FIRE_BURNS)
    delay = station.wait_for_lock(active=True)
    report.check("fire: the lock is released", True, f"{delay * 1000:.0f} ms after the input")
    station.wait_for_event(scenario.FIRE_ACTIVE, after=events)
    edges = len(station.world.lock_edges())
    time.sleep(scenario.FIRE_WATCHED)
    report.check("fire: it stays released, and nothing moves",
                 station.is_unlocked() and len(station.world.lock_edges()) == edges)
    station.world.set_input(scenario.FIRE, scenario.FIRE_OUT)
    station.wait_for_lock(active=False)
    station.wait_for_event(scenario.FIRE_CLEARED, after=events)
    report.check("fire: the lock is secured when it is over, and both are recorded", True)


def lock_that_tells(station: Station, report: Report) -> None:
    """Bolt sense and feedback of the output: what the lock does is not what it was told."""
    events = station.last_event()
    station.world.set_input(scenario.BOLT, scenario.BOLT_WITHDRAWN)
    station.wait_for_event(scenario.NOT_RELOCKED, after=events)
    station.world.set_input(scenario.BOLT, scenario.BOLT_THROWN)
    station.wait_for_event(scenario.RELOCKED, after=events)
    report.check("the bolt: not relocked, and relocked when it is thrown", True)
    station.world.set_input(scenario.RELAY, scenario.RELAY_RELEASED)
    station.wait_for_event(scenario.RELAY_WELDED, after=events)
    station.world.set_input(scenario.RELAY, scenario.RELAY_SECURED)
    station.wait_for_event(scenario.RELAY_FREED, after=events)
    report.check("the output's feedback: a welded relay, and its end", True)


def building(station: Station, report: Report) -> None:
    events = station.last_event()
    station.wait_for_event(scenario.LIGHT_SWITCHED_ON, after=0)
    report.check("the light follows the hours",
                 station.world.level(scenario.LIGHT) == scenario.LIGHT_ON)
    for level, expected in ((scenario.CABINET_OPEN, scenario.TAMPERED),
                            (scenario.CABINET_CLOSED, scenario.TAMPER_OVER)):
        station.world.set_input(scenario.CABINET, level)
        station.wait_for_event(expected, after=events)
    report.check("the cabinet: opened and closed are recorded", True)
    station.world.set_input(scenario.ALARM, scenario.ALARM_ARMED)
    station.wait_for_event(scenario.ALARM_SET, after=events)
    denial(station, report, "an armed alarm", scenario.DENIED_ARMED,
           lambda: station.show(scenario.WELCOME[0]))
    station.world.set_input(scenario.ALARM, scenario.ALARM_DISARMED)
    station.wait_for_event(scenario.ALARM_UNSET, after=events)


def crash_in_a_pulse(station: Station, report: Report) -> None:
    events = station.last_event()
    station.present(scenario.BEFORE_CRASH)
    station.wait_for_lock(active=True)
    station.end("KILL")
    left = "active" if station.is_unlocked() else "idle"
    started = time.monotonic()
    station.start()
    station.wait_for_lock(active=False)
    seconds = time.monotonic() - started
    station.wait_until_ready()
    report.check("a crash in a pulse: the line is idle again",
                 seconds <= scenario.RECOVERY_LIMIT and not station.is_unlocked(),
                 f"{left} after the kill, idle {seconds:.1f} s after the new start")
    station.wait_for_event(scenario.GRANTED, after=events)
    report.check("a crash in a pulse: the grant was recorded before the line moved", True)
    station.wait_for_event(scenario.STARTED, after=events)
    report.check("a crash in a pulse: the new start is recorded", True)
    station.client(scenario.VERIFY_LEDGER)
    report.check("a crash in a pulse: the ledger verifies", True)
    grant(station, report, scenario.AFTER_CRASH, "a grant after a crash")


def orderly_stop(station: Station, report: Report) -> None:
    seconds = station.end("TERM")
    report.check("the daemon stops when asked, lock secured", not station.is_unlocked(),
                 f"after {seconds:.1f} s")


def describe(pulses: list[float]) -> str:
    return " and ".join(f"{1000 * pulse:.1f} ms" for pulse in pulses) or "no pulse"


CHECKS = (grant, wrong_pin, blocked_patron, stalled_scanner, unplugged_scanner,
          somebody_leaves, forced_and_held_open, trapped, fire, lock_that_tells, building,
          crash_in_a_pulse, orderly_stop)


def attempt(check, station: Station, report: Report) -> bool:
    """Runs one check; one that breaks off counts as failed and shows the programs' last words."""
    try:
        check(station, report)
        return True
    except Failed as failure:
        report.check(check.__name__.replace("_", " "), False, str(failure))
        _, log = station.world.run(f"tail -n {LOG_ROWS} {station.world.directory}/*.log")
        print("\n".join(f"     | {row}" for row in log.splitlines()), flush=True)
    except Exception:                       # the harness itself is wrong: say where
        report.check(check.__name__.replace("_", " "), False, traceback.format_exc())
    return False


def run(station: Station, report: Report, *more) -> None:
    """Runs all checks, and those of one tier alone before the last; none without a start."""
    if attempt(start, station, report):
        for check in (*CHECKS[:-1], *more, CHECKS[-1]):
            attempt(check, station, report)
