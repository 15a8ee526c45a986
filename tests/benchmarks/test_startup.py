"""Reading what `-X importtime` writes, and whose imports they are."""

from __future__ import annotations

from startup import Breakdown, Import, break_down, parse_imports

LOG = """\
import time: self [us] | cumulative | imported package
import time:       120 |        120 |   _io
import time:        80 |        200 | io
a warning that the command wrote: nothing
import time:       300 |        300 |     dockerfile_parse.constants
import time:        50 |        350 |   dockerfile_parse
import time:        40 |         40 |   roadworthy.core
import time:        60 |        450 | roadworthy.check_dockerfile
import time:       500 |        500 | argparse
import time:       x | 3 | argparse
"""


def test_imports_are_read_with_their_own_time_and_full_name() -> None:
    assert parse_imports(LOG) == [
        Import("_io", 120),
        Import("io", 80),
        Import("dockerfile_parse.constants", 300),
        Import("dockerfile_parse", 50),
        Import("roadworthy.core", 40),
        Import("roadworthy.check_dockerfile", 60),
        Import("argparse", 500),
    ]


def test_imports_are_sorted_by_whose_they_are() -> None:
    parts = break_down(parse_imports(LOG), {"_io"}, {"_io", "io", "argparse"})
    assert parts == Breakdown(100, 2, {"dockerfile_parse": 350}, 580, (Import("argparse", 500), Import("io", 80)))


def test_only_the_dearest_of_the_standard_library_are_listed_but_all_are_counted() -> None:
    imports = [Import(f"m{number}", number) for number in range(1, 21)]
    parts = break_down(imports, (), {line.module for line in imports})
    assert [line.self_us for line in parts.standard] == [20, 19, 18, 17, 16, 15, 14, 13]
    assert parts.standard_total == 210
