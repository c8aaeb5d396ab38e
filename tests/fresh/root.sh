# A new Debian in a folder, and a way into it. Sourced by what tests in one; needs root.

# make_root FOLDER SUITE PACKAGES: PACKAGES with commas between them.
make_root() {
  local folder=$1 suite=$2 packages=$3 mirrors options=() line
  # Where this machine gets Debian from, whatever mirror or proxy that is.
  mirrors=$(apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    grep -E "^deb [^ ]+ $suite(-[a-z]+)* main\$" | sort -u || true)
  [[ -n $mirrors ]] || { echo "apt knows no $suite here; is this another release? (apt-get update?)" >&2; return 1; }
  while read -r line; do options+=(--aptopt="$line"); done < <(apt-config dump | grep -iE '^Acquire::(https?)::Proxy' || true)
  # A root that lives for minutes need not survive a power cut: without dpkg's syncs it is made ten times faster.
  mmdebstrap --quiet --variant=apt --dpkgopt=force-unsafe-io --include="$packages" "${options[@]}" "$suite" "$folder" - <<<"$mirrors" \
    >"$folder.log" 2>&1 || { tail -20 "$folder.log" >&2; return 1; }
  # What the installer writes and mmdebstrap does not.
  printf '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n' >"$folder/etc/hosts"
  cp -L /etc/resolv.conf "$folder/etc/resolv.conf"
}

# enter_root FOLDER [NAME=VALUE…] COMMAND…: in a mount and process namespace of its own, so that nothing of it is left.
# A user who has just installed Debian has no locale, no display and none of our variables.
enter_root() {
  local folder=$1
  shift
  unshare --mount --pid --fork --kill-child -- bash -euc '
    mount --make-rprivate /
    mount -t proc proc "$0/proc"
    mount --rbind /dev "$0/dev"
    mount -t tmpfs tmpfs "$0/run"
    exec chroot "$0" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "$@"
  ' "$folder" "$@"
}
