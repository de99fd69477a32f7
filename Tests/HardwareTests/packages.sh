# SPDX-License-Identifier: MPL-2.0
# Read by the scripts that need Debian packages; not run itself.
# shellcheck shell=bash

# Installs those that are missing; refreshes the index only when it does not know them.
install_packages() {
    local package missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' \
            || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    echo "== packages: ${missing[*]}"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600)
    "${apt[@]}" install --no-install-recommends "${missing[@]}" \
        || { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "${missing[@]}"; }
}
