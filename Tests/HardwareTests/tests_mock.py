#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Tier 0: the same checks without a kernel of their own. Started by mock/run.sh.

    LD_PRELOAD=libumockdev-preload.so.0 tests_mock.py --binaries DIR --gpiod DIR

Real are the programs and libusb; umockdev gives usbfs and udev, mock/fakegpiod.c gives the lines.
"""
import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

_here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(_here, "host"), os.path.join(_here, "mock")]

import checks
import scenario
from checks import Report
from mock_usb import MockBus
from station import Station, World
from usbdev import Keyboard

STOP_LIMIT = 5.0


class MockWorld(World):
    name = "the stand-in for libgpiod"

    def __init__(self, binaries: str, gpiod: str, directory: str):
        self.directory, self.gpio = directory, os.path.join(directory, "gpio")
        self.processes: dict[str, subprocess.Popen] = {}
        self.bus = MockBus()
        plain = {key: value for key, value in os.environ.items() if key != "LD_PRELOAD"}
        self.plain = dict(plain, PATH=f"{binaries}:{os.environ['PATH']}")
        self.mocked = dict(self.bus.environment(), PATH=self.plain["PATH"], FAKE_GPIO=self.gpio,
                           LD_LIBRARY_PATH=gpiod)
        self.write("gpio/label", f"{scenario.CHIP}\n")
        self.write("gpio/lines", "".join(f"{line}\n" for line in scenario.LINES))
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(os.path.join(directory, "notify"))
        self.notify.setblocking(False)

    def write(self, name: str, text: str) -> None:
        path = os.path.join(self.directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)

    def run(self, command: str) -> tuple[int, str]:
        done = subprocess.run(command, shell=True, env=self.plain, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, check=False)
        return done.returncode, done.stdout

    def start(self, name: str, command: str, environment: dict[str, str]) -> None:
        """The daemon sees the mocked devices; other programs need none and see the machine."""
        surroundings = self.mocked if name == "portnerd" else self.plain
        with open(os.path.join(self.directory, f"{name}.log"), "ab") as log:
            self.processes[name] = subprocess.Popen(
                command.split(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=dict(surroundings, NOTIFY_SOCKET=self.notify.getsockname(), **environment))

    def signal(self, name: str, signal: str) -> None:
        self.run(f"kill -{signal} {self.processes[name].pid}")

    def is_running(self, name: str) -> bool:
        return self.processes[name].poll() is None

    def free_port(self) -> int:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            return listener.getsockname()[1]

    def plug(self, device: Keyboard) -> None:
        self.bus.plug(device)

    def unplug(self, device: Keyboard) -> None:
        self.bus.unplug(device)

    def set_input(self, line: str, level: int) -> None:
        with open(os.path.join(self.gpio, f"{line}.in"), "w") as fifo:
            fifo.write(str(level))

    def read_gpio(self, name: str) -> str:
        path = os.path.join(self.gpio, name)
        if not os.path.exists(path):
            return ""
        with open(path) as file:
            return file.read()

    def level(self, line: str) -> int:
        return int(self.read_gpio(f"{line}.level") or 0)

    def lock_edges(self) -> list[tuple[float, int]]:
        rows = (row.split() for row in self.read_gpio("log").splitlines())
        return [(int(row[0]) / 1e9, int(row[2])) for row in rows
                if row[1] == scenario.LOCK and row[2] in ("0", "1")]

    def notifications(self) -> list[str]:
        """What the programs told the service manager since the last look."""
        messages = []
        while True:
            try:
                messages += self.notify.recv(4096).decode().splitlines()
            except BlockingIOError:
                return messages

    def close(self) -> None:
        for process in self.processes.values():
            process.terminate()
            try:
                process.wait(STOP_LIMIT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.bus.close()
        self.notify.close()


def notification(station: Station, report: Report) -> None:
    report.check("the service manager was told that the daemon is ready",
                 "READY=1" in station.world.notifications())


def roles(station: Station, report: Report) -> None:
    """The groups in which the kernel says that somebody is decide what that user may do."""
    if os.geteuid() != 0:
        print("--   roles: only root can be somebody else", flush=True)
        return
    world, directory = station.world, station.world.directory
    settings = scenario.FILES["portner.yaml"].format(**station.values)
    world.write("portner.yaml", settings + scenario.ROLES)
    os.chmod(directory, 0o711)
    client = shutil.copy(shutil.which("portner", path=world.plain["PATH"]), f"{directory}/client")
    station.end("TERM")
    station.start()
    station.wait_until_ready()
    events, unlockings = station.last_event(), station.unlockings()

    def ask(group: str | None, arguments: str) -> tuple[int, str]:
        groups = f"--groups={group}" if group else "--clear-groups"
        return world.run(f"setpriv --reuid=nobody --regid=nogroup {groups} {client} {arguments} "
                         f"--json --socket {directory}/control.sock")

    report.check("roles: who is in none of the groups cannot connect",
                 ask(None, scenario.CACHE)[0] == scenario.NOT_PERMITTED)
    report.check("roles: an observer sees how the station stands",
                 ask(scenario.OBSERVERS, scenario.CACHE)[0] == 0)
    status, answer = ask(scenario.OBSERVERS, scenario.UNLOCK)
    failure = json.loads(answer)
    report.check("roles: an observer opens nothing, and is told whose work it is",
                 status == scenario.NOT_PERMITTED and failure["code"] == scenario.ROLE_MISSING
                 and scenario.STAFF in failure["message"], failure["message"])
    station.wait_for_event(scenario.REFUSED, after=events)
    report.check("roles: that is recorded, and the lock was not released",
                 station.unlockings() == unlockings)
    report.check("roles: staff open the door", ask(scenario.STAFF, scenario.UNLOCK)[0] == 0)
    station.wait_for_lock(active=True)
    station.wait_for_lock(active=False)
    verify = [ask(group, scenario.VERIFY_LEDGER)[0]
              for group in (scenario.STAFF, scenario.TECHNICIANS)]
    report.check("roles: technicians alone go through the ledger",
                 verify == [scenario.NOT_PERMITTED, 0])


def second_daemon(station: Station, report: Report) -> None:
    """Another one on the same state folder, by mistake: it goes, and the first one stays."""
    world, events = station.world, station.last_event()
    world.processes["first"] = world.processes["portnerd"]
    try:
        station.start()
        second = world.processes["portnerd"]
        station.wait("the second daemon ends", lambda: second.poll() is not None)
    finally:
        world.processes["second"] = world.processes["portnerd"]
        world.processes["portnerd"] = world.processes.pop("first")
    with open(os.path.join(world.directory, "portnerd.log")) as log:
        says = log.read()
    report.check("a second daemon on the same state folder ends with 75 and says in-use",
                 second.returncode == os.EX_TEMPFAIL and "in-use" in says,
                 f"exit {second.returncode}")
    report.check("a second daemon: the first one goes on, and its ledger knows of no other start",
                 world.is_running("portnerd")
                 and not any(scenario.STARTED.items() <= event.items()
                             for event in station.events(events)))
    checks.grant(station, report, scenario.BESIDE_SECOND, "a grant beside a second daemon")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--gpiod", required=True)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))       # so that the programs end with us
    report = Report()
    with tempfile.TemporaryDirectory(prefix="portner-mock.") as directory:
        world = MockWorld(options.binaries, options.gpiod, directory)
        try:
            checks.run(Station(world), report, notification, second_daemon, roles)
        finally:
            world.close()
    return report.summary()


if __name__ == "__main__":
    sys.exit(main())
