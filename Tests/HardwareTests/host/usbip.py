# SPDX-License-Identifier: MPL-2.0
"""Serves device models by USB/IP, so that a kernel with vhci-hcd has them plugged in.

    server = Server()
    server.offer("1-1", Keyboard(...))
    guest:  usbip --tcp-port PORT attach -r 10.0.2.2 -b 1-1

Protocol: the kernel's Documentation/usb/usbip_protocol.rst. The polling interval of a real bus is
not kept: reports arrive as fast as the host asks, which is harder on a reader than any scanner.
"""
import errno
import socket
import struct
import threading

from usbdev import STALL, Keyboard

VERSION = 0x0111
REQUEST_IMPORT, REPLY_IMPORT = 0x8003, 0x0003
SUBMIT, UNLINK, RETURN_SUBMIT, RETURN_UNLINK = 1, 2, 3, 4
DIRECTION_IN = 1


def receive(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise ConnectionError("closed")
        data += part
    return data


class Link:
    """One device plugged in over one connection, until either end closes it."""

    def __init__(self, device: Keyboard, connection: socket.socket):
        self.device, self.connection = device, connection
        self.waiting: list[tuple[int, int]] = []    # IN transfers: sequence number, length
        self.lock = threading.RLock()
        device.reports.clear()                      # what was typed into the air is gone
        device.wake = self.pump
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        try:
            while True:
                self.request(receive(self.connection, 48))
        except OSError:
            pass                                    # unplugged

    def request(self, head: bytes) -> None:
        command, sequence, _device, direction, endpoint = struct.unpack_from(">5I", head)
        if command == UNLINK:
            self.unlink(sequence, victim=struct.unpack_from(">I", head, 20)[0])
            return
        length = struct.unpack_from(">i", head, 24)[0]
        data = receive(self.connection, length) if direction != DIRECTION_IN and length > 0 else b""
        if endpoint == 0:
            setup = struct.unpack("<BBHHH", head[40:48])
            self.complete(sequence, self.device.control(*setup, data), sent=len(data))
        elif direction == DIRECTION_IN:
            with self.lock:
                self.waiting.append((sequence, length))
            self.pump()
        else:
            self.complete(sequence, b"", sent=len(data))

    def unlink(self, sequence: int, victim: int) -> None:
        with self.lock:
            left = [transfer for transfer in self.waiting if transfer[0] != victim]
            status = -errno.ECONNRESET if len(left) < len(self.waiting) else 0
            self.waiting = left
            self.connection.sendall(
                struct.pack(">5Ii24x", RETURN_UNLINK, sequence, 0, 0, 0, status))

    def complete(self, sequence: int, answer, sent: int = 0) -> None:
        status, data = (-errno.EPIPE, b"") if answer is STALL else (0, answer)
        actual = len(data) or (sent if status == 0 else 0)
        head = struct.pack(">5I5i8x", RETURN_SUBMIT, sequence, 0, 0, 0, status, actual, 0, 0, 0)
        with self.lock:
            self.connection.sendall(head + data)

    def pump(self) -> None:
        """Answers transfers that wait with reports that wait."""
        with self.lock:
            while self.waiting and self.device.reports:
                sequence, length = self.waiting.pop(0)
                report = self.device.reports.popleft()
                try:
                    self.complete(sequence, report if report is STALL else report[:length])
                except OSError:
                    return                          # unplugged meanwhile

    def close(self) -> None:
        self.device.wake = lambda: None
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass                                    # the other end was first
        self.connection.close()


class Server:
    """A TCP server on loopback; devices by bus identifier, such as "1-1"."""

    def __init__(self) -> None:
        self.devices: dict[str, Keyboard] = {}
        self.links: dict[str, Link] = {}
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def offer(self, bus: str, device: Keyboard) -> None:
        self.devices[bus] = device

    def accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return                              # closed
            try:
                self.serve(connection)
            except (OSError, struct.error):
                connection.close()

    def serve(self, connection: socket.socket) -> None:
        _version, code, _status = struct.unpack(">HHI", receive(connection, 8))
        bus = receive(connection, 32).rstrip(b"\0").decode() if code == REQUEST_IMPORT else ""
        device = self.devices.get(bus)
        if device is None:
            connection.sendall(struct.pack(">HHI", VERSION, REPLY_IMPORT, 1))
            connection.close()
            return
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        reply = struct.pack(">HHI", VERSION, REPLY_IMPORT, 0) + self.record(bus, device)
        connection.sendall(reply)
        self.links[bus] = Link(device, connection)

    @staticmethod
    def record(bus: str, device: Keyboard) -> bytes:
        """The protocol's `struct usbip_usb_device`."""
        number = int(bus.split("-")[1])
        return struct.pack(">256s32s3I3H6B", f"/sys/devices/emulated/{bus}".encode(), bus.encode(),
                           1, number, device.speed, device.vendor, device.product, 0x0100,
                           0, 0, 0, 0, 1, 1)

    def unplug(self, bus: str) -> None:
        """Closes the connection, which the guest's kernel sees as a pulled plug."""
        self.links.pop(bus).close()

    def close(self) -> None:
        for bus in list(self.links):
            self.unplug(bus)
        self.listener.close()
