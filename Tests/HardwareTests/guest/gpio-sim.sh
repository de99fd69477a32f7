#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Simulated GPIO chips by the kernel's gpio-sim. Needs root, and the module loaded.
#
#   gpio-sim.sh create CHIP LABEL NAME...      one chip with a line for each name
#   gpio-sim.sh get CHIP NAME                  the level that the line has: driven or pulled
#   gpio-sim.sh pull CHIP NAME up|down         the world acts on an input: contact, button
#   gpio-sim.sh first CHIP                     number of the chip's first line in the trace
#   gpio-sim.sh trace on|show                  the kernel's record of each change, in microseconds
set -eu
config=/sys/kernel/config/gpio-sim
tracing=/sys/kernel/tracing
command=$1
shift

line() {        # the sysfs directory of a line
    device=$(cat "$config/$1/dev_name")
    chip=$(cat "$config/$1/bank0/chip_name")
    for entry in "$config/$1"/bank0/line*; do
        if [ "$(cat "$entry/name")" = "$2" ]; then
            echo "/sys/devices/platform/$device/$chip/sim_gpio${entry##*/line}"
            return
        fi
    done
    echo "no line $2 on $1" >&2
    return 1
}

case $command in
create)
    bank=$config/$1/bank0
    mkdir -p "$bank"
    echo "$2" > "$bank/label"
    live=$config/$1/live
    shift 2
    echo $# > "$bank/num_lines"
    number=0
    for name in "$@"; do
        mkdir "$bank/line$number"
        echo "$name" > "$bank/line$number/name"
        number=$((number + 1))
    done
    echo 1 > "$live" ;;
get)
    cat "$(line "$1" "$2")/value" ;;
pull)
    echo "pull-$3" > "$(line "$1" "$2")/pull" ;;
first)
    sed -n "s/^$(cat "$config/$1/bank0/chip_name"): GPIOs \([0-9]*\)-.*/\1/p" \
        /sys/kernel/debug/gpio ;;
trace)
    if [ "$1" = on ]; then
        : > $tracing/trace
        echo 1 > $tracing/events/gpio/gpio_value/enable
        echo 1 > $tracing/tracing_on
    else
        grep -v '^#' $tracing/trace || true
    fi ;;
*)
    echo "unknown command $command" >&2
    exit 2 ;;
esac
