"""The results as JSON and as a page."""

import json

import scenarios

COLUMNS = [
    ("requests/s", "requests_per_second", 0), ("CPU µs/request", "cpu_us_per_request", 1),
    ("of it user", "user_us_per_request", 1), ("CPU µs/event", "cpu_us_per_event", 2),
    ("first byte p50 ms", "first_byte_ms_p50", 2), ("added p50 ms", "added_total_ms_p50", 2),
    ("added p99 ms", "added_total_ms_p99", 2), ("event added p50 µs", "added_delay_us_p50", 0),
    ("event added p99 µs", "added_delay_us_p99", 0), ("RSS MB", "rss_mb", 0), ("peak MB", "rss_peak_mb", 0),
    ("errors", "errors", 0),
]
NOTE = """\
Written by `./dev bench`; scenarios and goals stand in `tests/benchmarks/comparison`. One run on one machine: load
generator, mock provider and gateway share its cores, so read ratios within a table, never numbers across tables or
machines. Figures are medians of rounds that alternate between the targets. CPU is user and kernel time of the
gateway's whole process (Signalbox: with authentication, ledger and metrics on). "Added" is the difference to the line
without a gateway, round by round. What stands in brackets behind Signalbox is the transport it was asked for.
"""


def number(value, digits):
    """With thousands separators. Measured values below 100 keep a digit at least; counts are whole."""
    if value is None:
        return "–"
    if isinstance(value, float) and abs(value) < 100:
        digits = max(digits, 1)
    return f"{value:,.{digits}f}"


def row(cells):
    return "| " + " | ".join(cells) + " |"


def rule(count):
    return "| --- |" + " ---: |" * (count - 1)


def ratio(figures, floor):
    mine, other = (each.get("cpu_us_per_event") or each.get("cpu_us_per_request") for each in (figures, floor))
    return f"{mine / other:.2f}" if mine and other else "–"


def scenario_table(scenario, table):
    """Columns that no target has are left out; the ratio is of CPU per event where there are events."""
    columns = [column for column in COLUMNS if any(each.get(column[1]) is not None for each in table.values())]
    lines = [f"## {scenario.title}", "", row(["", *(title for title, _, _ in columns), "CPU × nginx"]), rule(len(columns) + 2)]
    for name, figures in table.items():
        target = scenarios.target(name)
        cells = [number(figures.get(key), digits) for _, key, digits in columns]
        lines.append(row([target.title, *cells, ratio(figures, table.get(target.floor, {}))]))
    return lines + [""]


def instruction_table(table):
    threads = sorted({name for each in table.values() for name in each} - {"errors", "first_error"})
    lines = ["## Instructions per small request (callgrind)", "", row(["", *threads]), rule(len(threads) + 1)]
    lines += [row([scenarios.target(name).title, *(number(each.get(thread), 0) for thread in threads)])
              for name, each in table.items()]
    return lines + [""]


def pair_table(table):
    """A row for each client's format, a column for each provider's: µs of a request / of an event."""
    pairs = [each for each in table.values() if "client" in each]
    upstreams = list(dict.fromkeys(each["upstream"] for each in pairs))
    lines = ["## Reading in one format and writing in another", "",
             "CPU of the thread in µs, for a coding agent's request of 120 kB / for an event of a streamed answer: indexed, checked,",
             "read into the neutral form and written. Rows are what the client speaks, columns what the provider speaks.", "",
             row(["", *upstreams]), rule(len(upstreams) + 1)]
    for client in dict.fromkeys(each["client"] for each in pairs):
        cells = {each["upstream"]: f"{each['request_us']:.0f} / {each['event_us']:.2f}" for each in pairs if each["client"] == client}
        lines.append(row([client, *(cells[name] for name in upstreams)]))
    return lines + [""]


def table_of(name, table):
    if name == "instructions":
        return instruction_table(table)
    return pair_table(table) if name == "translation" else scenario_table(scenarios.scenario(name), table)


def goal_table(goals):
    lines = ["## Goals", "", row(["goal", "target", "measured", "limit", ""]), "| --- | --- | ---: | ---: | --- |"]
    for each in goals:
        digits = 2 if each["limit"] < 10 else 0 if each["limit"] > 100 else 1
        limit = ("≥ " if each["at_least"] else "≤ ") + number(each["limit"], digits if each["limit"] < 10 else 0)
        lines.append(row([each["goal"], each["target"], number(each["value"], digits), limit, "met" if each["met"] else "**missed**"]))
    return lines + [""]


def markdown(results):
    machine, versions = results["machine"], results["versions"]
    how = f"{results['rounds']} rounds" + (", **quick**: shorter than a judgement needs" if results["quick"] else "")
    lines = ["# Signalbox beside others", "", NOTE,
             f"{results['date']}, {how}. {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
             f"{machine['system']}, kernel {machine['kernel']}. "
             + ", ".join(f"{name} {version}" for name, version in versions.items() if version) + ".", ""]
    lines += [f"**Note.** {results['note']}", ""] if results["note"] else []
    lines += goal_table(results["goals"]) if results["goals"] else []
    for name, table in results["scenarios"].items():
        lines += table_of(name, table)
    if results["skipped"]:
        lines += ["## Not measured", "", *(f"- {reason}" for reason in results["skipped"]), ""]
    return "\n".join(lines).rstrip() + "\n"


def rounded(value):
    """Four decimals: what lies behind them was not measured."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return [rounded(each) for each in value] if isinstance(value, list) else value


def write(results, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(rounded(results), indent=1, ensure_ascii=False) + "\n")
    (folder / "README.md").write_text(markdown(results))
