"""How other tools are told to ignore something, in a comment. Rules that list such a tool's code as an alias honour it.

Sources: hadolint README "Inline ignores"; checkov docs "Suppressing and skipping policies"; trivy `pkg/iac/ignore`; KICS
"Using commands on scanned files as comments"; zizmor "Ignoring results"; dclint "Configuration comments"; ShellCheck wiki
"Directive"; detect-secrets README "Inline allowlisting"; gitleaks README "gitleaks:allow".
"""

from __future__ import annotations

from typing import NamedTuple


class ForeignIgnore(NamedTuple):
    """One form of comment.

    `marker` is how the comment begins, behind its leader; `pattern` matches from there, and its group 1 holds the codes,
    apart by commas or spaces. `codes` is what is ignored where the comment names none: all that the tool says. `scope` is
    `line` (its own, or what is below a comment alone on its line), `next` (what is below it), `block` (the block below it),
    `around` (the block that it stands in) or `file`.
    """

    tool: str
    marker: str
    pattern: str
    scope: str
    codes: tuple[str, ...] = ("*",)


FOREIGN_IGNORES: tuple[ForeignIgnore, ...] = (
    ForeignIgnore("hadolint", "hadolint", r"hadolint\s+ignore\s*=\s*([\w, ]+)", "next"),
    ForeignIgnore("hadolint", "hadolint", r"hadolint\s+global\s+ignore\s*=\s*([\w, ]+)", "file"),
    ForeignIgnore("checkov", "checkov:skip", r"checkov:skip\s*=\s*([\w,]+)", "around"),
    ForeignIgnore("trivy", "trivy:ignore", r"trivy:ignore:([\w*-]+)", "line"),
    ForeignIgnore("trivy", "tfsec:ignore", r"tfsec:ignore:([\w*-]+)", "line"),
    ForeignIgnore("kics", "kics-scan", r"kics-scan\s+ignore-line\b", "next"),
    ForeignIgnore("kics", "kics-scan", r"kics-scan\s+ignore-block\b", "block"),
    ForeignIgnore("kics", "kics-scan", r"kics-scan\s+disable\s*=\s*([\w, -]+)", "file"),
    ForeignIgnore("kics", "kics-scan", r"kics-scan\s+ignore\s*$", "file"),
    ForeignIgnore("zizmor", "zizmor:", r"zizmor:\s*ignore\[([\w, -]+)\]", "line"),
    ForeignIgnore("dclint", "dclint", r"dclint\s+disable-line\b([\w -]*)", "line"),
    ForeignIgnore("dclint", "dclint", r"dclint\s+disable(?!-)\b([\w -]*)", "file"),
    ForeignIgnore("shellcheck", "shellcheck", r"shellcheck\s+disable=([\w,]+)", "next"),
    ForeignIgnore("detect-secrets", "pragma:", r"pragma: ?(?:allowlist|whitelist)[ -]nextline[ -]secret", "next", ("SEC*",)),
    ForeignIgnore("detect-secrets", "pragma:", r"pragma: ?(?:allowlist|whitelist)[ -]secret", "line", ("SEC*",)),
    ForeignIgnore("gitleaks", "gitleaks:allow", r"gitleaks:allow\b", "line", ("SEC*",)),
)

# Whose code is it: the first pattern that an alias matches tells. An alias may also name its tool: `zizmor:artipacked`.
ALIAS_TOOLS: tuple[tuple[str, str], ...] = (
    ("hadolint", r"DL\d{4}"),
    ("shellcheck", r"SC\d{4}"),
    ("checkov", r"CKV\d?_\w+"),
    ("trivy", r"(?:AVD-)?[A-Z]{2,}-?\d{3,4}"),
    ("kics", r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
)
