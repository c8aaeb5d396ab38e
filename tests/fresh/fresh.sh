#!/usr/bin/env bash
# The two commands of the README in a new Debian 12: makes a root with git alone, clones the last commit into it, runs
# `./dev run` until it answers /healthz, then `./dev test`, then one Codex turn by `signalbox codex` where npm gives
# the Codex CLI. Everything lives in one temporary folder and one mount and process namespace, so all of it is gone
# afterwards whatever happens.
#
#   fresh.sh [--keep] [--only setup,run,test,codex] [--suite bookworm]
set -euo pipefail

. "$(dirname "${BASH_SOURCE[0]}")/root.sh"
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

started=$SECONDS
echo "fresh: making a $suite root in $root"
make_root "$root/debian" "$suite" git,ca-certificates
echo "fresh: root made in $((SECONDS - started)) s, $(du -sm "$root/debian" | cut -f1) MB"

# The certificates this machine trusts, for npm behind a proxy with its own.
cp /etc/ssl/certs/ca-certificates.crt "$root/debian/etc/host-certificates.crt"
git -C "$source_dir" bundle create -q "$root/debian/source.bundle" HEAD
cp "$(dirname "${BASH_SOURCE[0]}")/inside.sh" "$root/debian/inside.sh"

registry=$(npm config get registry 2>/dev/null || true)
status=0
enter_root "$root/debian" ${registry:+npm_config_registry="$registry"} NODE_EXTRA_CA_CERTS=/etc/host-certificates.crt \
  ${CI:+CI="$CI"} bash /inside.sh "$steps" || status=$?
echo "fresh: $([[ $status -eq 0 ]] && echo passed || echo "FAILED ($status)") after $((SECONDS - started)) s"
exit "$status"
