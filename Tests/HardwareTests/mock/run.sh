#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Tier 0: the hardware checks with umockdev and a stand-in for libgpiod. Seconds, no machine.
#
#   mock/run.sh BINARIES [mock|marks]
#
# `marks` plants made-up cards and PINs instead, and searches for them.
# Root only where packages are missing. Last line and exit status as those of ../run.sh.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
binaries=$(cd "${1:?usage: run.sh BINARIES [mock|marks]}" && pwd)
stage=${2:-mock}

"$here/../../Support/ensure-packages.sh" gcc libc6-dev libgpiod-dev umockdev \
    gir1.2-umockdev-1.0 python3-gi libusb-1.0-0 libsqlite3-0 libstdc++6 openssl util-linux
gpiod=$(mktemp -d)
trap 'rm -rf "$gpiod"' EXIT
gcc -Wall -Wextra -Werror -shared -fPIC -O1 -o "$gpiod/libgpiod.so.2" \
    -Wl,-soname,libgpiod.so.2 "$here/fakegpiod.c"
# Debian's own Python: the bindings of umockdev belong to it.
PYTHONDONTWRITEBYTECODE=1 LD_PRELOAD=libumockdev-preload.so.0 \
    /usr/bin/python3 "$here/../tests_$stage.py" --binaries "$binaries" --gpiod "$gpiod"
