#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Secrets stay out: planted cards, PINs and mail addresses go every way through the real daemon,
and then nothing that outlives it may hold one of them. Started by mock/run.sh.

    LD_PRELOAD=libumockdev-preload.so.0 tests_marks.py --binaries DIR --gpiod DIR [--seed N]

The ways: scanner, keypad, a library over TCP, TLS, HTTPS and REST that repeats all it hears, its
errors, its garbage, its silence and its roster, crashes by SIGABRT and SIGKILL with a PIN in
memory, a mail server that takes or refuses a receipt, and the commands that take a card. What is
searched: logs, journal, databases with their companions, status, metrics, events, reports, the
support bundle, pages, names of files, and the folder for a core file.
"""
import argparse
import datetime
import hashlib
import json
import os
import random
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.request

_here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(_here, part) for part in ("host", "mock", "marks")]

import hostile_library
import hostile_mail
import scenario
from checks import Report
from kiosk_page import KioskPage
from usbdev import Keyboard
from hostile_library import (KINDS, EnvelopeHandler, Library, RestHandler, Server,
                             StreamHandler)
from marks import Mark, Search
from settings import CONFIGURATION, KIOSK, LIBRARY, MAIL
from station import Failed, Station
from tests_mock import MockWorld

CARRIERS = ("tcp", "tls", "cicero", "fbs")
HALL_SCANNER = Keyboard(0x0C2E, 0x0B61, "SCAN0002", "Barcode Scanner")


class Journal:
    """Stands in for the journal: keeps every datagram."""

    def __init__(self, directory: str):
        self.path, self.file = os.path.join(directory, "journal.socket"), f"{directory}/journal.log"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        threading.Thread(target=self.keep, daemon=True).start()

    def keep(self) -> None:
        with open(self.file, "ab", buffering=0) as file:
            while True:
                file.write(self.socket.recv(1 << 16) + b"\n")


class MarkedWorld(MockWorld):
    """The mocked devices, core files allowed, and a journal that can be read."""

    def __init__(self, binaries: str, gpiod: str, directory: str):
        super().__init__(binaries, gpiod, directory)
        self.cores = os.path.join(directory, "cores")
        os.mkdir(self.cores)
        self.journal = Journal(directory)
        own = ["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"]), "--mount"]
        mounts = (f"mount -t tmpfs none /run && mkdir -p /run/systemd/journal && "
                  f"touch /run/systemd/journal/socket && "
                  f"mount --bind {self.journal.path} /run/systemd/journal/socket")
        self.has_journal = subprocess.run([*own, "sh", "-c", mounts], env=self.plain,
                                          capture_output=True, check=False).returncode == 0
        self.own, self.mounts = own, mounts

    def start(self, name: str, command: str, environment: dict[str, str],
              journal: bool = False) -> None:
        if name == "portnerd":
            command = f"ulimit -c unlimited && cd {self.cores} && exec {command}"
            if journal and self.has_journal:
                environment = dict(environment, JOURNAL_STREAM="1:1")
                command = f"{self.mounts} && {command}"
            shell = ["sh", "-c", command]
            command = shlex.join([*self.own, *shell] if journal and self.has_journal else shell)
        with open(os.path.join(self.directory, f"{name}.log"), "ab") as log:
            self.processes[name] = subprocess.Popen(
                shlex.split(command), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=dict(self.mocked if name == "portnerd" else self.plain,
                         NOTIFY_SOCKET=self.notify.getsockname(), **environment))

    def makes_cores(self) -> bool:
        """Whether a program that allows it leaves a core file here."""
        self.start("control", f"sh -c 'ulimit -c unlimited; cd {self.cores}; exec sleep 60'", {})
        Station.wait("the control runs", lambda: b"sleep" in self.arguments("control"))
        self.signal("control", "ABRT")
        self.processes["control"].wait()
        made = os.listdir(self.cores)
        for name in made:
            os.remove(os.path.join(self.cores, name))
        return bool(made)

    def arguments(self, name: str) -> bytes:
        with open(f"/proc/{self.processes[name].pid}/cmdline", "rb") as file:
            return file.read()


class MarkedStation(Station):
    """A station whose library is the hostile one."""

    def __init__(self, world: MarkedWorld, library: Library):
        super().__init__(world)
        self.library = library
        authority, context = hostile_library.certificate(world.directory)
        os.remove(f"{world.directory}/library.key")
        self.servers = {"tcp": Server(library, StreamHandler, None),
                        "tls": Server(library, StreamHandler, context),
                        "cicero": Server(library, EnvelopeHandler, context),
                        "fbs": Server(library, RestHandler, context)}
        self.mailbox = hostile_mail.Mailbox()
        self.post = Server(self.mailbox, hostile_mail.MailHandler, context)
        self.outputs = 0

    def set_up(self) -> None:
        for name in ("state", "credentials", "outputs", "drop"):
            os.mkdir(f"{self.world.directory}/{name}")
        for name, text in scenario.FILES.items():
            if name.startswith("credentials/"):
                self.world.write(name, text)
        self.world.write("credentials/portner-library-password", "made-up")
        for device in (self.scanner, self.keypad, HALL_SCANNER):
            self.world.plug(device)

    def begin(self, carrier: str) -> None:
        values = dict(self.values, port=self.servers[carrier].port, carrier=carrier)
        text = CONFIGURATION.format(library=LIBRARY[carrier].format(**values), **values)
        if carrier != "fbs":
            text += KIOSK + MAIL.format(mail=self.post.port, **values)
        self.world.write("portner.yaml", text)
        environment = {key: value.format(**self.values)
                       for key, value in scenario.ENVIRONMENT.items()}
        # The journal has the daemon's words over one carrier, standard error over the others.
        self.world.start("portnerd", scenario.DAEMON.format(**self.values), environment,
                         journal=carrier == "tls")
        self.wait_until_ready()
        # So many wrong PINs at one reader make everybody wait there.
        self.try_client("access lift --reader entrance-reader --reason marks")

    def visit(self, mark: Mark) -> None:
        """Shows the card, types the PIN, waits for the decision."""
        events = self.last_event()
        self.present((mark.card, mark.pin))
        self.wait_for_event({"kind": "decision"}, after=events)

    def try_client(self, arguments: str, line: str = "") -> int:
        """The exit status of a command that gets a line on standard input."""
        client = scenario.CLIENT.format(arguments=arguments, **self.values)
        return self.world.run(f"printf '%s\\n' {shlex.quote(line)} | {client}")[0]

    def run_with_card(self, mark: Mark, command: str) -> tuple[int, str]:
        """Gives the card to a command and keeps all that it says; its exit status, and that."""
        self.outputs += 1
        client = scenario.CLIENT.format(arguments=command, **self.values)
        output = f"{self.world.directory}/outputs/{self.outputs}"
        status = self.world.run(f"printf '%s\\n' {mark.card} | {client} > {output} 2>&1")[0]
        with open(output) as words:
            return status, words.read()


def people(seed: int) -> dict[str, list[Mark]]:
    """A person of each kind for each carrier."""
    source = random.Random(seed)
    return {carrier: [Mark(source, kind, carrier) for kind in KINDS] for carrier in CARRIERS}


def drop_roster(station: MarkedStation, report: Report, marks: list[Mark]) -> None:
    """The library drops its roster, and takes the file away once it is read."""
    now = datetime.datetime.now().astimezone().replace(microsecond=0).isoformat()
    rows = [{"cards": [mark.card], "patron": mark.patron, "born": "1990-05-05"} for mark in marks]
    lines = [{"roster": 1, "kind": "full", "time": now, "cursor": "1"}, *rows,
             {"rows": len(rows)}]
    station.world.write("drop/new", "".join(json.dumps(line) + "\n" for line in lines))
    path = f"{station.world.directory}/drop"
    os.rename(f"{path}/new", f"{path}/roster.ndjson")
    station.begin("tcp")
    station.wait("the roster is taken", lambda: patron_in_store(station, marks[-1]))
    station.run_with_card(marks[0], "privacy report --json")
    station.end("TERM")
    os.remove(f"{path}/roster.ndjson")
    report.check("a roster of cards was taken", True, f"{len(marks)} cards")


def visit_all(station: MarkedStation, report: Report, carrier: str, marks: list[Mark]) -> None:
    by_kind = {mark.kind: mark for mark in marks}
    station.begin(carrier)
    for kind in ("known", "wrong-pin", "unknown"):
        station.visit(by_kind[kind])
    known = by_kind["known"]
    # What is not a card, a PIN without a card, a PIN too long, a card while a PIN is typed.
    station.scanner.type(f"?{known.card}={known.pin}" * 3)
    station.scanner.type(known.pin + known.card)
    station.keypad.type(known.pin)
    station.show(known.card)
    station.wait("the daemon asks for the PIN", lambda: scenario.asks_for_pin(station.status()))
    station.keypad.type(known.pin + by_kind["wrong-pin"].pin)
    station.scanner.type(by_kind["unknown"].card)
    commands = ("access check --explain", "access check --json", "privacy report",
                "privacy report --html --language en", "privacy report --json",
                "access lift --reason marks")
    for mark in (known, by_kind["unknown"]):
        for command in commands:
            station.run_with_card(mark, command)
    for kind in ("malformed", "garbage", "refusing"):
        # After several failures the daemon would not ask for a while.
        station.wait("the library is reachable",
                     lambda: station.status()["library"].get("isReachable"))
        station.visit(by_kind[kind])
    for name, command in (("status", scenario.STATUS), ("words", "status"),
                          ("metrics", "status --metrics"), ("events", scenario.EVENTS),
                          ("list", "events --last 1000"), ("counts", "privacy counts --json"),
                          ("export", "ledger export --with-cards --reason marks")):
        station.world.write(f"outputs/{carrier}-{name}", station.client(command))
    bundle = f"{station.world.directory}/outputs/{carrier}-bundle.tar"
    station.client(f"support-bundle {bundle} --config {station.world.directory}/portner.yaml")
    panel = f"http://127.0.0.1:{station.values['panel']}/door/entrance-reader"
    with urllib.request.urlopen(panel) as page:
        station.world.write(f"outputs/{carrier}-page", page.read().decode())
    report.check(f"{carrier}: cards and PINs went every way", True)


def use_kiosk(station: MarkedStation, report: Report, carrier: str, marks: list[Mark]) -> None:
    """Signs in by scan and by typing, right and wrong, borrows, and wants a receipt by mail."""
    known, wrong = (next(mark for mark in marks if mark.kind == kind)
                    for kind in ("known", "wrong-pin"))
    page = KioskPage(station.values["panel"], "hall")
    station.wait_for_device("hall-scanner", present=True)
    # Only the library knows where a receipt can be mailed to.
    station.wait("the library is reachable",
                 lambda: station.status()["library"].get("isReachable"))
    station.show(known.card, scanner=HALL_SCANNER)
    page.wait_for("pin")
    page.type(known.pin)
    page.press("key-enter")
    page.wait_for("home")
    station.show(f"38{known.card[2:]}", scanner=HALL_SCANNER)
    page.wait_for("loan")
    mail_receipt(station, report, page, carrier, known)
    for mark, end in ((wrong, "refused"), (known, "home")):
        station.try_client("access lift --reader hall --reason marks")
        page.press("type-card")
        page.wait_for("typing")
        page.type(mark.card)
        page.press("key-enter")
        page.wait_for("pin")
        page.type(mark.pin)
        page.press("key-enter")
        page.wait_for(end)
        page.press("finish" if mark is known else "back")
    keep_page(station, page, carrier)
    # A loan that nobody understands is a failure after which the daemon would not ask for a while.
    station.wait("the library is reachable",
                 lambda: station.status()["library"].get("isReachable"))
    report.check(f"{carrier}: a kiosk signs in by scan and by typing, and borrows", True)


def mail_receipt(station: MarkedStation, report: Report, page: KioskPage, carrier: str,
                 mark: Mark) -> None:
    """Leaves with a receipt by mail, which the server takes over one carrier and refuses over the
    others."""
    station.mailbox.refuses = carrier != "tcp"
    events = station.last_event()
    page.press("finish")
    page.wait_for("receipt")
    page.press("receipt-mail")
    page.wait_for("bye")
    station.wait("the mail server hears the address", lambda: mark.mail in station.mailbox.heard)
    if station.mailbox.refuses:
        station.wait_for_event({"outcome": "letter-dropped"}, after=events)
    end = "refused" if station.mailbox.refuses else "mailed"
    report.check(f"{carrier}: a receipt was {end}", True)


def borrow_offline(station: MarkedStation, report: Report, marks: list[Mark]) -> None:
    """With the library away, a patron whom the cache knows borrows."""
    known, refusing = (next(mark for mark in marks if mark.kind == kind)
                       for kind in ("known", "refusing"))
    server = station.servers["tcp"]
    server.shutdown()
    server.server_close()
    # The connection that is open ends with one who is hung up on; there is no other after it.
    station.run_with_card(refusing, "access check --explain")
    station.wait("the library is away",
                 lambda: station.status()["library"].get("isReachable") is False)
    page = KioskPage(station.values["panel"], "hall")
    station.try_client("access lift --reader hall --reason marks")
    station.show(known.card, scanner=HALL_SCANNER)
    page.wait_for("pin")
    page.type(known.pin)
    page.press("key-enter")
    page.wait_for("home")
    station.show("3829213522", scanner=HALL_SCANNER)
    page.wait_for("loan")
    station.wait("the loan waits for the library", lambda: "queued" in station.client("outbox list"))
    page.press("finish")
    keep_page(station, page, "offline")
    report.check("a kiosk lends while the library is away", True)


def keep_page(station: MarkedStation, page: KioskPage, name: str) -> None:
    """Keeps all that the page was shown, to be searched."""
    station.world.write(f"outputs/kiosk-{name}", page.source + "".join(page.views))
    station.world.write(f"outputs/kiosk-{name}-list", station.client("outbox list --json"))


def crash(station: MarkedStation, report: Report, carrier: str, mark: Mark, signal: str) -> None:
    """Kills the daemon while it waits for the library with a card and a PIN in memory."""
    # After so many failures the daemon would not ask; a new one does.
    station.end("TERM")
    station.begin(carrier)
    station.present((mark.card, mark.pin))
    station.wait("the library hears the PIN",
                 lambda: (mark.card, mark.pin) in list(station.library.heard))
    station.end(signal)
    left = os.listdir(station.world.cores)
    report.check(f"{carrier}: SIG{signal} with a PIN in memory leaves no core file", not left,
                 ", ".join(left))


def prove(station: MarkedStation, report: Report) -> None:
    """An exported entry and a noted head are proven, and a changed one is not."""
    lines = station.client("ledger export --without-cards --reason marks").splitlines()
    head = json.loads(lines[-1])
    noted = f"--sequence {head['sequence']} --hash {head['chain']}"
    report.check("a noted head is proven", not station.try_client(f"ledger prove {noted}"))
    report.check("an exported entry is proven",
                 not station.try_client("ledger prove", lines[len(lines) // 2]))
    changed = dict(head, fields=head["fields"].replace("outcome=", "outcome=un"))
    report.check("a changed one is not",
                 station.try_client("ledger prove", json.dumps(changed)) == 1)
    chain = bytes(32)
    for entry in map(json.loads, lines):
        public = (f"sequence={entry['sequence']}\nat={entry['at']}\nkind={entry['kind']}\n"
                  f"alarm={int(entry['isAlarm'])}\n{entry['fields']}").encode()
        personal = bytes.fromhex(entry.get("personalHash") or "00" * 32)
        chain = hashlib.sha256(chain + public + personal).digest()
    report.check("the export verifies without Portner", chain.hex() == head["chain"],
                 f"{len(lines)} entries")


def erase(station: MarkedStation, report: Report, mark: Mark, left: str = "") -> None:
    status, words = station.run_with_card(mark, "privacy erase --yes --reason marks")
    says = left in words and status == (1 if left else 0)
    report.check(f"an erasure says that {left or 'nothing'} is left", says)
    report.check("an erased patron's number is in no file", not patron_in_store(station, mark))


def patron_in_store(station: MarkedStation, mark: Mark) -> bool:
    folder = f"{station.world.directory}/state"
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            if mark.patron.encode() in file.read():
                return True
    return False


def search(world: MarkedWorld, report: Report, marks: list[Mark]) -> None:
    planted = Search(marks)
    control = os.path.join(world.directory, "control")
    os.mkdir(control)
    forms = [form for mark in marks for form in mark.forms().values()]
    with open(os.path.join(control, "forms"), "wb") as file:
        file.write(b"....".join(forms))
    hits = len(planted.tree(control))
    report.check("the search finds every form of every mark in a file made of them",
                 hits == len(forms) == len(set(planted.names.values())), f"{hits} forms")
    os.remove(os.path.join(control, "forms"))
    found = Search(marks)
    hits = found.tree(world.directory)
    report.check("no card, no PIN and no address is anywhere", not hits,
                 "; ".join(hits[:20]) or f"{found.files} files, {found.bytes} bytes")


def run(world: MarkedWorld, report: Report, seed: int) -> None:
    marks = people(seed)
    listed = [Mark(random.Random(seed + number), "listed", f"roster {number}")
              for number in range(1, 4)]
    everybody = [mark for carrier in CARRIERS for mark in marks[carrier]] + listed
    library = Library(everybody)
    station = MarkedStation(world, library)
    station.set_up()
    makes = "leaves one here" if world.makes_cores() else "leaves none: this machine shows little"
    print(f"     core files: a program that allows them {makes}", flush=True)
    drop_roster(station, report, listed)
    for carrier, end in zip(CARRIERS, ("ABRT", "KILL", "ABRT", "KILL")):
        visit_all(station, report, carrier, marks[carrier])
        if carrier != "fbs":
            use_kiosk(station, report, carrier, marks[carrier])
        crash(station, report, carrier, marks[carrier][-1], end)
        heard = set(library.heard)
        missing = [mark.kind for mark in marks[carrier] if (mark.card, mark.pin) not in heard]
        report.check(f"{carrier}: the library heard every card with its PIN", not missing,
                     ", ".join(missing))
    station.begin("tcp")
    known = marks["tcp"][0]
    report.check("a patron's number is in the store before the erasure",
                 patron_in_store(station, known))
    erase(station, report, known, left="transaction")
    erase(station, report, listed[0])
    report.check("the ledger verifies", bool(station.client(scenario.VERIFY_LEDGER)))
    prove(station, report)
    borrow_offline(station, report, marks["tls"])
    if world.has_journal:
        report.check("the journal was written to", os.path.getsize(world.journal.file) > 1000)
    station.end("TERM")
    library.silence.set()
    search(world, report, everybody)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--binaries", required=True)
    parser.add_argument("--gpiod", required=True)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10 ** 6))
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))       # so that the programs end with us
    print(f"     seed {options.seed}", flush=True)
    report = Report()
    with tempfile.TemporaryDirectory(prefix="portner-marks.") as directory:
        world = MarkedWorld(options.binaries, options.gpiod, directory)
        try:
            run(world, report, options.seed)
        except Failed as failure:
            report.check("everything came as expected", False, str(failure))
            print(world.run(f"tail -n 30 {directory}/*.log")[1])
        finally:
            world.close()
    return report.summary()


if __name__ == "__main__":
    sys.exit(main())
