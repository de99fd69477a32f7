#!/usr/bin/env python3
# SPDX-License-Identifier: MPL-2.0
"""Unpacks the ELF kernel out of a bzImage, so that QEMU can start it by PVH.

    extract-vmlinux.py VMLINUZ VMLINUX

The guest would otherwise unpack it itself, with an emulated processor. Offset and length of the
payload are in the boot header (Linux x86 boot protocol 2.08 or newer).
"""
import gzip
import lzma
import struct
import subprocess
import sys


def payload(image: bytes) -> bytes:
    if image[0x202:0x206] != b"HdrS" or image[0x1FE:0x200] != b"\x55\xaa":
        raise SystemExit("not a bzImage")
    setup_sectors = image[0x1F1] or 4
    offset, length = struct.unpack_from("<II", image, 0x248)
    start = (setup_sectors + 1) * 512 + offset
    return image[start:start + length]


def unpack(data: bytes) -> bytes:
    """The kernel; four bytes with its unpacked size follow the compressed stream."""
    if data.startswith(b"\xfd7zXZ\x00"):
        return lzma.LZMADecompressor().decompress(data)
    if data.startswith(b"\x1f\x8b"):
        return gzip.decompress(data[:-4])
    if data.startswith(b"\x28\xb5\x2f\xfd"):
        zstd = ["zstd", "-dcq"]
        return subprocess.run(zstd, input=data[:-4], stdout=subprocess.PIPE, check=True).stdout
    raise SystemExit(f"unknown compression {data[:6].hex()}")


def main() -> None:
    source, target = sys.argv[1:3]
    with open(source, "rb") as file:
        elf = unpack(payload(file.read()))
    if not elf.startswith(b"\x7fELF"):
        raise SystemExit("the payload is not an ELF file")
    with open(target, "wb") as file:
        file.write(elf)


main()
