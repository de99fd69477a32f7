#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Stands for `lp -s -d QUEUE -`: the queue's name says how it behaves, and `record.NAME` has it
# write what it got into the folder /tmp/NAME.
case $3 in
    fail) exit 1 ;;
    hang) exec sleep 1000 ;;
    record.*)
        folder=/tmp/${3#record.}
        printf '%s\n' "$*" >"$folder/words"
        exec cat >"$folder/text"
        ;;
esac
