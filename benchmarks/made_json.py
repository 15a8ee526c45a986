"""Make JSON that stands in one line, as bundlers and exports write it, with made-up secrets among its members.

    python benchmarks/made_json.py FOLDER [--kilobytes 1200] [--secrets 50]

For `secrets_equality.py`. Every `--secrets`-th entry has an API key; the values are drawn anew from the same seed, and open
nothing.
"""

from __future__ import annotations

import argparse
import json
import string
from pathlib import Path
from random import Random

WORDS = "the quick brown fox jumps over a lazy dog and runs away before anybody notices it".split()


def entry(number: int, drawn: Random, secrets: int) -> dict[str, object]:
    """One member of the list: mostly what a catalogue has."""
    made: dict[str, object] = {
        "id": number,
        "name": f"item {number}",
        "tags": drawn.sample(WORDS, 3),
        "price": round(drawn.random() * 100, 2),
        "sku": f"{drawn.getrandbits(32):08x}",
        "description": " ".join(drawn.choices(WORDS, k=12)),
        "active": True,
    }
    if number % secrets == 0:
        made["api_key"] = "".join(drawn.choices(string.ascii_letters + string.digits, k=24))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__.partition("\n")[0], epilog="example: made_json.py /tmp/made --secrets 2"
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kilobytes", type=int, default=1200)
    parser.add_argument("--secrets", type=int, default=50, help="one entry in so many has a key")
    options = parser.parse_args()
    drawn, entries, size = Random(3), [], 0
    while size < options.kilobytes * 1000:
        entries.append(json.dumps(entry(len(entries), drawn, options.secrets)))
        size += len(entries[-1]) + 2
    options.folder.mkdir(parents=True, exist_ok=True)
    (options.folder / "one-line.json").write_text("[" + ", ".join(entries) + "]", encoding="utf-8")


if __name__ == "__main__":
    main()
