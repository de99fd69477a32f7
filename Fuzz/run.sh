#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# Builds the fuzzing program and runs each target for FUZZ_SECONDS, as many at once as there are
# processors. Arguments name the targets; without any, all of them run.
#
# Inputs that were worth keeping and inputs that broke something stay in build/fuzz/.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd .. && pwd)
export FUZZ_SECONDS=${FUZZ_SECONDS:-60}
export FUZZ_OUT=$root/build/fuzz
export FUZZ_PROGRAM=$root/.build-fuzz/release/fuzz
# Swift's own backtracer would swallow the trap that libFuzzer waits for.
export SWIFT_BACKTRACE=enable=no

mkdir -p "$FUZZ_OUT"
swift build -c release --disable-index-store --scratch-path "$root/.build-fuzz" \
    -Xswiftc -use-ld=lld >"$FUZZ_OUT/build.log" 2>&1 || {
    cat "$FUZZ_OUT/build.log"
    exit 1
}

fuzz_one() {
    local target=$1 log=$FUZZ_OUT/$1.log corpus=$FUZZ_OUT/corpus/$1 seeds=$FUZZ_OUT/seeds/$1
    mkdir -p "$corpus"
    rm -rf "$seeds"
    "$FUZZ_PROGRAM" --seeds "$target" "$seeds"
    # What broke something once comes first.
    local inputs=("$corpus" "$seeds")
    [ -d "FailCases/$target" ] && inputs+=("FailCases/$target")
    local found=""
    "$FUZZ_PROGRAM" "$target" -max_total_time="$FUZZ_SECONDS" -max_len=4096 -timeout=10 \
        -rss_limit_mb=2048 -use_value_profile=1 -print_final_stats=1 \
        -artifact_prefix="$FUZZ_OUT/$target-" "${inputs[@]}" >"$log" 2>&1 ||
        found=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
    local runs rate edges
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
    if [ -z "$runs" ] || [ -n "$found" ]; then
        grep -m 1 -E 'Fatal error|ERROR: libFuzzer' "$log" || tail -n 3 "$log"
        printf 'FAILED  %-17s again with: SWIFT_BACKTRACE=enable=no %s %s %s\n' \
            "$target" "$FUZZ_PROGRAM" "$target" "${found:-(see $log)}"
        return 1
    fi
    printf 'passed  %-17s %10d runs %8d/s %6d edges\n' "$target" "$runs" "$rate" "$edges"
}
export -f fuzz_one

targets=("$@")
[ $# -gt 0 ] || mapfile -t targets < <("$FUZZ_PROGRAM" --list)
results=$FUZZ_OUT/results.txt
printf '%s\n' "${targets[@]}" |
    xargs -P "$(nproc)" -I TARGET bash -c 'fuzz_one TARGET' | tee "$results" || true
passed=$(grep -c '^passed' "$results" || true)
echo "$passed passed, $((${#targets[@]} - passed)) failed"
[ "$passed" -eq "${#targets[@]}" ]
