# SPDX-License-Identifier: MPL-2.0
"""USB devices for an unchanged libusb program: no USB in the kernel, no root, no virtual machine.

umockdev gives the program a /sys, a /dev and udev events of its own; the usbfs ioctls that libusb
makes are answered here by the models of ../host/usbdev.py. This process must itself run with
LD_PRELOAD=libumockdev-preload.so.0 (Debian: umockdev, gir1.2-umockdev-1.0, python3-gi).

    bus = MockBus()
    bus.plug(Keyboard(...))
    subprocess.Popen(command, env=bus.environment())
"""
import errno
import os
import struct
import threading
import time

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402  (after the version is chosen)

from usbdev import STALL, Keyboard  # noqa: E402

# <linux/usbdevice_fs.h>, 64 bit
SET_CONFIGURATION, CLEAR_HALT, RESET = 0x80045505, 0x80045515, 0x5514
SUBMIT_URB, DISCARD_URB, REAP_URB, REAP_URB_NOW = 0x8038550A, 0x550B, 0x4008550C, 0x4008550D
CLAIM, RELEASE, DISCONNECT_CLAIM, DRIVER_IOCTL = 0x8004550F, 0x80045510, 0x8108551B, 0xC0105512
GET_CAPABILITIES, GET_DRIVER = 0x8004551A, 0x41045508
ACCEPTED = (CLAIM, RELEASE, DISCONNECT_CLAIM, DRIVER_IOCTL, SET_CONFIGURATION, CLEAR_HALT, RESET)
CAPABILITIES = 0x1D             # zero packets, no packet size limit, bulk continuation, reap
URB_CONTROL, URB_LENGTH = 2, 56
IDLE_PAUSE = 0.001              # a mocked node always seems ready; without a pause libusb spins


class Transfer:
    """One URB between submission and reaping."""

    def __init__(self, client, address: bytes, urb):
        raw = bytes(urb.retrieve())
        self.client, self.address, self.urb = client, address, urb
        self.is_control = raw[0] == URB_CONTROL
        self.length, = struct.unpack_from("<i", raw, 24)
        self.buffer = urb.resolve(16, self.length)
        self.status = self.actual = 0

    def finish(self, status: int = 0, actual: int = 0) -> None:
        self.urb.update(4, struct.pack("<i", status))
        self.urb.update(28, struct.pack("<i", actual))


class Usbfs(UMockdev.IoctlBase):
    """The kernel's side of one node under /dev/bus/usb."""
    __gtype_name__ = "PortnerMockUsbfs"

    def __init__(self, device: Keyboard):
        super().__init__()
        self.device = device
        self.flying: list[Transfer] = []
        self.done: list[Transfer] = []
        self.gone = False

    def do_handle_ioctl(self, client) -> bool:
        try:
            error = self.answer(client, client.get_request(), client.get_arg())
            client.complete(-1 if error else 0, error)
        except GLib.Error:
            pass                    # the program died in the middle of its call
        return True

    def answer(self, client, request: int, argument) -> int:
        """Does what the ioctl asks; 0 or an errno."""
        if request in (REAP_URB, REAP_URB_NOW):
            return self.reap(client, argument)
        if self.gone:
            return errno.ENODEV
        if request == GET_CAPABILITIES:
            argument.resolve(0, 4).update(0, struct.pack("<I", CAPABILITIES))
            return 0
        if request == GET_DRIVER:
            return errno.ENODATA
        if request == SUBMIT_URB:
            address, urb = bytes(argument.retrieve()), argument.resolve(0, URB_LENGTH)
            self.flying.append(Transfer(client, address, urb))
            return 0
        if request == DISCARD_URB:
            return self.discard(client, bytes(argument.retrieve()))
        return 0 if request in ACCEPTED else errno.ENOTTY

    def discard(self, client, address: bytes) -> int:
        for transfer in self.flying:
            if (transfer.client, transfer.address) == (client, address):
                self.complete(transfer, -errno.ENOENT)
                return 0
        return errno.EINVAL

    def reap(self, client, argument) -> int:
        """Gives the client its next completed transfer.

        Transfers are served only here, and only those of the client that asks: one that died
        asks no more, so its transfers cannot swallow the reports meant for its successor.
        """
        if self.gone:
            for transfer in [t for t in self.flying if t.client == client]:
                self.complete(transfer, -errno.ESHUTDOWN)
        if not any(transfer.client == client for transfer in self.done):
            self.serve(client)
        for transfer in self.done:
            if transfer.client == client:
                self.done.remove(transfer)
                argument.resolve(0, 8).set_ptr(0, transfer.urb)
                return 0
        time.sleep(IDLE_PAUSE)
        return errno.ENODEV if self.gone else errno.EAGAIN

    def complete(self, transfer: Transfer, status: int = 0, actual: int = 0) -> None:
        transfer.finish(status, actual)
        self.flying.remove(transfer)
        self.done.append(transfer)

    def serve(self, client) -> None:
        """Completes the client's oldest transfer that has an answer."""
        for transfer in self.flying:
            if transfer.client != client:
                continue
            if transfer.is_control:
                self.serve_control(transfer)
                return
            if self.device.reports:
                self.serve_interrupt(transfer, self.device.reports.popleft())
                return

    def serve_interrupt(self, transfer: Transfer, report) -> None:
        if report is STALL:
            self.complete(transfer, -errno.EPIPE)
            return
        transfer.buffer.update(0, report[:transfer.length])
        self.complete(transfer, actual=len(report[:transfer.length]))

    def serve_control(self, transfer: Transfer) -> None:
        raw = bytes(transfer.buffer.retrieve())
        kind, request, value, index, length = struct.unpack_from("<BBHHH", raw)
        answer = self.device.control(kind, request, value, index, length, raw[8:8 + length])
        if answer is STALL:
            self.complete(transfer, -errno.EPIPE)
            return
        if answer:
            transfer.buffer.update(8, answer)
        self.complete(transfer, actual=len(answer) if kind & 0x80 else length)


ROOT_PATH = "/devices/pci0000:00/0000:00:14.0/usb1"
ROOT_DESCRIPTORS = ("12010002090001406b1d020001060302010109021900010100e0000904000001090000000705"
                    "810304000c")
ROOT_HUB = f"""P: {ROOT_PATH}
N: bus/usb/001/001
E: DEVNAME=/dev/bus/usb/001/001
E: DEVTYPE=usb_device
E: SUBSYSTEM=usb
E: BUSNUM=001
E: DEVNUM=001
A: busnum=1
A: devnum=1
A: speed=480
A: bConfigurationValue=1
H: descriptors={ROOT_DESCRIPTORS}
"""
RECORD = """P: {path}
N: {node}
E: DEVNAME=/dev/{node}
E: DEVTYPE=usb_device
E: SUBSYSTEM=usb
E: BUSNUM=001
E: DEVNUM={number:03}
E: MAJOR=189
E: MINOR={minor}
A: busnum=1
A: devnum={number}
A: devpath={port}
A: speed=12
A: bConfigurationValue=1
A: idVendor={device.vendor:04x}
A: idProduct={device.product:04x}
A: serial={device.serial}
H: descriptors={descriptors}
"""


class MockBus:
    """One USB bus with a root hub. Ioctls are answered on a thread of its own."""

    def __init__(self) -> None:
        if "umockdev" not in os.environ.get("LD_PRELOAD", ""):
            raise SystemExit("start this with LD_PRELOAD=libumockdev-preload.so.0")
        self.testbed = UMockdev.Testbed.new()
        self.testbed.add_from_string(ROOT_HUB)
        self.plugged: dict[Keyboard, tuple[str, str, Usbfs]] = {}
        self.ports: dict[Keyboard, int] = {}
        self.number = 1
        self.loop = GLib.MainLoop()
        threading.Thread(target=self.loop.run, daemon=True).start()

    def environment(self) -> dict[str, str]:
        """For a program that shall see this bus in place of the machine's."""
        return dict(os.environ, UMOCKDEV_DIR=self.testbed.get_root_dir())

    def plug(self, device: Keyboard) -> None:
        """A device keeps its port; its number is new each time, as on a real bus."""
        self.number += 1
        port = self.ports.setdefault(device, len(self.ports) + 1)
        path, node = f"{ROOT_PATH}/1-{port}", f"bus/usb/001/{self.number:03}"
        descriptors = device.device_descriptor() + device.configuration_descriptor()
        device.reports.clear()
        self.testbed.add_from_string(RECORD.format(
            path=path, node=node, number=self.number, minor=self.number - 1, port=port,
            device=device, descriptors=descriptors.hex()))
        handler = Usbfs(device)
        self.testbed.attach_ioctl(f"/dev/{node}", handler)
        self.plugged[device] = (f"/sys{path}", f"/dev/{node}", handler)
        self.testbed.uevent(f"/sys{path}", "add")

    def unplug(self, device: Keyboard) -> None:
        path, node, handler = self.plugged.pop(device)
        handler.gone = True
        self.testbed.uevent(path, "remove")
        self.testbed.detach_ioctl(node)
        self.testbed.remove_device(path)

    def close(self) -> None:
        self.loop.quit()
