"""Whatever an example file or what stands around it holds: it is judged or named, everything else still is, and nothing hangs."""

from __future__ import annotations

import pytest
from roadworthy.areas import BY_NAME
from roadworthy.catalogue import rules_of
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.run import run
from roadworthy.core.tree import SampleTree

WITNESS = {"app/settings.py": 'import os\nos.environ["PAYMENTS_URL"]\n', "app/.env.example": "PORT=\n"}

FILES: dict[str, str | bytes] = {
    "empty": "",
    "binary": b"A=\0\xff" * 1000,
    "UTF-16": "A_KEY=1\n".encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbfA_KEY=1\r\n",
    "Latin-1": b"# caf\xe9\nA=\xe9\n",
    "a long line": "A=" + "b" * 2_000_000,
    "a long key": "A" * 2_000_000 + "=1",
    "a long comment of names": "# " + "A_NAME " * 200_000,
    "blanks": "A =" + " " * 500_000 + "x\n",
    "many quotes": 'A="\n' * 50_000,
    "many equal keys": "A_PASSWORD=x\n" * 40_000,
    "many keys": "".join(f"A_{i}_KEY=\n" for i in range(30_000)),
    "too many lines": "A=1\n" * 120_000,
    "slashes": "A_SECRET=" + "/" * 1_000_000 + "!",
    "templates": "{{ range }}\n" * 10_000,
    "control signs": "A\x1b[2J=\x07\nB\x00C=1\n",
}


@pytest.mark.parametrize("name", FILES)
def test_the_file_is_judged_or_named_and_the_others_still_are(name: str) -> None:
    files = {**WITNESS, ".env.example": FILES[name], "compose.yaml": "services: {}\n", "web.yaml": "env: [" * 300}
    for changed in (None, (".env.example", "app/settings.py")):
        said = list(run(Repository(SampleTree(files)), rules_of([BY_NAME["env-example"]]), changed))
        assert not [one.what.why for one in said if isinstance(one.what, Unreadable) and "please report" in one.what.why]
        assert any(getattr(one.what, "symbol", "") == "PAYMENTS_URL" for one in said)
