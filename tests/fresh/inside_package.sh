# Runs in the new root: packages.sh. Its argument is the package's name.
set -euo pipefail
name=$1
export DEBIAN_FRONTEND=noninteractive
useradd --create-home tester
as_tester() { runuser -u tester -- env HOME=/home/tester XDG_RUNTIME_DIR=/tmp/tester-run "$@"; }
install -d -m 700 -o tester /tmp/tester-run

# Everything but what the system itself keeps changing.
files() {
  find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /var/cache -o -path /var/log \
    -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /home/tester \) -prune -o -print | sort
}

apt-get -qq update
apt-get -qq satisfy -y --no-install-recommends "$(dpkg-deb -f /package.deb Depends)" >/tmp/apt.log 2>&1 ||
  { tail -20 /tmp/apt.log; exit 1; }
# What caches of the desktop write when the first program of their kind comes is theirs, so they have been run before.
files >/tmp/before
apt-get -qq install -y --no-install-recommends /package.deb >>/tmp/apt.log 2>&1 || { tail -20 /tmp/apt.log; exit 1; }
echo "installed: $(signalbox --version)"

# waits_for SECONDS COMMAND…
waits_for() {
  local until=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [[ $SECONDS -lt $until ]] || { echo "did not come: $*"; return 1; }
    sleep 0.2
  done
}

serves() {
  grep -q 'listening on' "$1" && curl -fsS "$(sed -n 's/.*listening on //p' "$1" | head -n 1)/healthz"
}

as_tester signalbox serve --listen 127.0.0.1:0 >/tmp/serve.out 2>/tmp/serve.err &
waits_for 20 serves /tmp/serve.out || { cat /tmp/serve.err; exit 1; }
address=$(sed -n 's/.*listening on //p' /tmp/serve.out)
key=$(as_tester signalbox keys create tester)
curl -fsS "$address/v1/responses" -H "Authorization: Bearer $key" -H 'Content-Type: application/json' \
  -d '{"model":"demo","input":"hello"}' | grep -q '"output_text"'
as_tester signalbox usage --json | grep -q '"requests":1'
kill -TERM "$(pidof signalbox)"
wait "$!"
echo "serve: answered a request, kept it in the ledger, ended with 0"

if [[ $name == signalbox ]]; then
  as_tester xvfb-run -a -s "-screen 0 1280x800x24" bash -c '
    signalbox >/tmp/window.out 2>/tmp/window.err & pid=$!
    until xwininfo -root -tree | grep -E "Signalbox\".* [0-9]{3,}x[0-9]{3,}"; do # not the small ones that Qt keeps
      kill -0 $pid && [[ $SECONDS -lt 30 ]] || { cat /tmp/window.err; exit 1; }
      sleep 0.2
    done
    kill -TERM $pid; wait $pid'
  echo "window: shown, ended with 0"
fi

apt-get -qq purge -y "$name" >>/tmp/apt.log 2>&1
files >/tmp/after
if ! diff /tmp/before /tmp/after; then
  echo "the package left something behind, or took something away"
  exit 1
fi
test -s /home/tester/.config/signalbox/config.json # the user's data stays
test -s /home/tester/.local/share/signalbox/ledger.db
echo "removed: nothing is left but the user's data"
