#!/usr/bin/env python3
"""Signalbox beside nginx, Portkey and no gateway at all: same mock provider, same load, on loopback, in one run.

Each round of a scenario goes through all its targets, so that what else the machine does meets all of them. Prints a
line for each target and the goals; writes results.json and README.md into --output. A missed goal is shown; the exit
code is 1 only when a run had errors or, with --strict, when a goal was missed.
"""

import argparse
import datetime
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

import figures
import instructions
import machine
import processes
import report
import scenarios


ROUND_SECONDS = 600  # a limit: a target that stops answering must not stop the bench


class Bench:
    """One run: its programs, what was measured, and what was not and why."""

    def __init__(self, programs, quick):
        self.programs = programs
        self.quick = quick
        self.tables = {}
        self.skipped = []
        # Before anything runs: what is edited meanwhile is not what was measured.
        self.on = {"machine": machine.machine(), "versions": machine.versions()}

    def skip(self, reason):
        if reason not in self.skipped:
            self.skipped.append(reason)
            print(f"bench: {reason}", file=sys.stderr)

    def load(self, target, scenario, *more, address=None):
        """One round of the load generator; its figures."""
        port, pids = address or self.programs.address(target.program, scenario.secure)
        arguments = {"port": port, "path": target.path, "model": scenario.model(target), "stream": int(scenario.stream),
                     "request-bytes": scenario.request_bytes, "connections": scenario.connections, "rate": scenario.rate,
                     "warm-up-ms": scenario.warm_up_ms, "time-ms": scenario.time_ms}
        command = [self.programs.binaries / "bench_load"]
        for name, value in arguments.items():
            command += [f"--{name}", str(value)]
        for header in self.programs.headers(target.program):
            command += ["--header", header]
        for pid in pids:
            command += ["--process", str(pid)]
        done = subprocess.run([*command, *more], stdout=subprocess.PIPE, check=True, timeout=ROUND_SECONDS)
        return json.loads(done.stdout)

    def usable(self, scenario, names):
        """The targets that can be measured: what is not installed, or cannot reach a TLS provider, is told and left out."""
        found = []
        for name in (name for name in scenario.targets if name in names):
            target = scenarios.target(name)
            try:
                probe = self.load(target, scenario, "--count", "1", "--connections", "1")
            except processes.StartError as error:
                self.skip(f"{target.title}: {error}")
                continue
            if scenario.secure and probe["errors"]:
                self.skip(f"{target.title}: trusts no TLS provider of ours here: {probe['first_error'].splitlines()[0]}")
                continue
            found.append(target)
        return found

    def measure(self, scenario, names, rounds):
        scenario = scenario.quick() if self.quick else scenario
        # What everything else is compared with is always there.
        wanted = set(names) | {scenarios.target(name).yardstick for name in names}
        targets = self.usable(scenario, wanted)
        measured = {target.name: [] for target in targets}
        for _ in range(rounds):
            for target in targets:
                measured[target.name].append(self.load(target, scenario))
        table = {target.name: figures.of_target(measured[target.name], measured[target.yardstick], scenario.stream)
                 for target in targets}
        self.tables[scenario.name] = table
        print(f"\n{scenario.title}")
        for name, each in table.items():
            shown = ((title, report.number(each.get(key), digits)) for title, key, digits in report.COLUMNS if each.get(key) is not None)
            print(f"  {name:17}" + "  ".join(f"{title} {value}" for title, value in shown), each["first_error"], flush=True)

    def count_instructions(self, names):
        if reason := instructions.missing():
            self.skip(reason)
            return
        small = scenarios.scenario("whole-32")

        def load(target, port, requests):
            return self.load(target, small, "--count", str(requests), "--connections", str(instructions.CONNECTIONS),
                             address=(port, []))

        table = {}
        for name in (name for name in (*figures.PASS, *figures.TRANSLATE) if name in names):
            table[name] = instructions.per_request(self.programs, load, scenarios.target(name))
            shown = ", ".join(f"{key} {table[name][key]:,.0f}" for key in (*instructions.MARKS, "other", "all") if key in table[name])
            print(f"  {name:17}instructions: {shown}", flush=True)
        self.tables["instructions"] = table

    def measure_translation(self, rounds):
        """What it costs to read in one format and write in another: no network, no gateway round it."""
        done = subprocess.run([self.programs.binaries / "bench_translation", str(5 * rounds)], stdout=subprocess.PIPE, check=True,
                              timeout=ROUND_SECONDS)
        self.tables["translation"] = table = figures.of_pairs(json.loads(done.stdout))
        for name in figures.SLOWEST:
            print(f"  {name:17}request {table[name]['request_us']:.1f} µs, event {table[name]['event_us']:.2f} µs", flush=True)

    def results(self, rounds, note=""):
        now = datetime.datetime.now(datetime.timezone.utc)
        return {"date": now.strftime("%Y-%m-%d %H:%M UTC"), "note": note, "quick": self.quick, "rounds": rounds, **self.on,
                "scenarios": self.tables, "goals": figures.judged(self.tables),
                "skipped": self.skipped}


def named(text, known, what):
    """A list of names from the command line, checked."""
    names = text.split(",")
    if wrong := [name for name in names if name not in known]:
        sys.exit(f"bench: no {what} {', '.join(wrong)}; there are {', '.join(known)}")
    return names


def read_arguments():
    known_scenarios = [*(each.name for each in scenarios.SCENARIOS), "translation"]
    known_targets = [each.name for each in scenarios.TARGETS]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binaries", type=pathlib.Path, default=machine.ROOT / "build/bin")
    parser.add_argument("--output", type=pathlib.Path, default=machine.ROOT / "docs/benchmarks", help="folder of the results")
    parser.add_argument("--rounds", type=int, help="of each scenario (default 7; with --quick 2)")
    parser.add_argument("--quick", action="store_true", help="short rounds: shows that it works, proves nothing")
    parser.add_argument("--only", default=",".join(known_scenarios), metavar="SCENARIO,…", help=", ".join(known_scenarios))
    parser.add_argument("--targets", default=",".join(known_targets), metavar="TARGET,…", help=", ".join(known_targets))
    parser.add_argument("--instructions", action="store_true", help="count instructions too, with valgrind")
    parser.add_argument("--note", default="", help="what a reader of the results has to know about this run")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a goal was missed")
    arguments = parser.parse_args()
    arguments.only = named(arguments.only, known_scenarios, "scenario") if arguments.only else []
    arguments.targets = named(arguments.targets, known_targets, "target")
    arguments.rounds = arguments.rounds or (2 if arguments.quick else 7)
    return arguments


def main():
    arguments = read_arguments()
    # A thousand streams are two thousand descriptors in a gateway, which inherits the limit from here.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory(prefix="signalbox-bench-") as folder, \
            processes.Programs(arguments.binaries.resolve(), folder) as programs:
        bench = Bench(programs, arguments.quick)
        for name in arguments.only:
            if name == "translation":
                bench.measure_translation(arguments.rounds)
            else:
                bench.measure(scenarios.scenario(name), arguments.targets, arguments.rounds)
        if arguments.instructions:
            bench.count_instructions(arguments.targets)
        results = bench.results(arguments.rounds, arguments.note)
    report.write(results, arguments.output)
    print("\n".join(["", *report.goal_table(results["goals"])]))
    failed = any(each["errors"] for table in results["scenarios"].values() for each in table.values())
    missed = arguments.strict and not all(each["met"] for each in results["goals"])
    return 1 if failed or missed else 0


if __name__ == "__main__":
    sys.exit(main())
