#!/usr/bin/env bash
# Runs inside the new root of fresh.sh: $1 is the list of steps.
set -euo pipefail
steps=,$1,
cd /root
git -c advice.detachedHead=false clone -q /source.bundle signalbox
cd signalbox

step() { [[ $steps == *,$1,* ]]; }

# Starts `./dev run` as a user without a display would, waits for its line, asks /healthz, stops it.
run_until_healthy() {
  local log=/root/run.log address="" waited=0 answer
  ./dev run --listen 127.0.0.1:0 >"$log" 2>&1 &
  local pid=$!
  until address=$(sed -n 's#^signalbox listening on http://##p' "$log" | head -1) && [[ -n $address ]]; do
    kill -0 "$pid" 2>/dev/null || { tail -40 "$log"; echo "fresh: ./dev run ended"; return 1; }
    ((++waited < 3600)) || { tail -40 "$log"; echo "fresh: no listening line in an hour"; kill "$pid"; return 1; }
    read -rt 1 <> <(:) || true
  done
  exec 3<>"/dev/tcp/${address%:*}/${address##*:}"
  printf 'GET /healthz HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$address" >&3
  read -r answer <&3
  exec 3>&-
  kill -TERM "$pid"
  wait "$pid" || { echo "fresh: ./dev run did not end with 0 on SIGTERM"; return 1; }
  [[ $answer == "HTTP/1.1 200"* ]] || { echo "fresh: /healthz answered $answer"; return 1; }
  echo "fresh: ./dev run listened on $address and was healthy"
}

# One turn of the real Codex CLI against the simulated provider, as the README says it: the simulator calls a
# tool that runs `echo signalbox-demo`, and answers in words after its result.
codex_turn() {
  local said=/root/codex.jsonl
  apt-get -qq -y install --no-install-recommends nodejs npm >/dev/null
  (cd tests/e2e && npm ci --silent --no-progress)
  PATH=$PWD/tests/e2e/node_modules/.bin:$PATH build/bin/signalbox codex -- \
    exec --json --skip-git-repo-check "run the demo" </dev/null | tee "$said"
  grep '"type":"command_execution"' "$said" | grep '"status":"completed"' | grep -q 'signalbox-demo' ||
    { echo "fresh: Codex ran no command"; return 1; }
  grep -q '"type":"turn.completed"' "$said" || { echo "fresh: Codex ended no turn"; return 1; }
  echo "fresh: signalbox codex made a turn with a tool call"
}

# setup: does CMake find all that it looks for in what ./dev setup installs?
if step setup; then ./dev setup; cmake --preset default >/root/configure.log || { tail -40 /root/configure.log; exit 1; }; fi
if step run; then run_until_healthy; fi
if step test; then ./dev test; fi
if step codex; then codex_turn; fi
