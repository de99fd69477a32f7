#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# The Debian package, out of programs that were built on the release that it is for.
#
#   build-deb.sh BINARIES OUTDIR    the last line is the package's path
set -euo pipefail
usage="usage: build-deb.sh BINARIES OUTDIR"
binaries=$(cd "${1:?$usage}" && pwd)
out=$(mkdir -p "${2:?$usage}" && cd "$2" && pwd)
cd "$(dirname "$0")/.."
umask 022

# One place says the version: the programs themselves.
version=$("$binaries/portner" --version)
version=${version#portner }
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { echo "not a version: $version" >&2; exit 1; }
architecture=$(dpkg --print-architecture)
package=$out/portner_$version-1_$architecture.deb
# The same sources and programs give the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null ||
    stat -c %Y CHANGELOG.md)}
export SOURCE_DATE_EPOCH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
put() { install -D -m "$1" "$2" "$tree/$3"; }
pack() { mkdir -p "$tree/$(dirname "$2")" && gzip -9nc "$1" > "$tree/$2.gz"; }

put 755 "$binaries/portnerd" usr/sbin/portnerd
put 755 "$binaries/portner" usr/bin/portner
for program in usr/sbin/portnerd usr/bin/portner; do
    strip --strip-unneeded --remove-section=.comment "$tree/$program"
    # The build's own search path for libraries has no business on a door.
    chrpath -d "$tree/$program" >/dev/null
done
put 644 systemd/portnerd.service lib/systemd/system/portnerd.service
put 644 systemd/portner-kiosk@.service lib/systemd/system/portner-kiosk@.service
put 644 systemd/portner-metrics.service lib/systemd/system/portner-metrics.service
put 644 systemd/portner-metrics.timer lib/systemd/system/portner-metrics.timer
put 644 systemd/portner.sysusers usr/lib/sysusers.d/portner.conf
put 644 systemd/portner-kiosk.sysusers usr/lib/sysusers.d/portner-kiosk.conf
put 644 systemd/portner.tmpfiles usr/lib/tmpfiles.d/portner.conf
put 644 udev/70-portner.rules lib/udev/rules.d/70-portner.rules
put 644 udev/60-portner.hwdb lib/udev/hwdb.d/60-portner.hwdb
put 755 packaging/kiosk/kiosk-screen usr/lib/portner/kiosk-screen
for page in packaging/man/*.[158]; do
    pack "$page" "usr/share/man/man${page##*.}/$(basename "$page")"
done
mkdir -p "$tree"/usr/share/{bash-completion/completions,zsh/vendor-completions,fish/vendor_completions.d}
"$binaries/portner" completion bash | sed '1{/^#!/d}' \
    > "$tree/usr/share/bash-completion/completions/portner"
"$binaries/portner" completion zsh > "$tree/usr/share/zsh/vendor-completions/_portner"
"$binaries/portner" completion fish > "$tree/usr/share/fish/vendor_completions.d/portner.fish"

documents=usr/share/doc/portner
put 644 packaging/debian/copyright $documents/copyright
put 644 packaging/portner.yaml $documents/examples/portner.yaml
put 644 packaging/kiosk/chromium-policy.json $documents/examples/chromium-policy.json
put 644 packaging/debian/lintian-overrides usr/share/lintian/overrides/portner
pack Sources/PortnerDaemon/PortnerDaemon.docc/Installing.md $documents/Installing.md
pack Sources/PortnerDaemon/PortnerDaemon.docc/WhenSomethingIsWrong.md \
    $documents/WhenSomethingIsWrong.md
pack Sources/LocalHTTP/LocalHTTP.docc/KioskScreen.md $documents/KioskScreen.md
pack CHANGELOG.md $documents/changelog
maintainer=$(sed -n 's/^Upstream-Contact: //p' packaging/debian/copyright)
cat > "$work/changelog" <<END
portner ($version-1) bookworm; urgency=medium

  * Packaged together with its sources; changelog.gz says what changed.

 -- $maintainer  $(date --utc --date="@$SOURCE_DATE_EPOCH" '+%a, %d %b %Y %H:%M:%S +0000')
END
pack "$work/changelog" $documents/changelog.Debian

# Which libraries, and from which version on, is what the programs themselves ask for.
mkdir -p "$work/libraries/debian"
printf 'Source: portner\n\nPackage: portner\nArchitecture: any\n' \
    > "$work/libraries/debian/control"
libraries=$(cd "$work/libraries" &&
    dpkg-shlibdeps --warnings=0 -O "$tree/usr/sbin/portnerd" "$tree/usr/bin/portner")
libraries=${libraries#shlibs:Depends=}

mkdir "$tree/DEBIAN"
for script in postinst prerm postrm; do put 755 packaging/debian/$script DEBIAN/$script; done
(cd "$tree" && find usr lib -type f -print0 | sort -z | xargs -0 md5sum) > "$work/md5sums"
put 644 "$work/md5sums" DEBIAN/md5sums
cat > "$tree/DEBIAN/control" <<END
Package: portner
Version: $version-1
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -k --apparent-size -s --exclude=DEBIAN "$tree" | cut -f 1)
Depends: $libraries, systemd (>= 252), tzdata, udev
Recommends: gpiod, usbutils
Suggests: cage, chromium, prometheus-node-exporter, unifont, xwayland
Section: admin
Priority: optional
Description: door controller and self-service kiosk of a library
 Lets patrons into an unstaffed library with their card and PIN, and lends,
 returns and renews at a kiosk. The daemon portnerd reads cards from USB
 scanners, asks the library system (Cicero, or any that speaks SIP2), decides
 from a local cache with reasons, writes each decision to a durable ledger and
 then drives the lock through GPIO. Technicians use the client portner.
 .
 Installing it opens and starts nothing: /usr/share/doc/portner/Installing.md.gz
 says what comes next.
END
rm -f "$out"/portner_*_"$architecture".deb
dpkg-deb --root-owner-group -Zxz -z2 --build "$tree" "$package" >&2
echo "$package"
