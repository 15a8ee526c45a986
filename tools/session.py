"""Run the README's terminal session for real: from `init` on a clone of an application to the first commit that is blocked.

python tools/session.py CLONE     write it into README.md, between the marks

The clone is copied first. The hooks come through pre-commit from this checkout, which stands in for the project's address. What
differs from one run to the next (commit hashes) and what pre-commit says while it installs is left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from roadworthy.printing import project

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = (
    "roadworthy init",
    "pre-commit install && git add . && git commit -qm 'Ask whether it is fit for the road'",
    "sed -i 's/alpine:3.24/alpine/' packaging/docker/alpine/Dockerfile && git commit -qam 'Follow the newest Alpine'",
)
_BLOCK = re.compile(r"(?<=<!-- session -->\n).*?(?=<!-- end: session -->)", re.S)
_NOISE = re.compile(r"\[(?:INFO|WARNING)\] ")


def call(folder: Path, command: str, **environment: str) -> str:
    """What the command prints, on a terminal of 92 columns without colour."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PRE_COMMIT", "PYTHONPATH"))}
    kept |= {"NO_COLOR": "1", "COLUMNS": "92", "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_GLOBAL": os.devnull} | environment
    for role in ("AUTHOR", "COMMITTER"):
        kept |= {f"GIT_{role}_NAME": "Someone", f"GIT_{role}_EMAIL": "someone@example.com"}
    done = subprocess.run(
        command, shell=True, cwd=folder, env=kept, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.stdout.decode("utf-8")


def session(clone: Path, folder: Path) -> str:
    """The session's text."""
    version, url = project()
    hooks, application = folder / "roadworthy", folder / clone.name.rpartition("+")[2]
    call(
        folder, f"git clone -q '{ROOT}' '{hooks}' && git -C '{hooks}' tag -f v{version}; git clone -q '{clone}' '{application}'"
    )
    config = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.{hooks}.insteadOf", "GIT_CONFIG_VALUE_0": url}
    lines: list[str] = []
    for command in COMMANDS:
        said = call(application, command, PRE_COMMIT_HOME=str(folder / "store"), **config)
        lines += [f"$ {command}", *(line for line in said.splitlines() if not _NOISE.match(line)), ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def main(arguments: list[str]) -> int:
    """Write the session into the README."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        said = session(Path(arguments[0]).resolve(), Path(name))
        if name in said:
            print(f"a path of this machine is in it:\n{said}", file=sys.stderr)
            return 1
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(_BLOCK.sub(lambda _: f"```console\n{said}```\n", text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
