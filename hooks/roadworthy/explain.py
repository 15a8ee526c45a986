"""`roadworthy explain` and `roadworthy rules`: what the rules are, for a person or a program."""

from __future__ import annotations

import sys

from .catalogue import UnknownRule, rules_of, select


def explain(wanted: str) -> int:
    """Print the page of one rule. 2 where there is none of that code or name."""
    rules = rules_of()
    try:
        chosen = select(rules, [wanted])
    except UnknownRule as error:
        print(f"roadworthy explain: {error}", file=sys.stderr)
        return 2
    from .pages import page

    print("\n".join(page(rule) for rule in chosen), end="")
    return 0


def list_rules(form: str) -> int:
    """Print all rules as text, JSON or a Markdown table."""
    rules = rules_of()
    if form == "json":
        import json

        keys = ("code", "name", "items", "severity", "at", "title", "risk", "remedy", "aliases")
        print(json.dumps([{key: getattr(rule, key) for key in keys} for rule in rules], indent=1, ensure_ascii=False))
    elif form == "markdown":
        print("| code | name | severity | checklist | what it finds |\n|---|---|---|---|---|")
        for rule in rules:
            print(f"| {rule.code} | {rule.name} | {rule.severity} | {', '.join(rule.items)} | {rule.title} |")
    else:
        for rule in rules:
            print(f"{rule.code:7} {rule.severity:8} {rule.name:42} {rule.title}")
    return 0
