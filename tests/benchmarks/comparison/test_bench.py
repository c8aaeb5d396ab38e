#!/usr/bin/env python3
"""That the bench works: a short run on loopback without an error and with every figure, and the arithmetic. Nothing here
looks at how long anything took.

usage: test_bench.py FOLDER-OF-BINARIES
"""

import dataclasses
import json
import pathlib
import sys
import tempfile
import unittest

import bench
import figures
import processes
import report
import scenarios

BINARIES = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None
TARGETS = ("mock", "pass-qt", "translate-qt")


def measured(requests, cpu, user=1, kernel=3, p99=2.0):
    return {"requests": requests, "events": 0, "requests_per_second": requests, "errors": 0, "first_error": "", "rss_kb": 2048,
            "rss_peak_kb": 4096, "cpu": {"gateway": {"us": cpu, "user_ticks": user, "kernel_ticks": kernel}},
            "first_byte_ms": {"p50": 1.0, "p99": p99}, "total_ms": {"p50": 1.0, "p99": p99}, "delay_us": {"p50": None, "p99": None}}


class Run(unittest.TestCase):
    """Mock, load generator and `signalbox serve` together."""

    def measure(self, name, connections):
        small = dataclasses.replace(scenarios.scenario(name), connections=connections, warm_up_ms=30, time_ms=150)
        with tempfile.TemporaryDirectory() as folder, processes.Programs(BINARIES, folder) as programs:
            run = bench.Bench(programs, quick=False)
            run.measure(small, TARGETS, rounds=1)
            results = json.loads(json.dumps(run.results(rounds=1)))
            report.write(results, pathlib.Path(folder))
            page = (pathlib.Path(folder) / "README.md").read_text()
        table = results["scenarios"][name]
        self.assertEqual(tuple(table), TARGETS, results["skipped"])
        for target, each in table.items():
            self.assertEqual(each["errors"], 0, f"{target}: {each['first_error']}")
            self.assertIn(scenarios.target(target).title, page)
        return table

    def assert_figures(self, table, keys):
        for target, each in table.items():
            for key in keys:
                self.assertIsNotNone(each[key], f"{target}: {key}")

    def test_whole_answers(self):
        table = self.measure("whole-32", 4)
        # How user and kernel time divide is known only by the kernel's ticks, and a short run may have none.
        self.assert_figures(table, ["requests_per_second", "cpu_us_per_request", "rss_mb", "rss_peak_mb", "first_byte_ms_p50",
                                    "first_byte_ms_p99", "total_ms_p50", "added_total_ms_p50", "added_total_ms_p99"])

    def test_streams(self):
        table = self.measure("stream-50", 4)
        self.assert_figures(table, ["cpu_us_per_event", "delay_us_p50", "delay_us_p99", "added_delay_us_p99"])


    def test_pairs_of_formats(self):
        with tempfile.TemporaryDirectory() as folder, processes.Programs(BINARIES, folder) as programs:
            run = bench.Bench(programs, quick=False)
            run.measure_translation(rounds=1)
            results = run.results(rounds=1)
            report.write(results, pathlib.Path(folder))
            page = (pathlib.Path(folder) / "README.md").read_text()
        self.assertEqual(len(results["scenarios"]["translation"]), 4 * 7 + 1)
        self.assertEqual([each["target"] for each in results["goals"]], [*figures.SLOWEST] * 2)
        self.assertIn("| openai-responses | openai-chat | anthropic-messages | gemini |", page)


class Arithmetic(unittest.TestCase):
    """From rounds to figures and goals."""

    def test_medians_and_differences(self):
        rounds = [measured(10, 100), measured(10, 300), measured(10, 200)]
        base = [measured(10, 0, p99=1.5), measured(10, 0, p99=1.0), measured(10, 0, p99=0.5)]
        of_target = figures.of_target(rounds, base, stream=False)
        self.assertEqual(of_target["cpu_us_per_request"], 20)
        self.assertEqual(of_target["user_us_per_request"], 5)
        self.assertEqual(of_target["gateway_thread_user_us_per_request"], 5)
        self.assertEqual(of_target["added_total_ms_p99"], 1.0)
        self.assertEqual(of_target["rss_peak_mb"], 4)

    def test_a_round_without_requests_is_no_figure(self):
        self.assertIsNone(figures.of_target([measured(0, 5)], [measured(0, 0)], stream=False)["cpu_us_per_request"])

    def test_goals_are_ratios_of_the_same_scenario(self):
        table = {"nginx": {"cpu_us_per_request": 10.0}, "pass-qt": {"cpu_us_per_request": 11.0, "requests_per_second": 900},
                 "portkey": {"requests_per_second": 20}}
        judged = {(each["goal"].split(",")[0], each["target"]): each for each in figures.judged({"whole-32": table})}
        self.assertTrue(judged["CPU per whole answer passed through", "pass-qt"]["met"])
        self.assertEqual(judged["Requests/s", "pass-qt"]["value"], 45)
        self.assertTrue(judged["Requests/s", "pass-qt"]["met"])
        self.assertEqual(len(judged), 2)

    def test_goals_and_scenarios_name_what_exists(self):
        known = {each.name for each in scenarios.TARGETS}
        for goal in figures.GOALS:
            self.assertLessEqual(set(goal.targets), {*known, *figures.SLOWEST})
            if goal.scenario not in ("instructions", "translation"):
                self.assertLessEqual(set(goal.targets), set(scenarios.scenario(goal.scenario).targets), goal.text)
        for each in scenarios.SCENARIOS:
            self.assertLessEqual(set(each.targets), known)


if __name__ == "__main__":
    unittest.main(failfast=True)
