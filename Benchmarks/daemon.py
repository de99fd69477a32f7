#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Figures of the whole daemon with a full cache: start, memory, wake-ups, stop.

    daemon.py --state FOLDER --binaries FOLDER [--idle SECONDS]

FOLDER of the state holds the cache that `decision --prepare` makes; the binaries are portnerd and
portner-sim. The daemon runs as a demonstration, because a library's devices are not here, but with
the watchdog, the library link and the panel of the real thing.
"""

import argparse
import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

STARTS = 7
WATCHDOG = 15
READY_LIMIT = 200
STOP_LIMIT = 200
MEMORY_LIMIT = 45
KEEP_ALIVE = 30
# libdispatch looks after its own threads once a second; a program that sleeps in `Task.sleep` and
# does nothing else wakes as often.
LIBDISPATCH = 1

CONFIGURATION = """\
branch: Benchmark
clock: free-running
state-directory: {folder}/state
control-socket: {folder}/control.sock
library: {{ host: 127.0.0.1, port: {library} }}
panel: {{ port: {panel} }}
devices:
  - {{ name: scanner, role: scanner, virtual: true }}
calendar: {{ holidays: as-usual }}
doors:
  - name: front
    hours: {{ every-day: ["00:00-24:00 self-service"] }}
    lock: {{ chip: virtual, line: lock, kind: strike-fail-secure }}
    contact: {{ line: contact }}
readers:
  - {{ name: outside, door: front, scanner: scanner }}
demo: {{ cards: [] }}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Daemon:
    """One life of portnerd, from its start to its end."""

    def __init__(self, binaries, folder, panel):
        self.panel = panel
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path = f"{folder}/notify.sock"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        self.notify.bind(path)
        self.notify.settimeout(1)
        environment = dict(os.environ, NOTIFY_SOCKET=path, WATCHDOG_USEC=str(WATCHDOG * 1_000_000))
        self.log = open(f"{folder}/portnerd.log", "ab")
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [f"{binaries}/portnerd", "--config", f"{folder}/portner.yaml"],
            env=environment, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        while not self.hears_ready():
            assert self.process.poll() is None, "portnerd ended before it was ready"
        self.time_to_ready = (time.monotonic() - begin) * 1000
        self.pid = self.process.pid

    def hears_ready(self):
        try:
            return b"READY=1" in self.notify.recv(4096)
        except TimeoutError:
            return False

    def open_stream(self):
        """Opens a panel's page and its stream of states, as a browser does."""
        connection = self.connection()
        connection.request("GET", "/door/outside")
        token = re.search(r"[0-9a-f]{32}", connection.getresponse().read().decode())
        connection.request("GET", f"/door/outside/view?token={token.group()}")
        response = connection.getresponse()
        assert response.status == 200, response.status
        response.fp.readline()
        return response

    def connection(self):
        """Waits for the pages, which READY does not promise."""
        until = time.monotonic() + 5
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.panel, timeout=10)
            try:
                connection.connect()
                return connection
            except ConnectionRefusedError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def stop(self):
        """Gives the milliseconds from SIGTERM to the end."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=30)
        taken = (time.monotonic() - begin) * 1000
        assert status == 0, f"portnerd ended with status {status}"
        self.notify.close()
        self.log.close()
        return taken

    def memory(self):
        """Resident MiB: all of it, and what is not backed by a file."""
        with open(f"/proc/{self.pid}/status") as file:
            fields = dict(line.split(":", 1) for line in file)
        return [int(fields[key].split()[0]) / 1024 for key in ("VmRSS", "RssAnon")]

    def switches(self):
        """How often any thread has gone to sleep by itself."""
        total = 0
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{thread}/status") as file:
                total += int(re.search(r"^voluntary\S+\s+(\d+)", file.read(), re.M).group(1))
        return total


def table(title, rows):
    print(f"\n{title}")
    for name, *cells in rows:
        print(f"  {name:<44}" + "".join(f"{cell:>14}" for cell in cells))


def verdict(measured, limit):
    return "held" if measured <= limit else "MISSED"


def floor_of_start(binaries, state):
    """Milliseconds to load the program and do nothing, and to read the cache's file once."""
    begin = time.monotonic()
    subprocess.run([f"{binaries}/portnerd", "--help"], stdout=subprocess.DEVNULL, check=True)
    loaded = time.monotonic()
    with open(f"{state}/cache.sqlite", "rb", buffering=0) as file:
        while file.read(1 << 20):
            pass
    return (loaded - begin) * 1000, (time.monotonic() - loaded) * 1000


def measure_starts(binaries, folder, panel):
    loading, reading, ready, stops = [], [], [], []
    for _ in range(STARTS):
        load, read = floor_of_start(binaries, f"{folder}/state")
        loading.append(load)
        reading.append(read)
        daemon = Daemon(binaries, folder, panel)
        ready.append(daemon.time_to_ready)
        stream = daemon.open_stream()
        time.sleep(0.5)
        stops.append(daemon.stop())
        stream.close()
    floors = [load + read for load, read in zip(loading, reading)]

    def cells(times):
        return f"{statistics.median(times):.0f} ms", f"{max(times):.0f} ms"

    table(f"daemon: start and stop, 1000000 patrons, {STARTS} times", [
        ("", "median", "worst"),
        ("floor: load the program", *cells(loading)),
        ("floor: read the cache's file once", *cells(reading)),
        ("start to READY", *cells(ready)),
        ("ratio to both floors", f"{statistics.median(ready) / statistics.median(floors):.2f}"),
        ("limit", f"{READY_LIMIT} ms", verdict(max(ready), READY_LIMIT)),
        ("SIGTERM to exit with a page open", *cells(stops)),
        ("limit", f"{STOP_LIMIT} ms", verdict(max(stops), STOP_LIMIT)),
    ])


def traced(pid, seconds):
    """System calls by name over a time, as strace counts them; None where it may not."""
    with tempfile.NamedTemporaryFile("r") as output:
        strace = subprocess.Popen(
            ["strace", "-c", "-f", "-U", "calls,name", "-o", output.name, "-p", str(pid)],
            stderr=subprocess.PIPE)
        time.sleep(seconds)
        strace.send_signal(signal.SIGINT)
        strace.communicate(timeout=30)
        found = re.findall(r"^\s*(\d+)\s+([a-z]\w*)$", output.read(), re.M)
    calls = {name: int(count) for count, name in found if name != "total"}
    return calls or None


def measure_idling(binaries, folder, panel, seconds):
    daemon = Daemon(binaries, folder, panel)
    time.sleep(10)
    resident, anonymous = daemon.memory()
    table("daemon: memory, idle with 1000000 patrons", [
        ("resident", f"{resident:.1f} MiB"),
        ("  of it not backed by a file", f"{anonymous:.1f} MiB"),
        ("limit", f"{MEMORY_LIMIT} MiB", verdict(resident, MEMORY_LIMIT)),
    ])
    before = daemon.switches()
    time.sleep(seconds)
    sleeps = daemon.switches() - before
    calls = traced(daemon.pid, seconds)
    reasons = [
        ("floor: libdispatch, once a second", seconds / LIBDISPATCH),
        ("watchdog, every half of its time", seconds / (WATCHDOG / 2)),
        (f"keep-alive of the library link, every {KEEP_ALIVE} s", seconds / KEEP_ALIVE),
    ]
    limit = 1.1 * sum(count for _, count in reasons) + 2
    rows = [(reason, f"{count:.0f}") for reason, count in reasons] + [
        ("times that a thread went to sleep", f"{sleeps}"),
        ("limit, a tenth and two more than the reasons", f"{limit:.0f}", verdict(sleeps, limit)),
    ]
    if calls is None:
        rows.append(("system calls", "strace may not"))
    else:
        rows.append(("system calls under strace -c -f", f"{sum(calls.values())}"))
        rows += [(f"  {name}", f"{count}") for name, count in
                 sorted(calls.items(), key=lambda item: -item[1])]
    table(f"daemon: what wakes it in {seconds} s of nothing", rows)
    daemon.stop()


@contextlib.contextmanager
def library(binaries, port, folder):
    with open(f"{folder}/library.log", "wb") as log:
        process = subprocess.Popen(
            [f"{binaries}/portner-sim", "library", "--port", str(port)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


def main():
    parser = argparse.ArgumentParser(description="Figures of the whole daemon.")
    parser.add_argument("--state", required=True)
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--idle", type=int, default=60)
    arguments = parser.parse_args()
    for name in ("portnerd", "portner-sim"):
        if not os.access(f"{arguments.binaries}/{name}", os.X_OK):
            sys.exit(f"{arguments.binaries}/{name} is missing: make release")
    parent = os.path.dirname(os.path.abspath(arguments.state))
    folder = tempfile.mkdtemp(prefix="daemon-", dir=parent)
    try:
        os.mkdir(f"{folder}/state", 0o700)
        shutil.copy(f"{arguments.state}/cache.sqlite", f"{folder}/state/")
        port, panel = free_port(), free_port()
        with open(f"{folder}/portner.yaml", "w") as file:
            file.write(CONFIGURATION.format(folder=folder, library=port, panel=panel))
        with library(arguments.binaries, port, folder):
            time.sleep(1)
            measure_starts(arguments.binaries, folder, panel)
            measure_idling(arguments.binaries, folder, panel, arguments.idle)
    except Exception:
        with contextlib.suppress(FileNotFoundError):
            sys.stderr.write(open(f"{folder}/portnerd.log").read()[-4000:])
        raise
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
