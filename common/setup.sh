#!/bin/sh
# Installs what is missing to build and run ("check": to test, "tidy": to read the code critically), naming it first.
# Knows the package names of Debian 12, Debian 13 and Ubuntu 24.04; elsewhere it lists and stops.
set -eu

packages="gcc make pkgconf libc6-dev libncurses-dev libglib2.0-dev libjson-glib-dev libnotify-dev libpq-dev
libunistring-dev libcsv-dev libyaml-dev liblinear-dev icu-devtools gettext tzdata postgresql"

. /etc/os-release
case "${ID:-} ${VERSION_ID:-}" in
    "debian 12") server=15 ;;
    "debian 13") server=17 ;;
    "ubuntu 24.04") server=16 ;;
    *) server= ;;
esac
case "${1:-}" in
    check) packages="$packages libvterm-dev perl dbus-daemon dunst xvfb postgresql-${server:-15}-pgtap" ;;
    tidy) packages="$packages clang clang-tidy" ;;
esac

missing=
installed=" $(dpkg-query -W -f '${db:Status-Abbrev}${Package} ' 2>/dev/null) "
for package in $packages; do
    case "$installed" in
        *" ii $package "* | *"ii $package "*) ;;
        *) missing="$missing $package" ;;
    esac
done
[ -z "$missing" ] && exit 0

echo "Missing:$missing"
if [ -z "$server" ]; then
    echo "This system is not one whose package names are known here: install these, then run make again." >&2
    exit 1
fi
as_root=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "Install them as root, then run make again." >&2; exit 1; }
    as_root=sudo
fi
# the embedded server is private: the package must not start a server of the system beside it
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    $as_root mkdir -p /etc/postgresql-common
    printf 'create_main_cluster = false\n' | $as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
echo "Installing them ..."
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Options::=--force-confold $missing >/dev/null
