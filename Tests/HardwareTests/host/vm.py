# SPDX-License-Identifier: MPL-2.0
"""A small virtual machine under QEMU's software emulation, and commands run inside it.

    with VirtualMachine(kernel="vmlinux", initrd="initramfs.cpio") as machine:
        print(machine.sh("uname -r"))

ttyS0 is the guest's console, kept in console.log; ttyS1 is the command channel that guest/init
serves. The guest reaches this host's loopback at 10.0.2.2.
"""
import os
import secrets
import select
import shutil
import socket
import subprocess
import tempfile
import time

BOOT_LIMIT = 120.0          # seconds; a quiet machine needs three to five
COMMAND_LIMIT = 30.0
STOP_LIMIT = 5.0
BASE_MEMORY = 192           # MiB beside what the initramfs holds
HOST = "10.0.2.2"


class MachineError(Exception):
    """The machine did not start, or a command in it failed or took too long."""


class Channel:
    """Lines over a Unix socket that QEMU opens."""

    def __init__(self, path: str, limit: float):
        end = time.monotonic() + limit
        self.buffer = b""
        while True:
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                self.socket.connect(path)
                return
            except OSError as error:
                self.socket.close()
                if time.monotonic() > end:
                    raise MachineError(f"no command channel: {error}") from None
                time.sleep(0.01)

    def send(self, text: str) -> None:
        self.socket.sendall(text.encode())

    def line(self, end: float) -> str:
        while b"\n" not in self.buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                raise MachineError(f"no answer in time; so far {self.buffer[-300:]!r}")
            data = self.socket.recv(65536)
            if not data:
                raise MachineError("the command channel closed")
            self.buffer += data
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.decode(errors="replace").rstrip("\r")

    def close(self) -> None:
        self.socket.close()


class VirtualMachine:
    def __init__(self, kernel: str, initrd: str):
        self.kernel, self.initrd = kernel, initrd
        self.directory = tempfile.mkdtemp(prefix="portner-vm.")
        self.process: subprocess.Popen | None = None
        self.channel: Channel | None = None
        self.boot_time = 0.0

    def path(self, name: str) -> str:
        return os.path.join(self.directory, name)

    def command(self) -> list[str]:
        # Unpacking needs the archive and its files in memory at the same time.
        memory = BASE_MEMORY + 3 * os.path.getsize(self.initrd) // 2**20
        append = "console=ttyS0,115200 panic=-1 random.trust_cpu=on tsc=reliable no_timer_check"
        return ["qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none",
                "-no-reboot", "-machine", "q35", "-accel", "tcg,thread=multi", "-cpu", "max",
                "-smp", "1", "-m", str(memory), "-rtc", "base=utc",
                "-kernel", self.kernel, "-initrd", self.initrd, "-append", append,
                "-chardev", f"file,id=console,path={self.path('console.log')}",
                "-serial", "chardev:console",
                "-chardev", f"socket,id=agent,path={self.path('agent')},server=on,wait=off",
                "-serial", "chardev:agent",
                "-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile="]

    def __enter__(self) -> "VirtualMachine":
        start = time.monotonic()
        with open(self.path("qemu.log"), "wb") as log:
            self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log)
        try:
            self.channel = Channel(self.path("agent"), limit=10)
            while self.channel.line(start + BOOT_LIMIT) != "AGENT-READY":
                pass
            self.sh("true")
        except MachineError as error:
            text = f"{error}\n{self.read('qemu.log')}\n{self.read('console.log')}"
            self.stop()
            raise MachineError(text) from None
        self.boot_time = time.monotonic() - start
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def read(self, name: str) -> str:
        """The last part of a log in the machine's directory."""
        if not os.path.exists(self.path(name)):
            return ""
        with open(self.path(name), errors="replace") as file:
            return file.read()[-2000:]

    def run(self, command: str, limit: float = COMMAND_LIMIT) -> tuple[int, str]:
        """Exit status and output of one line of shell in the guest."""
        mark = secrets.token_hex(4)
        end = time.monotonic() + limit
        self.channel.send(f"{mark} {command}\n")
        output: list[str] = []
        while True:
            line = self.channel.line(end)
            if line.startswith(f"{mark} "):
                return int(line.split()[1]), "\n".join(output).rstrip("\n")
            output.append(line)

    def sh(self, command: str, limit: float = COMMAND_LIMIT) -> str:
        """The output of a command that must succeed."""
        status, output = self.run(command, limit)
        if status:
            raise MachineError(f"exit {status}: {command}\n{output}")
        return output

    def resident(self) -> float:
        """Memory that QEMU holds, in MiB."""
        with open(f"/proc/{self.process.pid}/status") as file:
            row = next(row for row in file if row.startswith("VmRSS"))
        return int(row.split()[1]) / 1024

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_LIMIT)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.channel:
            self.channel.close()
        shutil.rmtree(self.directory, ignore_errors=True)
