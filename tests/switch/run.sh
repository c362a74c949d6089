#!/bin/sh
# The schema against a real telephone switch: Asterisk with the configuration of tests/switch/etc, a town of telephones
# (a second Asterisk), a throw-away PostgreSQL between them. README.md beside this file says how to get an Asterisk.
# ASTERISK_ROOT: the chroot that it is in, empty for this machine's own; SWITCH_CAPTURE: a folder for what the switch wrote;
# arguments: the files to run, else all. Without an Asterisk it says so and is no failure.
set -eu
cd "$(dirname "$0")/../.."
skip() {
    echo "skipped: $1 (tests/switch/README.md)"
    exit 0
}
ASTERISK_ROOT=${ASTERISK_ROOT:-}
[ -x "$ASTERISK_ROOT/usr/sbin/asterisk" ] || skip "no Asterisk in ${ASTERISK_ROOT:-this machine}, ASTERISK_ROOT names its chroot"
[ -z "$ASTERISK_ROOT" ] || [ "$(id -u)" = 0 ] || skip "to enter the chroot $ASTERISK_ROOT one must be root"
command -v pg_virtualenv >/dev/null || skip 'no pg_virtualenv, which postgresql-common has'
export ASTERISK_ROOT HOTLINE="${HOTLINE:-build/hotline}"
# the server is of this run alone; it ends with the command
[ -n "${SWITCH_SERVER:-}" ] || exec env SWITCH_SERVER=1 pg_virtualenv -t "$0" "$@"

. tests/switch/switch.sh
trap 'switch_end' EXIT
trap 'exit 130' INT TERM HUP
switch_begin
[ $# -gt 0 ] || set -- tests/switch/cases/*.sh
tests/run.pl --jobs 1 --limit 580 "$@" && status=0 || status=$?
[ -z "${SWITCH_CAPTURE:-}" ] || switch_capture "$SWITCH_CAPTURE"
exit $status
