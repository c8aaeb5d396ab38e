#!/usr/bin/env python3
"""File hygiene: sizes, line ends, white space, headers that begin with #pragma once, folders named after nothing,
lock files that name a host. Looks at what git tracks.

Prints FILE:LINE: message; exits 1 on an error. "warning:" lines ask for a second look and fail nothing.
"""

import argparse
import json
import pathlib
import subprocess
import sys

CODE_LINES = 600  # a .cpp above this has a second subject; tables make tests longer
TEST_LINES = 900
CODE_LINES_SOFT = 400
HEADER_LINES = 150
FILE_BYTES = 2 * 1024 * 1024
BINARY = {".png", ".ico", ".icns", ".ttf", ".db", ".sqlite", ".zst", ".gz", ".bin", ".qm"}
VAGUE = {"utils", "util", "common", "misc", "helpers"}


def findings_for(root, name):
    """Yields (line, severity, message) for one tracked file."""
    path = root / name
    data = path.read_bytes()
    parts = pathlib.PurePosixPath(name).parts
    suffix = path.suffix
    generated = parts[:2] in (("tests", "data"), ("tests", "fuzz")) or name.endswith("package-lock.json")
    if VAGUE & set(parts[:-1]):
        yield 1, "error", "a folder is named after its subject, not utils, common, misc or helpers"
    if len(data) > FILE_BYTES:
        yield 1, "error", f"{len(data)} bytes: too large for the repository"
    if suffix in BINARY or b"\0" in data[:8000]:
        return
    lines = data.split(b"\n")
    if name.endswith("package-lock.json"):
        text = data.decode()
        json.loads(text)
        for number, line in enumerate(text.splitlines(), 1):
            if '"resolved"' in line and "://" in line:
                yield number, "error", "the lock file names a registry's host"
    if generated or name == "LICENSE":
        return
    if data and not data.endswith(b"\n"):
        yield len(lines), "error", "no newline at the end"
    for number, line in enumerate(lines, 1):
        if line.endswith(b"\r"):
            yield number, "error", "CRLF line end"
            break
        if line != line.rstrip() and suffix not in (".md", ".ts"):
            yield number, "error", "white space at the end of the line"
        if line.startswith((b"<<<<<<< ", b">>>>>>> ")):
            yield number, "error", "merge marker"
        if b"\t" in line and suffix in (".cpp", ".h", ".py", ".mjs", ".cmake"):
            yield number, "error", "tab"
    count = len(lines) - 1
    if suffix == ".json":
        try:
            json.loads(data)
        except ValueError as error:
            yield 1, "error", f"not JSON: {error}"
    if suffix == ".h":
        if b"#pragma once" not in data:
            yield 1, "error", "a header begins with #pragma once"
        if count > HEADER_LINES:
            yield 1, "warning", f"{count} lines: headers stay below {HEADER_LINES}"
    elif suffix == ".cpp":
        most = TEST_LINES if parts[0] == "tests" else CODE_LINES
        if count > most:
            yield 1, "error", f"{count} lines: over {most} there is a second subject in it"
        elif count > CODE_LINES_SOFT:
            yield 1, "warning", f"{count} lines: look for the second subject"


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    root = arguments.parse_args().root.resolve()
    listed = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        print(f"hygiene: git lists nothing here: {listed.stderr.strip()}")
        return 1
    names = [name for name in listed.stdout.split("\0") if name and (root / name).is_file()]
    errors = warnings = 0
    for name in sorted(names):
        for line, severity, message in findings_for(root, name):
            print(f"{name}:{line}: {severity + ': ' if severity == 'warning' else ''}{message}")
            errors += severity == "error"
            warnings += severity == "warning"
    print(f"hygiene: {len(names)} files, {errors} errors, {warnings} warnings")
    return 1 if errors or not names else 0


if __name__ == "__main__":
    sys.exit(main())
