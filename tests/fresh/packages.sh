#!/usr/bin/env bash
# Installs each package given in a new Debian 12, starts what is in it as an ordinary user, removes it, and sees to it
# that nothing but that user's data is left.
#
#   packages.sh FILE.deb…
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/root.sh"
[[ $# -gt 0 ]] || { echo "packages.sh: names no package" >&2; exit 2; }
[[ $EUID -eq 0 ]] || { echo "packages.sh: needs root (mounts, chroot)" >&2; exit 1; }

root=$(mktemp -d /var/tmp/signalbox-packages.XXXXXX)
trap 'rm -rf --one-file-system "$root"' EXIT
for package in "$@"; do
  name=$(dpkg-deb -f "$package" Package)
  echo "packages: $name in a new bookworm"
  make_root "$root/$name" bookworm ca-certificates,curl,xvfb,xauth,x11-utils
  cp "$package" "$root/$name/package.deb"
  cp "$(dirname "${BASH_SOURCE[0]}")/inside_package.sh" "$root/$name/"
  enter_root "$root/$name" bash /inside_package.sh "$name" || { echo "packages: $name FAILED" >&2; exit 1; }
  rm -rf --one-file-system "${root:?}/$name"
done
echo "packages: all passed"
