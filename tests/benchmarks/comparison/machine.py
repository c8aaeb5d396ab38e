"""On what was measured: machine, versions, commit. No names of hosts and no paths."""

import json
import os
import pathlib
import platform
import re
import shutil
import subprocess

import processes

ROOT = processes.HERE.parents[2]


def output(command, pattern=r"(.+)"):
    """What a command says, or the part of it; None when there is no such command."""
    path = os.environ["PATH"] + ":/usr/sbin"
    program = shutil.which(str(command[0]), path=path)
    if not program:
        return None
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False, cwd=ROOT)
    found = re.search(pattern, done.stdout + done.stderr)
    return found.group(1).strip() if found else None


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def portkey_version():
    package = processes.PEERS / "node_modules/@portkey-ai/gateway/package.json"
    return json.loads(package.read_text())["version"] if package.exists() else None


def machine():
    memory = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())
    return {"processor": processor(), "cores": len(os.sched_getaffinity(0)), "memory_gib": round(int(memory.group(1)) / 2**20),
            "kernel": platform.release(), "system": platform.freedesktop_os_release().get("PRETTY_NAME")}


def versions():
    return {"signalbox": output(["git", "describe", "--always", "--dirty", "--exclude", "*"]),
            "nginx": output(["nginx", "-v"], r"nginx/(\S+)"), "portkey": portkey_version(),
            "node": output([processes.PEERS / "node_modules/.bin/node", "--version"]),
            "qt": output(["pkg-config", "--modversion", "Qt6Core"]), "openssl": output(["openssl", "version"], r"OpenSSL (\S+)"),
            "compiler": output(["c++", "--version"]), "valgrind": output(["valgrind", "--version"], r"valgrind-(\S+)")}
