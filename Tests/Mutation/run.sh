#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# Changes every comparison and every && and || of the rules and the machines, one at a time, and
# runs the core's tests on each. Arguments go to `mutate run`: --only TEXT chooses by name.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
out=$root/build/mutation
tool=$root/.build-mutation/debug/mutate
mkdir -p "$out"

quietly() {
    "$@" >"$out/build.log" 2>&1 || {
        cat "$out/build.log"
        exit 1
    }
}

quietly swift build --disable-index-store --scratch-path "$root/.build-mutation"
"$tool" prepare --root "$root" --out "$out" Access Calendar Door Kiosk Station Sync
quietly swift build -c release -Xswiftc -enable-testing --build-tests --package-path "$out"
"$tool" run --package "$out" --explained explained.txt "$@"
