#!/bin/sh
# What a notification service that stands still costs a keystroke: the median with it stopped by the median before,
# in one run. Run beside a server: build/tests/server tests/bench/notify.sh
set -eu
TROUBLE=$(dirname "${HOTLINE:-build/hotline}")/tests/notify/test_trouble
"$TROUBLE" -m perf -p /trouble/stopped | sed -n 's/^# *\(keystroke\)/bench \1/p; s/^.*\(bench keystroke_service_stopped.*\)/\1/p; /^not ok/p'
