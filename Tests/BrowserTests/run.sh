#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# The pages in a real browser. Debian with chromium; no browser is downloaded.
#
#   run.sh [--binaries DIR] [pytest options]
#
# Without --binaries the test servers are built from this checkout. The last line is
# "N passed, N failed"; the exit status is 0 when none failed.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
binaries=
if [ "${1-}" = --binaries ]; then
    binaries=$(realpath "$2")
    shift 2
fi

"$here/../Support/ensure-packages.sh" chromium fonts-noto-core python3-venv

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" --quiet install \
    playwright==1.65.2 axe-playwright-python==0.1.8 pytest==9.2.0

if [ -z "$binaries" ]; then
    swift build --package-path "$root" --product PanelGallery
    swift build --package-path "$root" --product KioskGallery
    binaries=$(swift build --package-path "$root" --show-bin-path)
fi

status=0
PANEL_GALLERY=$binaries/PanelGallery KIOSK_GALLERY=$binaries/KioskGallery \
    "$work/venv/bin/python" -B -m pytest -q -p no:cacheprovider \
    --junitxml="$work/report.xml" "$here" "$@" || status=$?
"$work/venv/bin/python" - "$work/report.xml" << 'END'
import sys
import xml.etree.ElementTree as tree

suite = tree.parse(sys.argv[1]).getroot().find("testsuite")
failed = int(suite.get("failures")) + int(suite.get("errors"))
print(f"{int(suite.get('tests')) - failed - int(suite.get('skipped'))} passed, {failed} failed")
END
exit "$status"
