#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# Builds the benchmarks and runs them; arguments choose among decision, ledger, pin, timing, roster,
# hid, sip2, link, outage, daemon and kiosk; the last needs chromium and python3-venv.
# The patrons of the cache are made once and stay in build/bench/.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd .. && pwd)
out=$root/build/bench
bin=$root/.build-bench/release
mkdir -p "$out"

swift build -c release --disable-index-store --scratch-path "$root/.build-bench" \
    >"$out/build.log" 2>&1 || {
    cat "$out/build.log"
    exit 1
}
cc -O2 -shared -fPIC -o "$out/malloccount.so" Tools/malloccount.c

[ $# -gt 0 ] || set -- decision ledger pin timing roster hid sip2 link outage daemon kiosk
echo "load average $(cut -d ' ' -f 1-3 /proc/loadavg) on $(nproc) processors"
for benchmark in "$@"; do
    case $benchmark in
    decision) "$bin/decision" "$out/state" ;;
    ledger) "$bin/ledger" "$out/ledger" ;;
    pin) "$bin/pin" ;;
    timing) "$bin/timing" "$out/timing" ;;
    roster) "$bin/roster" "$out/roster" ;;
    hid)
        "$bin/hid"
        LD_PRELOAD=$out/malloccount.so "$bin/hid"
        ;;
    sip2)
        "$bin/sip2"
        LD_PRELOAD=$out/malloccount.so "$bin/sip2"
        "$bin/sip2" --message | python3 sip2.py
        ;;
    link) "$bin/link" ;;
    outage) "$bin/outage" "$out/outage" ;;
    daemon)
        "$bin/decision" --prepare "$out/state"
        python3 daemon.py --state "$out/state" --binaries "$root/.build/release"
        ;;
    kiosk)
        make -C "$root" kiosk-gallery >>"$out/build.log" 2>&1
        [ -d "$out/venv" ] || python3 -m venv "$out/venv"
        "$out/venv/bin/pip" --quiet install playwright==1.65.2
        "$out/venv/bin/python" kiosk.py --binaries "$root/.build/release"
        ;;
    *)
        echo "there is no benchmark '$benchmark'" >&2
        exit 2
        ;;
    esac
done
