#!/usr/bin/env python3
"""Holds the layers of the project: who may include whom (layers.txt), no cycles between folders, and what has no
place in a layer at all (windows in core, sleeps and nested event loops anywhere).

Prints FILE:LINE: message for each finding and exits 1 if there is one. Reads sources only, needs no build.
"""

import argparse
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
SOURCES = {".h", ".hpp", ".cpp", ".cc"}

# Folders of wire/ that every format may use; all others there are formats, which never include each other:
# N readers and N writers around one neutral form, not N² translators.
WIRE_SHARED = {"json", "ir", "sse", "framing"}

QT_WINDOW = re.compile(
    r"^(QtGui|QtWidgets|QtCharts|QtSvg|QtSvgWidgets)(/|$)"
    r"|^Q(Application|GuiApplication|Widget|MainWindow|Dialog|Action|Icon|Pixmap|Image|Painter|Color|Font|Palette"
    r"|Chart|ChartView|Menu|SystemTrayIcon|Clipboard|Window|Screen|DesktopServices|KeySequence|StandardItemModel"
    r"|Label|PushButton|LayoutItem|BoxLayout|TableView|TreeView|MessageBox|FileDialog|SvgRenderer)$"
)

# (rule, pattern, where it holds, what to do instead)
TEXT_RULES = [
    ("tr() in core", re.compile(r"(?<![\w:])tr\("), ("core",), "text for people is made in ui"),
    ("sleep", re.compile(r"\b(u|nano|m)?sleep(_for|_until)?\s*\("), ("core", "ui", "app", "tests/core", "tests/ui", "tests/integration"),
     "wait with a deadline on what is awaited"),
    ("processEvents", re.compile(r"\bprocessEvents\b"), ("core", "ui", "app", "tests/core", "tests/ui", "tests/integration"),
     "no nested event processing; in tests QTRY_… or a spy"),
    ("nested event loop", re.compile(r"\bQEventLoop\b"), ("core", "ui", "app"), "continue in a slot or a future"),
    ("blocking queued call", re.compile(r"\bBlockingQueuedConnection\b"), ("core", "ui", "app"), "send a value, get one back"),
    ("SIGNAL()/SLOT()", re.compile(r"\b(SIGNAL|SLOT)\s*\("), ("core", "ui", "app", "tests"), "connect a pointer to member"),
    ("sender()", re.compile(r"(?<![\w.>:])sender\(\)"), ("core", "ui", "app"), "capture what is needed"),
]


def read_layers(path):
    """layers.txt as {folder: set of folders it may include}; "*" stays as it is."""
    layers = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        name, colon, rest = line.partition(":")
        if not colon or name in layers:
            sys.exit(f"{path}:{number}: expected 'folder: folder…', each folder once")
        layers[name.strip()] = set(rest.split())
    return layers


def read_exceptions(path):
    """exceptions.txt as {(file, rule): line number}. Each line is FILE: RULE: the reason."""
    exceptions = {}
    for number, line in enumerate(path.read_text().splitlines() if path.exists() else [], 1):
        if line.strip() and not line.startswith("#"):
            fields = [field.strip() for field in line.split(":", 2)]
            if len(fields) != 3 or not all(fields):
                sys.exit(f"{path}:{number}: expected 'file: rule: reason'")
            exceptions[(fields[0], fields[1])] = number
    return exceptions


def strip_code(text):
    """The text with comments, string and character literals blanked out, line structure kept."""
    pattern = re.compile(
        r'R"(?P<d>[^()\\\s]{0,16})\((?:.|\n)*?\)(?P=d)"|//[^\n]*|/\*(?:.|\n)*?\*/'
        r"|\"(?:\\.|[^\"\\\n])*\"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'")
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


class Checker:
    def __init__(self, root, layers, exceptions):
        self.root = root
        self.layers = layers
        self.exceptions = exceptions
        self.excused = set()
        self.findings = []
        self.edges = {}  # folder -> {included folder: "file:line" of the first such include}

    def report(self, path, line, message):
        self.findings.append(f"{path.relative_to(self.root)}:{line}: {message}")

    def folder_of(self, path):
        parts = path.relative_to(self.root).parts
        return parts[1] if parts[0] == "core" and len(parts) > 2 else parts[0]

    def target_of(self, included):
        """The folder an include names, or None for what is not ours."""
        first = included.split("/", 1)[0]
        if "/" not in included:
            return None
        if first in ("ui", "app"):
            return first
        return first if (self.root / "core" / first).is_dir() or first in self.layers else None

    def check_include(self, path, line, quote, included):
        source = self.folder_of(path)
        if path.relative_to(self.root).parts[0] == "core" and QT_WINDOW.search(included):
            self.report(path, line, f"core knows no windows, but includes <{included}>")
        if quote != '"':
            return
        if included.startswith("core/"):
            self.report(path, line, f'write includes from core/ on: "{included[5:]}"')
            return
        target = self.target_of(included)
        if target is None or target == source:
            self.check_wire(path, line, included)
            return
        self.edges.setdefault(source, {}).setdefault(target, f"{path.relative_to(self.root)}:{line}")
        allowed = self.layers.get(source)
        if allowed is None:
            self.report(path, line, f"folder {source} has no line in layers.txt")
        elif target != "base" and target not in allowed and "*" not in allowed:
            self.report(path, line, f'{source} may not include {target} ("{included}")')

    def check_wire(self, path, line, included):
        own, other = path.relative_to(self.root).parts, included.split("/")
        if len(own) < 4 or own[:2] != ("core", "wire") or len(other) < 3 or other[0] != "wire":
            return
        if own[2] in WIRE_SHARED:
            if other[1] not in WIRE_SHARED:
                self.report(path, line, f"wire/{own[2]} serves all formats and may not include wire/{other[1]}")
        elif other[1] != own[2] and other[1] not in WIRE_SHARED:
            self.report(path, line, f"format {own[2]} may not include format {other[1]}: both speak wire/ir")

    def check_text(self, path, code):
        name = path.relative_to(self.root).as_posix()
        for rule, pattern, places, instead in TEXT_RULES:
            if not any(name.startswith(place + "/") for place in places):
                continue
            for match in pattern.finditer(code):
                if (name, rule) in self.exceptions:
                    self.excused.add((name, rule))
                    continue
                self.report(path, code.count("\n", 0, match.start()) + 1, f"{rule}: {instead}")

    def check_cmake(self):
        for path in sorted((self.root / "core").rglob("CMakeLists.txt")):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if re.search(r"Qt6::(Gui|Widgets|Charts|Svg)\b", line.split("#", 1)[0]):
                    self.report(path, number, "core links no Qt Gui, Widgets, Charts or Svg")

    def check_exceptions(self):
        for name, rule in sorted(self.exceptions.keys() - self.excused):
            if (self.root / name).exists():
                self.findings.append(f"{name}:1: the exception from '{rule}' excuses nothing: remove it")

    def check_cycles(self):
        state = {}

        def visit(folder, trail):
            state[folder] = "open"
            for target, place in sorted(self.edges.get(folder, {}).items()):
                if state.get(target) == "open":
                    cycle = trail[trail.index(target):] + [target]
                    self.findings.append(f"{place}: cycle between folders: {' -> '.join(cycle)}")
                elif target not in state:
                    visit(target, trail + [target])
            state[folder] = "done"

        for folder in sorted(self.edges):
            if folder not in state:
                visit(folder, [folder])

    def run(self):
        count = 0
        for top in ("core", "ui", "app", "tests"):
            for path in sorted((self.root / top).rglob("*")):
                if path.suffix not in SOURCES or "node_modules" in path.parts:
                    continue
                count += 1
                text = path.read_text(encoding="utf-8", errors="replace")
                self.check_text(path, strip_code(text))
                if top == "tests":
                    continue
                for number, line in enumerate(text.splitlines(), 1):
                    if match := INCLUDE.match(line):
                        self.check_include(path, number, match[1], match[2])
        self.check_cmake()
        self.check_exceptions()
        self.check_cycles()
        return count


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    arguments.add_argument("--layers", type=pathlib.Path, default=pathlib.Path(__file__).with_name("layers.txt"))
    arguments.add_argument("--exceptions", type=pathlib.Path, default=pathlib.Path(__file__).with_name("exceptions.txt"))
    options = arguments.parse_args()
    checker = Checker(options.root.resolve(), read_layers(options.layers), read_exceptions(options.exceptions))
    count = checker.run()
    print("\n".join(checker.findings + [f"layering: {count} files, {len(checker.findings)} findings"]))
    return 1 if checker.findings or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
