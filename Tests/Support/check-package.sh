#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# The Debian package: what it is made of, and what installing, removing and purging it leave.
#
#   check-package.sh PACKAGE BINARIES
#
# It is installed into a folder, where its scripts find no service manager and no devices.
set -euo pipefail
package=$(realpath "${1:?usage: check-package.sh PACKAGE BINARIES}")
binaries=$(cd "${2:?usage: check-package.sh PACKAGE BINARIES}" && pwd)
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
die() { echo "the package: $1" >&2; exit 1; }
field() { dpkg-deb --field "$package" "$1"; }

# What it says of itself.
version=$("$binaries/portner" --version)
[ "$(field Version)" = "${version#portner }-1" ] || die "its version is not that of the programs"
[ "$(field Architecture)" = "$(dpkg --print-architecture)" ] || die "wrong architecture"
for name in libc6 "libgpiod[23]" libsqlite3-0 libusb-1.0-0 systemd tzdata udev; do
    grep -qE "(^|, )$name( |,|$)" <<< "$(field Depends)" || die "it does not depend on $name"
done
apt-get install --simulate -qq "$package" > /dev/null || die "its dependencies cannot be had"

# What is in it, each file with its mode, all of it root's.
dpkg-deb --contents "$package" | awk '$1 !~ /^d/ { print $1, $2, $6 }' | sort -k 3 > "$work/found"
sort -k 3 > "$work/wanted" <<'END'
-rw-r--r-- root/root ./lib/systemd/system/portner-kiosk@.service
-rw-r--r-- root/root ./lib/systemd/system/portner-metrics.service
-rw-r--r-- root/root ./lib/systemd/system/portner-metrics.timer
-rw-r--r-- root/root ./lib/systemd/system/portnerd.service
-rw-r--r-- root/root ./lib/udev/hwdb.d/60-portner.hwdb
-rw-r--r-- root/root ./lib/udev/rules.d/70-portner.rules
-rwxr-xr-x root/root ./usr/bin/portner
-rwxr-xr-x root/root ./usr/lib/portner/kiosk-screen
-rw-r--r-- root/root ./usr/lib/sysusers.d/portner-kiosk.conf
-rw-r--r-- root/root ./usr/lib/sysusers.d/portner.conf
-rw-r--r-- root/root ./usr/lib/tmpfiles.d/portner.conf
-rwxr-xr-x root/root ./usr/sbin/portnerd
-rw-r--r-- root/root ./usr/share/bash-completion/completions/portner
-rw-r--r-- root/root ./usr/share/doc/portner/Installing.md.gz
-rw-r--r-- root/root ./usr/share/doc/portner/KioskScreen.md.gz
-rw-r--r-- root/root ./usr/share/doc/portner/WhenSomethingIsWrong.md.gz
-rw-r--r-- root/root ./usr/share/doc/portner/changelog.Debian.gz
-rw-r--r-- root/root ./usr/share/doc/portner/changelog.gz
-rw-r--r-- root/root ./usr/share/doc/portner/copyright
-rw-r--r-- root/root ./usr/share/doc/portner/examples/chromium-policy.json
-rw-r--r-- root/root ./usr/share/doc/portner/examples/portner.yaml
-rw-r--r-- root/root ./usr/share/fish/vendor_completions.d/portner.fish
-rw-r--r-- root/root ./usr/share/lintian/overrides/portner
-rw-r--r-- root/root ./usr/share/man/man1/portner.1.gz
-rw-r--r-- root/root ./usr/share/man/man5/portner.yaml.5.gz
-rw-r--r-- root/root ./usr/share/man/man8/portnerd.8.gz
-rw-r--r-- root/root ./usr/share/zsh/vendor-completions/_portner
END
diff "$work/wanted" "$work/found" || die "it has other files than these"
lintian --allow-root --fail-on error,warning "$package" || die "lintian objects"

# A machine without anything: no systemd runs there, so the scripts only prepare.
root=$work/root
mkdir -p "$root"/etc "$root"/var/lib/dpkg/{info,triggers,updates}
touch "$root/var/lib/dpkg/status"
dpkg_there() {
    dpkg --root="$root" --log="$work/log" --force-script-chrootless --force-depends \
        --force-not-root "$@" > "$work/words" 2>&1 || { cat "$work/words"; die "dpkg $*"; }
}
dpkg_there --install "$package"
grep -q Installing.md "$work/words" || die "it does not say what comes next"
(cd "$root" && md5sum --quiet --check var/lib/dpkg/info/portner.md5sums) || die "wrong sums"
[ "$("$root/usr/bin/portner" --version)" = "$version" ] || die "the program does not run"
for user in portner portner-kiosk; do
    grep -q "^$user:" "$root/etc/passwd" || die "it makes no user $user"
done
for group in portner-admin portner-staff portner-observers; do
    grep -q "^$group:" "$root/etc/group" || die "it makes no group $group"
done
[ "$(stat -c %a "$root/etc/portner")" = 755 ] || die "it makes no folder for the configuration"
systemd-hwdb --root="$root" query 'usb:v0C2Ep0B61d0100' | grep -q ID_PORTNER_ROLE=scanner ||
    die "no scanner is found in the hardware database"
[ -z "$(find "$root/etc/systemd" -type l 2> /dev/null)" ] || die "it enables something"
"$root/usr/bin/portner" config check "$root/usr/share/doc/portner/examples/portner.yaml" ||
    die "the sample configuration is not good"

# What a technician and the daemon leave there.
kept=(etc/portner/portner.yaml etc/credstore.encrypted/portner-card-key
    etc/systemd/system/portnerd.service.d/override.conf var/lib/portner/ledger.sqlite)
others=(etc/credstore.encrypted/wifi var/lib/other/file)
for file in "${kept[@]}" "${others[@]}"; do install -D -m 600 /dev/null "$root/$file"; done
wants=$root/etc/systemd/system/multi-user.target.wants
mkdir -p "$wants"
ln -s /lib/systemd/system/portnerd.service "$wants/portnerd.service"

dpkg_there --install "$package"
[ -L "$wants/portnerd.service" ] || die "an upgrade disables the daemon"
dpkg_there --remove portner
grep -q 'are kept' "$work/words" || die "removing does not say what it keeps"
[ ! -e "$root/usr/sbin/portnerd" ] || die "removing leaves the daemon"
[ ! -L "$wants/portnerd.service" ] || die "removing leaves the daemon enabled"
for file in "${kept[@]}"; do [ -e "$root/$file" ] || die "removing deletes $file"; done
dpkg_there --purge portner
grep -q 'are deleted' "$work/words" || die "purging does not say what it deletes"
for file in "${kept[@]}"; do [ ! -e "$root/$file" ] || die "purging leaves $file"; done
for file in "${others[@]}"; do [ -e "$root/$file" ] || die "purging deletes $file"; done
left=$(find "$root" -iname '*portner*' ! -path "$root/var/lib/dpkg/*")
[ -z "$left" ] || die "purging leaves $left"
echo "the package is good: $(basename "$package")"
