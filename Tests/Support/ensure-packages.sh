#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# Installs those of the named Debian packages that are missing.
set -euo pipefail

missing=()
for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
        missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "installing: ${missing[*]}"
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
options=(-o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get -qq "${options[@]}" update
"${as_root[@]}" apt-get -qq "${options[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null
