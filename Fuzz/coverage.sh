#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# Which lines of each parser the inputs reach that fuzzing has kept, by file; files that none of them
# reaches are left out.
#
#   coverage.sh [TARGET ...]    all targets without an argument
#
# Reads build/fuzz/corpus/ and build/fuzz/seeds/, which `run.sh` leaves.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd .. && pwd)
out=$root/build/fuzz/coverage
program=$root/.build-fuzz-coverage/release/fuzz
export SWIFT_BACKTRACE=enable=no
# The profile's format is the compiler's own.
tools=$(dirname "$(readlink -f "$(command -v swift)")")

mkdir -p "$out"
swift build -c release --disable-index-store --scratch-path "$root/.build-fuzz-coverage" \
    -Xswiftc -use-ld=lld -Xswiftc -profile-generate -Xswiftc -profile-coverage-mapping \
    >"$out/build.log" 2>&1 || {
    cat "$out/build.log"
    exit 1
}

targets=("$@")
[ $# -gt 0 ] || mapfile -t targets < <("$program" --list)
rm -f "$out"/*.profraw
for target in "${targets[@]}"; do
    folders=()
    for folder in "$root/build/fuzz/corpus/$target" "$root/build/fuzz/seeds/$target"; do
        [ -d "$folder" ] && folders+=("$folder")
    done
    [ ${#folders[@]} -gt 0 ] || continue
    LLVM_PROFILE_FILE=$out/$target.profraw \
        "$program" "$target" -runs=0 -max_len=4096 "${folders[@]}" >"$out/$target.log" 2>&1
done
"$tools/llvm-profdata" merge -sparse "$out"/*.profraw -o "$out/all.profdata"
"$tools/llvm-cov" report "$program" -instr-profile="$out/all.profdata" \
    -ignore-filename-regex='/(fuzz|Fuzz/Sources/fuzz)/' |
    awk 'NR > 2 && $1 != "TOTAL" && NF >= 10 && $10 != "0.00%" { printf "%-60s %6d lines %8s\n", $1, $8, $10 }'
