#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Writes the initramfs of the small virtual machine, without root and without cpio.

    mkinitramfs.py --kernel DIR --out FILE [--bin HOST[:GUEST]]... [--file HOST:GUEST]...

--bin copies a program, stripped, with the shared libraries that ldd names; --file copies a file as
it is. Modules go in with their load order, worked out here from modules.dep. The archive is not
compressed: unpacking in the emulated guest costs more than reading does.
"""
import argparse
import lzma
import os
import re
import stat
import subprocess
import tempfile

MODULES = ("virtio_pci", "virtio_net",              # network: USB/IP to the test runner
           "vhci-hcd",                              # the USB host controller that speaks USB/IP
           "usbhid", "hid-generic", "evdev",        # the drivers that a scanner is taken away from
           "configfs", "gpio-sim")
APPLETS = ("sh mount mkdir cat echo ls rm cp mv ln chmod touch insmod dmesg ip ps kill grep "
           "sed awk head tail tr cut wc sort date sleep stty free printf test true false env pidof "
           "basename dirname base64 nc").split()
ETC = {"passwd": "root:x:0:0:root:/root:/bin/sh\n", "group": "root:x:0:\n",
       "hosts": "127.0.0.1 localhost portner\n", "nsswitch.conf": "hosts: files\n"}
ZONES = "/usr/share/zoneinfo"
ZONE_FILES = ("Europe/Copenhagen", "UTC")


class Archive:
    """A cpio archive in the "newc" format; directories are made as they are needed."""

    def __init__(self, path: str):
        self.file = open(path, "wb")
        self.inode = 0
        self.seen: set[str] = set()

    def _write(self, blob: bytes) -> None:
        self.file.write(blob + b"\0" * (-len(blob) % 4))

    def _entry(self, name: str, mode: int, data: bytes = b"", links: int = 1) -> None:
        self.inode += 1
        terminated = name.encode() + b"\0"
        fields = (self.inode, mode, 0, 0, links, 0, len(data), 0, 0, 0, 0, len(terminated), 0)
        self._write(b"070701" + b"".join(b"%08X" % f for f in fields) + terminated)
        self._write(data)

    def _add(self, path: str, mode: int, data: bytes = b"", links: int = 1) -> None:
        path = path.strip("/")
        if not path or path in self.seen:
            return
        self.directory(os.path.dirname(path))
        self.seen.add(path)
        self._entry(path, mode, data, links)

    def directory(self, path: str) -> None:
        self._add(path, stat.S_IFDIR | 0o755, links=2)

    def add(self, path: str, data: bytes, mode: int = 0o644) -> None:
        self._add(path, stat.S_IFREG | mode, data)

    def link(self, path: str, target: str) -> None:
        self._add(path, stat.S_IFLNK | 0o777, target.encode())

    def close(self) -> None:
        self._entry("TRAILER!!!", 0)
        self.file.write(b"\0" * (-self.file.tell() % 512))
        self.file.close()


def read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def stripped(path: str) -> bytes:
    """The file without symbols where it is a program, unchanged where it is a script."""
    data = read(path)
    if not data.startswith(b"\x7fELF"):
        return data
    with tempfile.NamedTemporaryFile() as target:
        subprocess.run(["strip", "-o", target.name, path], check=True)
        return read(target.name)


def libraries(path: str) -> list[str]:
    """The interpreter and the shared libraries of a program, as the loader resolves them here."""
    ldd = subprocess.run(["ldd", path], capture_output=True, text=True, check=False)
    if "not found" in ldd.stdout:
        raise SystemExit(f"{path}: a library is missing\n{ldd.stdout}")
    return re.findall(r"(/\S+) \(0x", ldd.stdout)


def load_order(base: str, names: tuple[str, ...]) -> list[str]:
    """Paths of the modules and all that they need; modules.dep lists the nearest need first."""
    def key(path: str) -> str:
        return os.path.basename(path).split(".ko")[0].replace("-", "_")

    needs = {}
    for row in read(f"{base}/modules.dep").decode().splitlines():
        path, _, rest = row.partition(":")
        needs[path] = rest.split()
    paths = {key(path): path for path in needs}
    builtin = {key(path) for path in read(f"{base}/modules.builtin").decode().split()}
    order: list[str] = []
    for name in names:
        if key(name) in builtin:
            continue
        if key(name) not in paths:
            raise SystemExit(f"module {name} is not in this kernel")
        path = paths[key(name)]
        order += [p for p in reversed(needs[path]) if p not in order]
        order += [path] if path not in order else []
    return order


def add_modules(archive: Archive, base: str) -> None:
    names = []
    for path in load_order(base, MODULES):
        data, name = read(f"{base}/{path}"), os.path.basename(path)
        if name.endswith(".xz"):                    # busybox cannot load compressed modules
            data, name = lzma.decompress(data), name.removesuffix(".xz")
        archive.add(f"lib/modules/{name}", data)
        names.append(name)
    archive.add("etc/modules.load", "".join(f"{n}\n" for n in names).encode())


def add_base(archive: Archive) -> None:
    guest = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../guest")
    for name in "dev proc sys tmp run var root usr/bin usr/sbin sbin".split():
        archive.directory(name)
    archive.link("var/run", "/run")
    archive.add("init", read(f"{guest}/init"), 0o755)
    archive.add("bin/gpio-sim.sh", read(f"{guest}/gpio-sim.sh"), 0o755)
    archive.add("bin/busybox", read("/bin/busybox"), 0o755)
    for name in APPLETS:
        archive.link(f"bin/{name}", "busybox")
    for name, text in ETC.items():
        archive.add(f"etc/{name}", text.encode())
    for name in ZONE_FILES:
        archive.add(f"{ZONES}/{name}", read(os.path.realpath(f"{ZONES}/{name}")))
    archive.link("etc/localtime", f"{ZONES}/{ZONE_FILES[0]}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--bin", action="append", default=[])
    parser.add_argument("--file", action="append", default=[])
    options = parser.parse_args()
    release = read(f"{options.kernel}/release").decode().strip()
    archive = Archive(options.out)
    add_base(archive)
    add_modules(archive, f"{options.kernel}/modules/lib/modules/{release}")
    for spec in options.bin:
        host, _, guest = spec.partition(":")
        archive.add(guest or f"bin/{os.path.basename(host)}", stripped(host), 0o755)
        for library in libraries(host):
            archive.add(library, read(os.path.realpath(library)), 0o755)
    for spec in options.file:
        host, _, guest = spec.partition(":")
        archive.add(guest, read(host), os.stat(host).st_mode & 0o777)
    archive.close()
    print(f"initramfs: {os.path.getsize(options.out) / 2**20:.0f} MiB")


main()
