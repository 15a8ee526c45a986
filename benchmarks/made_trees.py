"""Make the inputs that need no clone: a commit of five files, workflows, trees of a given size, a history of many blobs.

    python benchmarks/made_trees.py FOLDER [--files 1000]

The same words give the same bytes. A tree has the mixture of an application of several services: mostly source in four
languages, then documents, data, manifests, compose files, Dockerfiles and a few workflows.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = "order basket customer invoice stock price parcel refund voucher supplier review session ledger quote route".split()

DOCKERFILE = """\
FROM python:3.12.8-slim
WORKDIR /srv/{word}
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY src ./src
USER 10001
HEALTHCHECK CMD ["python", "-m", "src.health"]
CMD ["python", "-m", "src"]
"""
COMPOSE = """\
services:
  {word}:
    build: .
    ports: ["${{{upper}_PORT:-{port}}}:8000"]
    environment:
      {upper}_DATABASE_URL: ${{{upper}_DATABASE_URL:?set it in .env}}
    depends_on:
      db: {{condition: service_healthy}}
    healthcheck:
      test: ["CMD", "python", "-m", "src.health"]
  db:
    image: postgres:17.6
    healthcheck:
      test: ["CMD-SHELL", "pg_isready"]
"""
WORKFLOW = """\
name: {word} {number}
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  lint:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with: {{python-version: "3.12"}}
      - run: pip install ruff && ruff check {word}
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    strategy:
      matrix:
        shard: [1, 2, {number}]
    services:
      postgres:
        image: postgres:17.6
    steps:
      - uses: actions/checkout@v4
      - name: Test
        env:
          SHARD: ${{{{ matrix.shard }}}}
        run: |
          python -m pip install -r requirements.txt
          python -m pytest tests/{word} --shard "$SHARD"
      - uses: actions/upload-artifact@v4
        if: always()
        with: {{name: report-{number}, path: report}}
  build:
    needs: [lint, test]
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
      - run: |
          set -euo pipefail
          docker build -t "registry.example.com/{word}:${{GITHUB_SHA}}" .
          docker push "registry.example.com/{word}:${{GITHUB_SHA}}"
"""
MANIFEST = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {word}-{number}}}
spec:
  replicas: 3
  selector:
    matchLabels: {{app: {word}-{number}}}
  template:
    metadata:
      labels: {{app: {word}-{number}}}
    spec:
      containers:
        - name: {word}
          image: registry.example.com/{word}:1.{number}.0
          ports: [{{containerPort: 8000}}]
          readinessProbe:
            httpGet: {{path: /ready, port: 8000}}
          resources:
            requests: {{cpu: 100m, memory: 128Mi}}
            limits: {{memory: 256Mi}}
"""
PYTHON = """\
def {word}_{number}(total: int, rate: float = {rate}) -> float:
    \"\"\"The {word} of a {other}, in cents.\"\"\"
    if total < {number}:
        logger.info("{word} below the limit: %s", total)
        return 0.0
    return sum(total * rate for _ in range({number} % 7))


"""
TYPESCRIPT = """\
export async function {word}{number}(total: number, rate = {rate}): Promise<number> {{
  const {other} = await fetch(`/api/{word}/${{total}}`);
  if (!{other}.ok) {{
    logger.warn("{word} not found", {{ total }});
    return 0;
  }}
  return total * rate + {number};
}}

"""
GO = """\
// {title}{number} gives the {word} of a {other} in cents.
func {title}{number}(total int, rate float64) (float64, error) {{
\tif total < {number} {{
\t\treturn 0, fmt.Errorf("{word} below %d", {number})
\t}}
\treturn float64(total) * rate * {rate}, nil
}}

"""
JAVA = """\
    /** The {word} of a {other}, in cents. */
    public double {word}{number}(int total, double rate) {{
        if (total < {number}) {{
            log.info("{word} below the limit: {{}}", total);
            return 0;
        }}
        return total * rate * {rate};
    }}

"""
PROSE = "The {word} of a {other} is kept for {number} days, and each {word} has its own {other}.\n"
SOURCE = (
    ("{place}/{word}_{number}.py", "import logging\n\nlogger = logging.getLogger(__name__)\n\n\n", PYTHON, ""),
    ("{place}/{word}{number}.ts", 'import {{ logger }} from "../logger";\n\n', TYPESCRIPT, ""),
    ("{place}/{word}_{number}.go", 'package {word}\n\nimport "fmt"\n\n', GO, ""),
    ("{place}/{title}{number}.java", "package shop.{word};\n\nclass {title}{number} {{\n", JAVA, "}}\n"),
)


def words(number: int, drawn: Random) -> dict[str, object]:
    """What the texts are filled with."""
    word, other = drawn.sample(WORDS, 2)
    named: dict[str, object] = {"word": word, "other": other, "title": word.title(), "upper": word.upper()}
    return named | {"number": number, "port": 8000 + number % 1000, "rate": round(drawn.random(), 4)}


def tree(files: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """The paths and texts of a tree with so many files."""
    drawn = Random(seed)
    for number in range(files):
        named = words(number, drawn)
        place = f"services/{WORDS[number // 100 % len(WORDS)]}{number // 1500}/part{number // 20 % 5}"
        kind = number % 100
        if kind < 70:
            path, head, body, tail = SOURCE[number % len(SOURCE)]
            parts = drawn.randint(2, 25)
            filled = "".join(body.format(**words(number * 100 + part, drawn)) for part in range(parts))
            yield path.format(place=place, **named), head.format(**named) + filled + tail.format(**named)
        elif kind < 82:
            text = "".join(PROSE.format(**words(number + line, drawn)) for line in range(drawn.randint(10, 60)))
            yield f"docs/{number // 500}/{named['word']}-{number}.md", f"# {named['title']}\n\n{text}"
        elif kind < 90:
            data = {f"{named['word']}{member}": drawn.randint(0, 99) for member in range(drawn.randint(10, 80))}
            yield f"{place}/data/{number}.json", json.dumps(data, indent=2) + "\n"
        elif kind < 95:
            yield f"deploy/{named['word']}/{number}.yaml", MANIFEST.format(**named)
        elif kind < 99:  # a Dockerfile and the compose file that builds it, in one folder
            first = number - (kind - 95) % 2
            name, text = ("compose.yaml", COMPOSE) if first == number else ("Dockerfile", DOCKERFILE)
            yield f"services/built{first}/{name}", text.format(**named)
        else:
            yield f".github/workflows/{named['word']}-{number}.yml", WORKFLOW.format(**named)


def workflows(count: int) -> Iterator[tuple[str, str]]:
    """The paths and texts of so many workflows of GitHub Actions."""
    drawn = Random(1)
    for number in range(count):
        yield f".github/workflows/made{number:04d}.yml", WORKFLOW.format(**words(number, drawn))


def five_files() -> dict[str, str]:
    """What one commit changes: an image, its compose file, a pipeline, source, and the example of its environment."""
    named = words(1, Random(2)) | {"word": "shop", "upper": "SHOP"}
    source = "import os\n\nURL = os.environ['SHOP_DATABASE_URL']\nPORT = os.environ.get('SHOP_PORT', '8001')\n\n\n"
    return {
        "Dockerfile": DOCKERFILE.format(**named),
        "compose.yaml": COMPOSE.format(**named),
        ".github/workflows/ci.yml": WORKFLOW.format(**named),
        "src/app.py": source + PYTHON.format(**named).rstrip() + "\n",
        ".env.example": "# Where the orders are kept.\nSHOP_DATABASE_URL=\n# The port on the host.\nSHOP_PORT=8001\n",
    }


def delivery_files() -> dict[str, str]:
    """What one commit changes where it is about operations: a manifest, a deploy script, a source file that logs."""
    named = words(3, Random(3)) | {"word": "shop"}
    script = (
        "#!/usr/bin/env bash\nset -euo pipefail\n\ntag=${1:?which tag}\n"
        'helm upgrade --install shop charts/shop --namespace shop --set image.tag="$tag" --atomic\n'
        "kubectl --namespace shop rollout status deployment/shop\ncurl --fail https://shop.example.com/health\n"
    )
    return {
        "deploy/shop.yaml": MANIFEST.format(**named),
        "scripts/deploy.sh": script,
        "src/orders.py": "import logging\n\nlogger = logging.getLogger(__name__)\n\n\n"
        + PYTHON.format(**named).rstrip()
        + "\n",
    }


def write(folder: Path, texts: Mapping[str, str] | Iterator[tuple[str, str]]) -> list[str]:
    """Write the texts below `folder`; their paths."""
    paths = []
    for path, text in texts.items() if isinstance(texts, Mapping) else texts:
        whole = folder / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        whole.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def commit(folder: Path) -> None:
    """Make `folder` a git repository with all that is in it in its first commit."""
    identity = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@localhost", "-c", "gc.auto=0")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "Start")):
        subprocess.run(("git", *identity, *command), cwd=folder, check=True)


def history(folder: Path, blobs: int) -> None:
    """Make a bare repository in `folder` whose commits hold so many blobs: a file of source grows, then another one does.

    Each commit changes one of forty files in a few lines, as work on an application does.
    """
    folder.mkdir(parents=True)
    subprocess.run(("git", "init", "-q", "--bare"), cwd=folder, check=True)
    drawn = Random(4)
    texts: dict[str, list[str]] = {f"src/module{number}.py": [] for number in range(40)}
    paths = list(texts)
    importer = subprocess.Popen(("git", "fast-import", "--quiet"), cwd=folder, stdin=subprocess.PIPE)
    stream = importer.stdin
    assert stream
    for number in range(blobs):
        path = paths[drawn.randrange(len(paths))]
        parts = texts[path]
        if len(parts) > 25:
            del parts[drawn.randrange(len(parts))]
        parts.insert(drawn.randint(0, len(parts)), PYTHON.format(**words(number, drawn)))
        text, message = "".join(parts).encode(), f"Change {number}".encode()
        stream.write(b"commit refs/heads/main\ncommitter benchmark <benchmark@localhost> %d +0000\n" % (1_700_000_000 + number))
        stream.write(
            b"data %d\n%s\nM 100644 inline %s\ndata %d\n%s\n" % (len(message), message, path.encode(), len(text), text)
        )
    stream.close()
    if importer.wait():
        raise SystemExit("git fast-import failed")
    subprocess.run(("git", "symbolic-ref", "HEAD", "refs/heads/main"), cwd=folder, check=True)


def main() -> int:
    """Write a tree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=1000, help="how many files (default: 1000)")
    options = parser.parse_args()
    write(options.folder, tree(options.files))
    commit(options.folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
