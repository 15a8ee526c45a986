"""What squawk and strong_migrations document as unsafe, in every form: is it found, and does the safe form pass?

    python benchmarks/migration_forms.py [--verbose] [--squawk DOCS] [--strong-migrations README.md]

The operations and their forms are in `migration_cases.py`: SQL, Rails, Django and Alembic. Each form is put into a small
repository as a migration that was not there before, and judged by the rules for migrations, as a commit would be. With the
two documents (a folder of squawk's pages, the README of strong_migrations) it is also asked whether they name anything that
the cases neither hold nor set aside.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from environment import CHECKOUT, table

sys.path.insert(0, str(CHECKOUT / "hooks"))  # the rules are called in this process: a form takes a millisecond

from migration_cases import OPERATIONS, SET_ASIDE, Form
from roadworthy.catalogue import rules_of
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.run import run
from roadworthy.core.tree import SampleTree

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = ("DEP004", "DEP005")
LANGUAGES = ("sql", "rails", "django", "alembic")
PATHS = {
    "sql": "db/migration/V{number}__change.sql",
    "rails": "db/migrate/2026010{number}000000_change.rb",
    "django": "shop/migrations/000{number}_change.py",
    "alembic": "migrations/versions/000{number}_change.py",
}
# The code that runs, which names all that the forms take away, and the tables as they were made.
BEFORE = {
    "app/orders.py": "orders = Order.objects.filter(note=None)\ncoupons = Coupon.objects.all()\n",
    "shop/migrations/0001_initial.py": (
        "from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    operations = [\n"
        "        migrations.CreateModel('Order', fields=[('note', models.CharField(max_length=80, null=True)),\n"
        "            ('total', models.IntegerField(null=True))]),\n    ]\n"
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Judge every form and print what came out; 1 where one came out otherwise than it should."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true", help="print every form that comes out wrong")
    parser.add_argument("--squawk", type=Path, metavar="DOCS", help="the folder of squawk's pages, one for each rule")
    parser.add_argument("--strong-migrations", type=Path, metavar="README", help="the README of strong_migrations")
    options = parser.parse_args(argv)
    counts: Counter[tuple[str, str]] = Counter()
    failures = []
    for operation in OPERATIONS:
        for language in LANGUAGES:
            for form, bad in [
                *((f, True) for f in operation.bad.get(language, ())),
                *((f, False) for f in operation.good.get(language, ())),
            ]:
                found = judged(language, form, operation.database)
                stated = [one for one in found if not one.startswith("unreadable")]
                outcome = ("found" if stated else "missed") if bad else ("wrong" if found else "passes")
                counts[language, outcome] += 1
                if outcome in ("missed", "wrong"):
                    failures.append(f"{outcome}: {operation.title} in {language}: {form!r} {', '.join(found)}")
    rows = [
        (language, *(counts[language, outcome] for outcome in ("found", "missed", "passes", "wrong"))) for language in LANGUAGES
    ]
    rows.append(("all", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))))
    print(table(("written in", "unsafe, found", "unsafe, missed", "safe, passes", "safe, wrong"), rows))
    unnamed = [*squawk_rules(options.squawk), *strong_migrations_checks(options.strong_migrations)]
    known = {name for operation in OPERATIONS for name in operation.documented} | set(SET_ASIDE)
    unknown = [name for name in unnamed if name not in known]
    if unnamed:
        print(f"\n{len(unnamed)} documented, {len(SET_ASIDE.keys() & set(unnamed))} set aside, {len(unknown)} not known here")
        print("".join(f"- {name}\n" for name in unknown), end="")
    if options.verbose:
        print("\n".join(failures))
    return 1 if failures or unknown else 0


def judged(language: str, form: Form, database: str) -> list[str]:
    """The gaps that the rules state about a form, as code and symbol. A form of several migrations is judged as a whole."""
    base = {**BEFORE, "compose.yaml": f"services:\n  db:\n    image: {database}\n"}
    after = dict(base)
    for number, body in enumerate([form] if isinstance(form, str) else form, 2):
        after[PATHS[language].format(number=number)] = written(language, body)
    repo = Repository(SampleTree(after), Repository(SampleTree(base)))
    rules = [rule for rule in rules_of() if rule.code in RULES]
    said = run(repo, rules, tuple(path for path in after if path not in base))
    return [
        f"{one.rules[0].code} {one.what.symbol}" if not isinstance(one.what, Unreadable) else f"unreadable {one.what.why}"
        for one in said
        if isinstance(one.what, Unreadable) or one.what.state == "gap"
    ]


def written(language: str, body: str) -> str:
    """A migration with this body. A line `---` parts what stands at its top (`disable_ddl_transaction!`) from the rest."""
    top, line, rest = body.partition("\n---\n")
    top, body = (top, rest) if line else ("", body)
    if language == "sql":
        return body
    if language == "rails":
        return f"class Change < ActiveRecord::Migration[8.0]\n  {top}\n  def change\n    {indented(body, 4)}\n  end\nend\n"
    if language == "django":
        imports = "from django.contrib.postgres.operations import *\nfrom django.db import migrations, models\n"
        functions, atomic = (top, "") if "def " in top else ("", top)
        head = f"{imports}\n{functions}\n\nclass Migration(migrations.Migration):\n    {atomic}\n"
        return f"{head}    operations = [\n        {body}\n    ]\n"
    imports = "from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\nrevision = 'b'\n"
    return f"{imports}\n\ndef upgrade():\n    {indented(body, 4)}\n\n\ndef downgrade():\n    pass\n"


def indented(text: str, spaces: int) -> str:
    """The lines of a text after its first one, further in."""
    return text.replace("\n", "\n" + " " * spaces)


def squawk_rules(folder: Path | None) -> list[str]:
    """The names of squawk's rules, of which each has a page with a section on the problem."""
    pages = sorted(folder.glob("*.md")) if folder else []
    return [
        page.stem
        for page in pages
        if re.search(r"^## problems?\b", page.read_text(encoding="utf-8"), re.MULTILINE | re.IGNORECASE)
    ]


def strong_migrations_checks(readme: Path | None) -> list[str]:
    """The titles of the checks that the README of strong_migrations explains: those with a bad and a good form."""
    text = readme.read_text(encoding="utf-8") if readme else ""
    return re.findall(r"^### ([^\n]+)\n(?:(?!^###? )[^\n]*\n)*#### Bad", text, re.MULTILINE)


if __name__ == "__main__":
    raise SystemExit(main())
