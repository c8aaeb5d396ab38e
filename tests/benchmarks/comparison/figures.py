"""From rounds to figures: medians, what a gateway added, ratios, and the goals beside them."""

import dataclasses
import statistics

import scenarios

GATEWAY_THREAD = "gateway"


def median(values):
    """None where nothing was measured."""
    present = [value for value in values if value is not None]
    return statistics.median(present) if present else None


def cpu_us(measured, thread=None):
    """CPU of a round in µs: of all threads, or of those of that name."""
    return sum(cpu["us"] for name, cpu in measured["cpu"].items() if thread in (None, name))


def user_share(rounds, thread=None):
    """The part of the CPU time spent outside the kernel. The kernel counts it by sampling, a hundred times a second, so
    only the sum over all rounds is worth reading."""
    chosen = [cpu for each in rounds for name, cpu in each["cpu"].items() if thread in (None, name)]
    user = sum(cpu["user_ticks"] for cpu in chosen)
    ticks = user + sum(cpu["kernel_ticks"] for cpu in chosen)
    return user / ticks if ticks else None


def per_request(rounds, thread=None):
    return median([cpu_us(each, thread) / each["requests"] if each["requests"] else None for each in rounds])


def user_per_request(rounds, thread=None):
    share, cpu = user_share(rounds, thread), per_request(rounds, thread)
    return None if share is None or cpu is None else share * cpu


def added(rounds, yardstick, figure, quantile):
    """What the gateway added to the quantile, as the median of the differences round by round."""
    pairs = [(each[figure][quantile], base[figure][quantile]) for each, base in zip(rounds, yardstick)]
    return median([mine - base for mine, base in pairs if mine is not None and base is not None])


def of_target(rounds, yardstick, stream):
    """The figures of one target in one scenario, from its rounds and those of the target without a gateway."""
    figures = {
        "requests_per_second": median([each["requests_per_second"] for each in rounds]),
        "cpu_us_per_request": per_request(rounds),
        "user_us_per_request": user_per_request(rounds),
        "gateway_thread_user_us_per_request": user_per_request(rounds, GATEWAY_THREAD),
        "cpu_us_per_event": median([cpu_us(each) / each["events"] if each["events"] else None for each in rounds]),
        "rss_mb": median([each["rss_kb"] / 1024 for each in rounds]),
        "rss_peak_mb": max(each["rss_peak_kb"] for each in rounds) / 1024,
        "errors": sum(each["errors"] for each in rounds),
        "first_error": next((each["first_error"] for each in rounds if each["first_error"]), ""),
        "rounds": len(rounds),
    }
    for figure in ("first_byte_ms", "total_ms", *(("delay_us",) if stream else ())):
        for quantile in ("p50", "p99"):
            figures[f"{figure}_{quantile}"] = median([each[figure][quantile] for each in rounds])
            figures[f"added_{figure}_{quantile}"] = added(rounds, yardstick, figure, quantile)
    return figures


SLOWEST = ("slowest pair",)


def of_pairs(pairs):
    """The figures of bench_translation by pair of formats, and the worst of each."""
    table = {f"{each['client']} → {each['upstream']}": {**each, "errors": 0} for each in pairs}
    worst = {key: max(each[key] for each in pairs) for key in ("request_us", "event_us")}
    return {**table, SLOWEST[0]: {**worst, "errors": 0}}


@dataclasses.dataclass(frozen=True)
class Goal:
    """What is measured must be at most (or, `at_least`, no less than) the limit."""

    text: str
    scenario: str
    targets: tuple
    figure: str  # a figure of the target, or its ratio: floor:FIGURE, portkey:FIGURE
    limit: float
    at_least: bool = False

    def value(self, table, name):
        """None where one of the two was not measured."""
        over, _, figure = self.figure.rpartition(":")
        mine = table.get(name, {}).get(figure)
        if not over or mine is None:
            return mine
        other = table.get(scenarios.target(name).floor if over == "floor" else over, {}).get(figure)
        return mine / other if other else None

    def met(self, value):
        return value >= self.limit if self.at_least else value <= self.limit


PASS = ("pass-qt", "pass-direct")
CHAT = ("chat-qt", "chat-direct")
TRANSLATE = ("translate-qt", "translate-direct")
REQUEST = "floor:cpu_us_per_request"
EVENT = "floor:cpu_us_per_event"
GOALS = [
    Goal("CPU per whole answer passed through, 32 connections, × nginx", "whole-32", (*PASS, *CHAT), REQUEST, 1.1),
    Goal("CPU per whole answer passed through, 256 connections, × nginx", "whole-256", PASS, REQUEST, 1.1),
    Goal("CPU per stream of 50 events passed through, × nginx", "stream-50", (*PASS, *CHAT), EVENT, 1.0),
    Goal("CPU per stream of 500 events passed through, × nginx", "stream-500", PASS, EVENT, 1.0),
    Goal("CPU per event of 256 paced streams passed through, × nginx", "paced-256", PASS, EVENT, 1.0),
    Goal("CPU per event of 1,000 paced streams passed through, × nginx", "paced-1000", PASS, EVENT, 1.0),
    Goal("CPU per stream of 50 events translated, × nginx forwarding", "stream-50", TRANSLATE, EVENT, 1.2),
    Goal("CPU per stream of 500 events translated, × nginx forwarding", "stream-500", TRANSLATE, EVENT, 1.2),
    Goal("Requests/s, whole answers, × Portkey", "whole-32", PASS, "portkey:requests_per_second", 40, True),
    Goal("p99 of the delay added to an event, 1,000 paced streams, µs", "paced-1000", (*PASS, *TRANSLATE),
         "added_delay_us_p99", 5000),
    Goal("User CPU of the gateway thread per small request, µs", "whole-32", PASS,
         "gateway_thread_user_us_per_request", 11),
    Goal("User CPU of the whole process per small request, µs", "whole-32", PASS, "user_us_per_request", 11),
    Goal("Instructions of the gateway thread per small request", "instructions", PASS, "gateway", 25000),
    Goal("Instructions of the whole process per small request", "instructions", PASS, "all", 25000),
    Goal("CPU to read and write anew a coding agent's request of 120 kB, µs", "translation", SLOWEST, "request_us", 100),
    Goal("CPU to read and write anew an event of a stream, µs", "translation", SLOWEST, "event_us", 1.0),
]


def judged(tables):
    """One line for each goal and target that was measured."""
    lines = []
    for goal in GOALS:
        for name in goal.targets:
            value = goal.value(tables.get(goal.scenario, {}), name)
            if value is not None:
                lines.append({"goal": goal.text, "target": name, "value": value, "limit": goal.limit,
                              "at_least": goal.at_least, "met": goal.met(value)})
    return lines
