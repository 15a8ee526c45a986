"""No pattern takes time that grows faster than the text: each is fed repetitions of all that it is made of.

A process of its own gives every attack two seconds of CPU. At 60,000 characters, what grows with the square needs more than
that; what is linear needs a hundredth.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

# Patterns that are only tried where a text begins, never at each of its characters.
AT_THE_START = (
    "places_addresses._REMARK places_addresses._HOST properties._SPACED engine_ini._ALLOWS_NEXT places_judged._CALLED"
    " places_judged._ENTRY_POINT places_judged._NUMBER places_judged._HOST_AND_PORT places_judged._RESOURCE throwaway._WORDS throwaway._BASE64 dotenv._KEY"
    " toml_lines._KEY hcl_lines._BLOCK plausible._EXPRESSION plausible._TYPE plausible._PATH plausible._URL"
)
# Patterns of values and stretches of a line, which are bounded before a pattern sees them.
OF_SHORT_TEXTS = {
    "providers._NAME": 160,  # characters
    **dict.fromkeys(("plausible._CREDENTIALS", "plausible._REFERENCE", "plausible._PATH", "places_judged._TO_FILL_IN"), 4096),
}

CHILD = r'''
import importlib, json, pkgutil, re, signal, sys, warnings
import roadworthy.secrets
from roadworthy.core.patterns import pattern
from roadworthy.tables.providers import PROVIDERS
from roadworthy.tables.providers_row import expression
warnings.simplefilter("ignore")
try:
    import re._parser as parser
except ImportError:  # before Python 3.11
    import sre_parse as parser
SIZE = 60_000
at_start, short = set(sys.argv[1].split()), json.loads(sys.argv[2])
lazy = type(pattern("a"))
shaped = re.compile(r"\\[wsdbSWDZA]|\[[^\]]+\]|\(\?|[*+]|\{\d")
found = {}

def collect(name, value):
    if isinstance(value, lazy):
        found.setdefault((value._source, value._flags), name)
    elif isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        found.setdefault((value.pattern, value.flags & ~re.UNICODE), name)
    elif isinstance(value, str) and len(value) > 4 and shaped.search(value):
        try:
            re.compile(value)
        except re.error:
            return
        found.setdefault((value, 0), name)
    elif isinstance(value, dict):
        for one in value.values():
            collect(name, one)
    elif isinstance(value, (tuple, list)) and not hasattr(value, "keywords"):
        for one in value:
            collect(name, one)

modules = ["roadworthy.secrets." + m.name for m in pkgutil.iter_modules(roadworthy.secrets.__path__)]
readers = "dotenv setting properties hcl_lines toml_lines json_text xml_text sql php credential_files connection_strings"
modules += ["roadworthy.parsing." + name for name in readers.split()] + ["roadworthy.tables.secret_managers"]
for module in modules:
    for name, value in vars(importlib.import_module(module)).items():
        if not name.startswith("__") and name != "annotations":
            collect(f"{module.rpartition('.')[2]}.{name}", value)
rows = {f"row {row.id}": expression(row) for row in PROVIDERS}
for name, source in rows.items():
    found.setdefault((source, 0), name)
    at_start.add(name)  # tried where the search found its keyword

def one_of(items):
    negated = bool(items) and str(items[0][0]) == "NEGATE"
    some = set()
    for kind, what in items:
        kind = str(kind)
        if kind == "LITERAL":
            some.add(chr(what))
        elif kind == "RANGE":
            some.update((chr(what[0]), chr(what[1])))
        elif kind == "CATEGORY":
            some.add({"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a"}.get(str(what), "-"))
    if negated:
        return next((c for c in "a1 -_./:=x\n\x01" if c not in some), "\x02")
    return sorted(some)[0] if some else "a"

def sample(tree, parts):
    """A text that the pattern goes along with; `parts` collects the pieces it is made of."""
    made = ""
    for kind, what in tree:
        kind = str(kind)
        piece = ""
        if kind == "LITERAL":
            piece = chr(what)
        elif kind == "NOT_LITERAL":
            piece = "b" if what == 97 else "a"
        elif kind == "ANY":
            piece = "a"
        elif kind == "IN":
            piece = one_of(what)
        elif kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            inner = sample(what[2], parts)
            parts.add(inner)
            piece = inner * max(1, min(what[0], 40))
        elif kind == "SUBPATTERN":
            piece = sample(what[3], parts)
        elif kind == "BRANCH":
            pieces = [sample(branch, parts) for branch in what[1]]
            parts.update(pieces)
            piece = pieces[0]
        elif kind == "ASSERT":
            sample(what[1], parts)
        parts.add(piece)
        made += piece
    return made

def attacks(source, flags, size):
    parts = set()
    whole = sample(parser.parse(source, flags), parts)
    parts = {part for part in parts if part and len(part) < 80}
    for part in parts:
        yield part * (size // len(part)) + "\x02"
        yield whole[:-1] + part * (size // len(part))
    for end in {len(whole) // 2, len(whole) - 1, len(whole)}:
        if end > 0:
            yield whole[:end] * (size // end)

def stop(*_):
    raise TimeoutError

def run(name, source, flags):
    compiled = re.compile(source, flags)
    count = 0
    for text in attacks(source, flags, short.get(name, SIZE)):
        count += 1
        signal.setitimer(signal.ITIMER_VIRTUAL, 2)
        try:
            if name in at_start:
                compiled.match(text)
                compiled.fullmatch(text)
            else:
                for _ in compiled.finditer(text):
                    pass
        except TimeoutError:
            print(f"{name}: {text[:40]!r}")
            return count
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return count

signal.signal(signal.SIGVTALRM, stop)
tried = sum(run(name, *key) for key, name in found.items() if len(sys.argv) < 4)
if len(sys.argv) > 3:
    run("given", sys.argv[3], 0)
else:
    print(f"{len(found)} patterns", file=sys.stderr)
'''


def child(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CHILD, AT_THE_START, json.dumps(OF_SHORT_TEXTS), *arguments],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="timers of CPU are of POSIX systems")]


def test_no_pattern_grows_faster_than_its_text() -> None:
    done = child()
    assert (done.returncode, done.stdout) == (0, ""), done.stderr[-2000:]
    assert int(done.stderr.split()[0]) > 300, "patterns were found to try"


@pytest.mark.parametrize("bad", [r"(?:a+b?)+c", r"[a-z]+[a-z0-9]*=", r"\s+\Z"])
def test_a_pattern_that_does_would_be_seen(bad: str) -> None:
    assert child(bad).stdout.startswith("given: ")
