#!/usr/bin/env bash
# The two commands of the README in a new Debian 12: makes a root with git alone, clones the last commit into it, runs
# `./dev run` until it answers /healthz, then `./dev test`, then one Codex turn by `signalbox codex` where npm gives
# the Codex CLI. Everything lives in one temporary folder and one mount and process namespace, so all of it is gone
# afterwards whatever happens.
#
#   fresh.sh [--keep] [--only setup,run,test,codex] [--suite bookworm]
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
suite=bookworm steps=run,test,codex keep=
while [[ $# -gt 0 ]]; do
  case $1 in
    --keep) keep=1 ;;
    --only) steps=$2; shift ;;
    --suite) suite=$2; shift ;;
    *) echo "fresh.sh: unknown argument $1" >&2; exit 2 ;;
  esac
  shift
done
[[ $EUID -eq 0 ]] || { echo "fresh.sh: needs root (mounts, chroot)" >&2; exit 1; }

root=$(mktemp -d /var/tmp/signalbox-fresh.XXXXXX)
cleanup() {
  [[ -n $keep ]] && { echo "fresh: kept $root"; return; }
  rm -rf --one-file-system "$root"
}
trap cleanup EXIT

# Where this machine gets Debian from, whatever mirror or proxy that is.
mirrors=$(apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
  grep -E "^deb [^ ]+ $suite(-[a-z]+)* main\$" | sort -u || true)
[[ -n $mirrors ]] || { echo "fresh.sh: apt knows no $suite here; is this another release? (apt-get update?)" >&2; exit 1; }
options=()
while read -r line; do options+=(--aptopt="$line"); done < <(apt-config dump | grep -iE '^Acquire::(https?)::Proxy' || true)

started=$SECONDS
echo "fresh: making a $suite root in $root"
# A root that lives for minutes need not survive a power cut: without dpkg's syncs it is made ten times faster.
mmdebstrap --quiet --variant=apt --dpkgopt=force-unsafe-io --include=git,ca-certificates "${options[@]}" "$suite" "$root/debian" - <<<"$mirrors" \
  >"$root/mmdebstrap.log" 2>&1 || { tail -20 "$root/mmdebstrap.log" >&2; exit 1; }
echo "fresh: root made in $((SECONDS - started)) s, $(du -sm "$root/debian" | cut -f1) MB"

# What the installer writes and mmdebstrap does not.
printf '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n' >"$root/debian/etc/hosts"
cp -L /etc/resolv.conf "$root/debian/etc/resolv.conf"
# The certificates this machine trusts, for npm behind a proxy with its own.
cp /etc/ssl/certs/ca-certificates.crt "$root/debian/etc/host-certificates.crt"
git -C "$source_dir" bundle create -q "$root/debian/source.bundle" HEAD
cp "$(dirname "${BASH_SOURCE[0]}")/inside.sh" "$root/debian/inside.sh"

# A user who has just installed Debian has no locale, no display and none of our variables.
status=0
unshare --mount --pid --fork --kill-child -- bash -euc '
  mount --make-rprivate /
  mount -t proc proc "$1/proc"
  mount --rbind /dev "$1/dev"
  mount -t tmpfs tmpfs "$1/run"
  exec chroot "$1" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
    ${4:+npm_config_registry="$4"} NODE_EXTRA_CA_CERTS=/etc/host-certificates.crt ${3:+CI="$3"} bash /inside.sh "$2"
' fresh "$root/debian" "$steps" "${CI:-}" "$(npm config get registry 2>/dev/null || true)" || status=$?
echo "fresh: $([[ $status -eq 0 ]] && echo passed || echo "FAILED ($status)") after $((SECONDS - started)) s"
exit "$status"
