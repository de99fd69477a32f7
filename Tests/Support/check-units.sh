#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# Verifies the systemd units and udev files as far as that is possible without installing them.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A template is verified as the unit of one kiosk.
cp systemd/portnerd.service systemd/portner-metrics.{service,timer} "$work/"
cp systemd/portner-kiosk@.service "$work/portner-kiosk@hall.service"
# In tenths: 1.5 is what the daemon's unit promises, 4.0 what a browser's can.
for limit in 15:portnerd.service 40:portner-kiosk@hall.service 15:portner-metrics.service; do
    systemd-analyze security --offline=true --no-pager --threshold="${limit%%:*}" \
        "$work/${limit#*:}" | tail -n 1
done
# The units' programs and manual pages are not installed here; any other word is a finding.
findings=$(systemd-analyze verify --man=no "$work"/*.{service,timer} 2>&1 |
    grep -v -E '/usr/(s?bin/portnerd?|bin/cage|bin/setterm) is not executable' || true)
if [ -n "$findings" ]; then
    echo "$findings" >&2
    exit 1
fi
# The screen's walls hide /run/user, where a login puts a session's sockets: it has its own place.
grep -q '^ExecStart=.* XDG_RUNTIME_DIR=${PROFILE} ' systemd/portner-kiosk@.service
# No unit leaves what was on its screen or in its memory in a core file.
for unit in systemd/*.service; do grep -q '^LimitCORE=0$' "$unit"; done
for users in systemd/*.sysusers; do
    systemd-sysusers --root="$work" --dry-run "$PWD/$users" >/dev/null
done
systemd-tmpfiles --root="$work" --create "$PWD/systemd/portner.tmpfiles"
# The browser's policy is JSON, allows the kiosk's page and blocks everything else.
python3 - packaging/kiosk/chromium-policy.json <<'END'
import json
import sys

policy = json.load(open(sys.argv[1], encoding="utf-8"))
assert policy["URLBlocklist"] == ["*"]
assert all(url.startswith("http://127.0.0.1:") for url in policy["URLAllowlist"])
assert policy["DeveloperToolsAvailability"] == 2
END
bash -n packaging/kiosk/kiosk-screen
# The hardware database compiles, and a scanner is found in it.
mkdir -p "$work/etc/udev/hwdb.d"
cp udev/60-portner.hwdb "$work/etc/udev/hwdb.d/"
systemd-hwdb --root="$work" --strict update
echo "units, users, folders, policy and hardware database are good"
