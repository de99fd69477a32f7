#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# Verifies the systemd unit and udev files as far as that is possible without installing them.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# 15 means 1.5: the limit that the unit promises.
systemd-analyze security --offline=true --no-pager --threshold=15 systemd/portnerd.service |
    tail -n 1

# The unit's programs and manual pages are not installed here; any other word is a finding.
findings=$(systemd-analyze verify --man=no systemd/portnerd.service 2>&1 |
    grep -v -e '/usr/bin/portner is not executable' -e '/usr/sbin/portnerd is not executable' || true)
if [ -n "$findings" ]; then
    echo "$findings" >&2
    exit 1
fi

systemd-sysusers --root="$work" --dry-run "$PWD/systemd/portner.sysusers" >/dev/null
systemd-tmpfiles --root="$work" --create "$PWD/systemd/portner.tmpfiles"

# The hardware database compiles, and a scanner is found in it.
mkdir -p "$work/etc/udev/hwdb.d"
cp udev/60-portner.hwdb "$work/etc/udev/hwdb.d/"
systemd-hwdb --root="$work" --strict update
echo "unit, users, folders and hardware database are good"
