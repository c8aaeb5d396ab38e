#!/usr/bin/env python3
"""clang-tidy over the project's sources, remembering what has passed.

A file is looked at again only when it, a header of the project that it includes (through any number of headers), its
compile command or .clang-tidy has changed: the hash of all these is kept in the user's cache folder. So a second run
is a matter of seconds, and the first can be given a time limit.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.M)
TOOL = "clang-tidy-19"


def included(path, seen):
    """The project's headers that `path` includes, directly or not, into `seen`."""
    for name in INCLUDE.findall(path.read_bytes()):
        name = name.decode()
        for base in (path.parent, ROOT / "core", ROOT, ROOT / "tests"):
            header = base / name
            if header.is_file():
                header = header.resolve()
                if header not in seen:
                    seen.add(header)
                    included(header, seen)
                break
    return seen


def digest(path, command):
    hashed = hashlib.sha256((ROOT / ".clang-tidy").read_bytes() + command.encode())
    for source in [path, *sorted(included(path, set()))]:
        hashed.update(source.relative_to(ROOT).as_posix().encode() + b"\0" + source.read_bytes())
    return hashed.hexdigest()


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--build", type=pathlib.Path, default=ROOT / "build-clang")
    arguments.add_argument("--minutes", type=float, default=0, help="begin no further file after this time (0: no limit)")
    arguments.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments.add_argument("files", nargs="*", type=pathlib.Path, help="only these")
    options = arguments.parse_args()
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "signalbox-tidy"
    cache.mkdir(parents=True, exist_ok=True)
    chosen = {path.resolve() for path in options.files}
    work = []
    for entry in json.loads((options.build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["file"]).resolve()
        if not any(path.is_relative_to(ROOT / top) for top in ("core", "ui", "app", "tests")) or (chosen and path not in chosen):
            continue
        command = entry["command"].replace(str(ROOT), "")
        stamp = cache / digest(path, command)
        if stamp.exists():
            stamp.touch()
        else:
            work.append((path, stamp))
    end = time.monotonic() + options.minutes * 60 if options.minutes else None

    def look(item):
        path, stamp = item
        if end and time.monotonic() > end:
            return path, None, ""
        done = subprocess.run([TOOL, "--quiet", "-p", options.build, path], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            stamp.touch()
        return path, done.returncode, done.stdout

    failed = left = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for path, code, output in pool.map(look, work):
            if code is None:
                left += 1
            elif code != 0:
                failed += 1
                print(output.replace(str(ROOT) + "/", ""), flush=True)
    print(f"clang-tidy: {len(work)} files to look at, {failed} with findings, {left} left for the next run")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
