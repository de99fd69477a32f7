#!/bin/bash
# SPDX-License-Identifier: MPL-2.0
# Fetches Debian's own kernel and builds the one module that Debian leaves out: gpio-sim.
#
#   kernel/build.sh OUTDIR             KERNEL=linux-image-... takes another one than the default
#
# Result in OUTDIR (kept as it is when the release there is the one asked for):
#   vmlinux      Debian's kernel, unpacked here: booted by PVH, seconds faster under emulation
#   modules/     its /lib/modules tree with extra/gpio-sim.ko, without what no check needs
#   release      the kernel's release string; written last
#
# Refreshes the package index and downloads packages; installs none. The kernel's source (GPL-2.0)
# comes from Debian's linux-source package each time and is deleted again after the build.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=$(mkdir -p "${1:?usage: build.sh OUTDIR}" && cd "$1" && pwd)
wanted() { echo "${KERNEL:-$(apt-cache depends linux-image-amd64 \
    | awk '$1 == "Depends:" {print $2; exit}')}"; }

if [ "linux-image-$(cat "$out/release" 2>/dev/null)" = "$(wanted)" ]; then
    echo "kernel $(cat "$out/release"): already built"
    exit 0
fi
# An old index names packages that the mirrors no longer have.
apt-get -qq -o DPkg::Lock::Timeout=600 update
image=$(wanted)
release=${image#linux-image-}
series=$(echo "$release" | cut -d. -f1,2)
build=$(mktemp -d "$out/build.XXXXXX")
trap 'rm -rf "$build"' EXIT
rm -rf "$out/release" "$out/modules" "$out/vmlinux"
module=$build/gpio-sim

download() {            # image, headers and source of one version, from one index
    local depends
    depends=$(apt-cache depends "linux-headers-$release")
    common=$(echo "$depends" | grep -o 'linux-headers-[^ ]*-common' | head -1)
    kbuild=$(echo "$depends" | grep -o 'linux-kbuild-[^ ]*' | head -1)
    compiler=$(echo "$depends" | grep -o 'gcc-[0-9]*' | head -1)
    cd "$build"
    apt-get -o APT::Sandbox::User=root -qq download \
        "$image" "linux-headers-$release" "$common" "$kbuild" "linux-source-$series"
    local package
    for package in "$image" "linux-headers-$release" "$common" "$kbuild"; do
        dpkg-deb -x "$package"_*.deb tree
    done
}

extract_source() {      # three files of the kernel; tar stops early, which is no failure
    mkdir -p "$module"
    local top=linux-source-$series
    dpkg-deb --fsys-tarfile "$build/$top"_*.deb | tar -xO "./usr/src/$top.tar.xz" \
        | { tar -xJ -C "$module" --strip-components=1 --occurrence=1 \
                "$top/drivers/gpio/gpio-sim.c" "$top/drivers/gpio/gpiolib.h" \
                "$top/kernel/irq/irq_sim.c" && cat > /dev/null || true; }
}

# gpio-sim needs irq_sim, which the kernel has only built in or not at all: it is linked into the
# module. Its use of irq_to_desc(), which is not exported, becomes the exported call that does the
# same for these interrupts.
build_module() {
    cp "$module/drivers/gpio/gpio-sim.c" "$module/gpio_sim_main.c"
    cp "$module/drivers/gpio/gpiolib.h" "$module/gpiolib.h"
    sed -e '/EXPORT_SYMBOL/d' \
        -e 's/handle_simple_irq(irq_to_desc(irqnum))/generic_handle_irq(irqnum)/' \
        "$module/kernel/irq/irq_sim.c" > "$module/irq_sim.c"
    printf 'obj-m := gpio-sim.o\ngpio-sim-y := gpio_sim_main.o irq_sim.o\n' > "$module/Kbuild"
    local headers=$build/tree/usr/src/linux-headers-$release
    sed -i "s#^include .*/usr/src/#include $build/tree/usr/src/#
            s#^include /usr/src/#include $build/tree/usr/src/#" "$headers/Makefile"
    # An empty BTF setting: newer kernels otherwise ask for pahole.
    make -s -C "$headers" M="$module" CC="$compiler" CONFIG_DEBUG_INFO_BTF_MODULES= modules
    strip --strip-debug "$module/gpio-sim.ko"
}

keep_modules() {        # the directories that hold what mkinitramfs.py loads
    local from=$build/tree/lib/modules/$release to=$out/modules/lib/modules/$release
    mkdir -p "$to/kernel/drivers/net"
    cp "$from"/modules.{builtin,builtin.modinfo,order} "$to"
    local directory                 # the * of a compressed module's name expands in cp
    for directory in drivers/{usb,hid,virtio,input} drivers/net/{virtio_net,net_failover}.ko* \
            net/core fs/configfs; do
        mkdir -p "$to/kernel/$(dirname "$directory")"
        cp -r "$from/kernel/"$directory "$to/kernel/$(dirname "$directory")/"
    done
    install -D -m 644 "$module/gpio-sim.ko" "$to/extra/gpio-sim.ko"
    PATH=$PATH:/usr/sbin:/sbin depmod -b "$out/modules" "$release"
}

echo "kernel $release: downloading"
download
echo "kernel $release: building gpio-sim"
extract_source
build_module
keep_modules
python3 "$here/extract-vmlinux.py" "$build/tree/boot/vmlinuz-$release" "$out/vmlinux"
echo "$release" > "$out/release"
echo "kernel $release: done"
