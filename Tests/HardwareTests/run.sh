#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Tier 2: the hardware checks in a small virtual machine. Root on Debian 12; needs no KVM.
#
#   run.sh OUTDIR [--binaries DIR]
#
# OUTDIR keeps kernel and module from run to run. Without --binaries the programs are built from
# this checkout. The last line is "N passed, N failed"; the exit status is 0 when none failed.
set -euo pipefail

usage="usage: run.sh OUTDIR [--binaries DIR]"
here=$(cd "$(dirname "$0")" && pwd)
out=$(mkdir -p "${1:?$usage}" && cd "$1" && pwd)

export PYTHONDONTWRITEBYTECODE=1
step() { echo "== $1 (${SECONDS} s)"; }

if [ $# -eq 3 ] && [ "$2" = --binaries ]; then
    binaries=$(cd "$3" && pwd)
elif [ $# -eq 1 ]; then
    step "programs"
    build=(swift build -c release --static-swift-stdlib --package-path "$here/../..")
    "${build[@]}"
    binaries=$("${build[@]}" --show-bin-path)
else
    echo "$usage" >&2
    exit 2
fi
"$here/../Support/ensure-packages.sh" python3 qemu-system-x86 busybox-static kmod make gcc-12 \
    libc6-dev libelf1 xz-utils binutils tzdata udev usbip libusb-1.0-0 libgpiod2 libsqlite3-0 \
    libstdc++6
step "kernel"
"$here/kernel/build.sh" "$out/kernel"
step "initramfs"
programs=()
for program in portnerd portner portner-sim; do
    programs+=(--bin "$binaries/$program")
done
python3 "$here/kernel/mkinitramfs.py" --kernel "$out/kernel" --out "$out/initramfs.cpio" \
    "${programs[@]}" --bin /usr/sbin/usbip --bin /bin/udevadm:/lib/systemd/systemd-udevd
step "checks"
python3 "$here/tests_vm.py" --kernel "$out/kernel" --initrd "$out/initramfs.cpio"
