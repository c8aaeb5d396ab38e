"""Instructions per request by callgrind: the only figure here that hardly depends on the machine.

Two runs with N and 2N requests; their difference is N requests without the start. Counted by thread, as the ledger's
work is not the gateway thread's.
"""

import pathlib
import re
import shutil


REQUESTS = 2000
CONNECTIONS = 4
# A function that only that thread runs.
MARKS = {"gateway": b"signalbox::http::ServerConnection::", "ledger": b"signalbox::ledger::RecordStore::"}


def counted(folder):
    """Instructions by thread of one run, from callgrind's files."""
    by_thread = {}
    for path in sorted(pathlib.Path(folder).glob("callgrind.*")):
        data = path.read_bytes()
        total = re.search(rb"^(?:totals|summary): (\d+)", data, re.M)
        if not total:
            continue
        # The calls of the main thread include the start of the others: the mark must have cost of its own.
        name = next((name for name, mark in MARKS.items() if b" " + mark in data), "other")
        by_thread[name] = by_thread.get(name, 0) + int(total.group(1))
    return by_thread


def run(programs, load, target, requests):
    name = f"callgrind-{target.name}-{requests}"
    folder = programs.folder / f"{name}-counts"
    folder.mkdir()
    wrapper = ["valgrind", "--tool=callgrind", "--separate-threads=yes", f"--callgrind-out-file={folder}/callgrind.out"]
    process, port = programs.start_signalbox(target.program, wrapper, name)
    measured = load(target, port, requests)
    programs.stop(process)
    return counted(folder), measured


def per_request(programs, load, target):
    """{"gateway", "ledger", "other", "all", "errors"} for one target. `load(target, port, requests)` sends that
    many requests and answers what the load generator said."""
    once, first = run(programs, load, target, REQUESTS)
    twice, second = run(programs, load, target, 2 * REQUESTS)
    figures = {name: (twice[name] - once.get(name, 0)) / REQUESTS for name in twice}
    figures["all"] = sum(figures.values())
    figures["errors"] = first["errors"] + second["errors"]
    figures["first_error"] = first["first_error"] or second["first_error"]
    return figures


def missing():
    """Why it cannot be measured here, or an empty text."""
    return "" if shutil.which("valgrind") else "valgrind is not installed: no instructions are counted"
