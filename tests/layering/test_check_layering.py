#!/usr/bin/env python3
"""Shows that check_layering.py finds what it is there to find: each case plants one fault in a small tree."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).with_name("check_layering.py")


def check(files, exceptions=""):
    """Runs the check on a tree of {path: text}; returns (exit code, output)."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (root / "exceptions.txt").write_text(exceptions)
        done = subprocess.run([sys.executable, CHECK, "--root", root, "--exceptions", root / "exceptions.txt"],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


CLEAN = {
    "core/base/error.h": "#pragma once\n",
    "core/net/transport.h": '#include "base/error.h"\n',
    "core/http/parser.cpp": '#include "net/transport.h"\n#include <vector>\n',
    "core/wire/ir/event.h": "#pragma once\n",
    "core/wire/openai_chat/codec.h": '#include "wire/ir/event.h"\n',
    "ui/shell/window.cpp": '#include <QWidget>\nauto t = tr("Hello");\n',
}

# behaviour: (planted file, text, part of the expected finding)
FAULTS = {
    "a lower layer includes an upper one": ("core/net/x.cpp", '\n#include "http/parser.h"\n', "core/net/x.cpp:2: net may not include http"),
    "ui reaches into the engine": ("ui/pages/x.cpp", '#include "net/transport.h"\n', "ui may not include net"),
    "core includes ui": ("core/http/x.cpp", '#include "ui/shell/window.h"\n', "http may not include ui"),
    "a folder without a line in the table": ("core/helpers/x.cpp", '#include "net/transport.h"\n', "helpers has no line"),
    "core includes a window": ("core/http/x.cpp", "#include <QWidget>\n", "core knows no windows"),
    "core includes a Gui header by module": ("core/http/x.cpp", "#include <QtGui/QColor>\n", "core knows no windows"),
    "core links the window": ("core/http/CMakeLists.txt", "signalbox_library(http LINKS Qt6::Widgets)\n", "links no Qt Gui"),
    "a format includes another format": ("core/wire/gemini/x.h", '#include "wire/openai_chat/codec.h"\n', "format gemini may not include format openai_chat"),
    "the neutral form includes a format": ("core/wire/ir/x.h", '#include "wire/openai_chat/codec.h"\n', "wire/ir serves all formats"),
    "tr() in core": ("core/http/x.cpp", 'auto t = tr("Hello");\n', "tr() in core"),
    "a sleep": ("core/http/x.cpp", "void f() { std::this_thread::sleep_for(1s); }\n", "core/http/x.cpp:1: sleep"),
    "a sleep in a test": ("tests/core/http/x.cpp", "void f() { QTest::qWait(1); QThread::msleep(5); }\n", "sleep"),
    "processEvents": ("app/x.cpp", "QCoreApplication::processEvents();\n", "processEvents"),
    "a nested event loop": ("ui/shell/x.cpp", "QEventLoop loop;\n", "nested event loop"),
    "string based connect": ("ui/shell/x.cpp", "connect(a, SIGNAL(b()), c, SLOT(d()));\n", "SIGNAL()/SLOT()"),
    "includes that name core": ("core/http/x.cpp", '#include "core/net/transport.h"\n', "write includes from core/ on"),
}


class CheckLayering(unittest.TestCase):
    def test_clean_tree_passes(self):
        code, output = check(CLEAN)
        self.assertEqual(code, 0, output)
        self.assertIn("6 files, 0 findings", output)

    def test_empty_tree_fails(self):
        self.assertEqual(check({"README.md": ""})[0], 1)

    def test_planted_faults_are_found(self):
        for behaviour, (name, text, finding) in FAULTS.items():
            with self.subTest(behaviour):
                code, output = check(CLEAN | {name: text})
                self.assertEqual(code, 1, output)
                self.assertIn(finding, output)

    def test_cycles_are_found(self):
        code, output = check(CLEAN | {"core/net/a.h": '#include "http/b.h"\n'})
        self.assertEqual(code, 1)
        self.assertIn("cycle between folders", output)

    def test_exceptions_excuse_one_rule_in_one_file(self):
        sleeps = CLEAN | {"core/http/x.cpp": "void f() { usleep(1); }\n"}
        self.assertEqual(check(sleeps, "core/http/x.cpp: sleep: a reason\n")[0], 0)
        self.assertEqual(check(sleeps, "core/http/y.cpp: sleep: a reason\n")[0], 1)
        code, output = check(CLEAN | {"core/http/x.cpp": "\n"}, "core/http/x.cpp: sleep: a reason\n")
        self.assertEqual(code, 1)
        self.assertIn("excuses nothing", output)

    def test_comments_and_strings_are_not_code(self):
        text = '// tr("x") and sleep(1)\n/* QEventLoop */\nauto a = "SIGNAL(x)"; auto b = R"(processEvents)"; auto n = 1\'000;\n'
        code, output = check(CLEAN | {"core/http/x.cpp": text})
        self.assertEqual(code, 0, output)


if __name__ == "__main__":
    unittest.main()
