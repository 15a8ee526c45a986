"""What kind of check something is within its stage: lint or format check, unit or integration tests, which scan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...tables.check_components import COMPONENTS, KINDS

if TYPE_CHECKING:
    from .stages import Evidence


def kind_of_check(stage: str, one: Evidence) -> str:
    """The kind, as `tables/check_components.py` names it; the stage's first one where no row fits."""
    text = one.text
    if one.command:
        text = " ".join((one.command.name, *one.command.values[:6]))
    for words, kind in KINDS[stage]:
        if re.search(words, text[:400].lower()):
            return kind
    return COMPONENTS[stage][0]
