#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Tier 2: the checks in a small virtual machine with Debian's own kernel. Started by run.sh.

    tests_vm.py --kernel DIR --initrd FILE
"""
import argparse
import base64
import os
import re
import shlex
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "host"))

import checks
import scenario
from station import Station, World
from usbdev import Keyboard
from usbip import Server
from vm import HOST, MachineError, VirtualMachine

PORTS = (6001, 8090)            # nothing else runs in the guest
BUSES = {scenario.SCANNER: "1-1", scenario.KEYPAD: "1-2"}
EDGE = re.compile(r" (\d+\.\d+): gpio_value: (\d+) set ([01])")


class MachineWorld(World):
    name = "the kernel"
    directory = "/run/portner"

    def __init__(self, machine: VirtualMachine):
        self.machine = machine
        self.processes: dict[str, int] = {}
        self.ports = iter(PORTS)
        self.server = Server()
        for device, bus in BUSES.items():
            self.server.offer(bus, device)
        machine.sh(f"mkdir -p {self.directory} /run/vhci_hcd")
        machine.sh(f"gpio-sim.sh create door {scenario.CHIP} {' '.join(scenario.LINES)}")
        self.lock = int(machine.sh("gpio-sim.sh first door")) + scenario.LINES.index(scenario.LOCK)
        machine.sh("gpio-sim.sh trace on")

    def write(self, name: str, text: str) -> None:
        path = f"{self.directory}/{name}"
        data = base64.b64encode(text.encode()).decode()
        self.machine.sh(f"mkdir -p $(dirname {path}); echo {data} | base64 -d > {path}")

    def run(self, command: str) -> tuple[int, str]:
        return self.machine.run(f"( {command} ) 2>/dev/null")

    def start(self, name: str, command: str, environment: dict[str, str]) -> None:
        values = " ".join(f"{key}={shlex.quote(value)}" for key, value in environment.items())
        log = f"{self.directory}/{name}.log"
        pid = self.machine.sh(f"env {values} {command} >> {log} 2>&1 & echo $!")
        self.processes[name] = int(pid)

    def signal(self, name: str, signal: str) -> None:
        self.machine.sh(f"kill -{signal} {self.processes[name]}")

    def is_running(self, name: str) -> bool:
        return self.machine.run(f"kill -0 {self.processes[name]} 2>/dev/null")[0] == 0

    def free_port(self) -> int:
        return next(self.ports)

    def plug(self, device: Keyboard) -> None:
        port, bus = self.server.port, BUSES[device]
        self.machine.sh(f"usbip --tcp-port {port} attach -r {HOST} -b {bus} 2>/dev/null")

    def unplug(self, device: Keyboard) -> None:
        self.server.unplug(BUSES[device])

    def set_input(self, line: str, level: int) -> None:
        self.machine.sh(f"gpio-sim.sh pull door {line} {'up' if level else 'down'}")

    def level(self, line: str) -> int:
        return int(self.machine.sh(f"gpio-sim.sh get door {line}"))

    def lock_edges(self) -> list[tuple[float, int]]:
        return [(float(at), int(level))
                for at, line, level in EDGE.findall(self.machine.sh("gpio-sim.sh trace show"))
                if int(line) == self.lock]


def run(machine: VirtualMachine, report: checks.Report) -> None:
    begin = time.monotonic()
    print(f"kernel {machine.sh('uname -r')}, started in {machine.boot_time:.1f} s", flush=True)
    checks.run(Station(MachineWorld(machine)), report)
    used = machine.sh("free -m").splitlines()[1].split()
    print(f"guest memory {used[2]} of {used[1]} MiB, QEMU {machine.resident():.0f} MiB, "
          f"checks took {time.monotonic() - begin:.1f} s")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--initrd", required=True)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))       # so that QEMU ends with us
    report = checks.Report()
    try:
        with VirtualMachine(os.path.join(options.kernel, "vmlinux"), options.initrd) as machine:
            run(machine, report)
    except MachineError as error:
        report.check("the virtual machine runs", False, str(error))
    return report.summary()


if __name__ == "__main__":
    sys.exit(main())
