#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# The documentation of every target, out of what a debug build left; a warning is a failure.
#
#   check-docs.sh [FOLDER]    where the documentation is written; build/docs unless told
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-build/docs}
bin=$(swift build --show-bin-path)
target=$(swift -print-target-info | python3 -c 'import json,sys; print(json.load(sys.stdin)["target"]["triple"])')
# The C targets are found by their own folders, as the build found them.
read -ra flags <<< "$(pkg-config --cflags-only-I libusb-1.0)"
includes=(-I "$bin/Modules")
for flag in "${flags[@]}"; do includes+=(-Xcc "$flag"); done
for module in {Sources,.build/checkouts/*/Sources}/*{,/include}/module.modulemap; do
    [ -f "$module" ] && includes+=(-I "$(dirname "$module")")
done
for generated in "$bin"/*.build/module.modulemap; do
    includes+=(-Xcc "-fmodule-map-file=$generated")
done
for catalog in Sources/*/*.docc; do
    name=$(basename "$catalog" .docc)
    symbols=$out/symbols/$name
    rm -rf "$symbols" "$out/$name"
    mkdir -p "$symbols"
    swift symbolgraph-extract -module-name "$name" "${includes[@]}" -target "$target" \
        -minimum-access-level public -output-dir "$symbols"
    docc convert "$catalog" --additional-symbol-graph-dir "$symbols" --warnings-as-errors \
        --fallback-display-name "$name" --fallback-bundle-identifier "dk.portner.$name" \
        --output-path "$out/$name"
    echo "$name: documented"
done
