"""YAML that a program fills in from its environment: Rails' templates with `<%= ENV[…] %>`, and Symfony's `%env(X)%`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import php, ruby

if TYPE_CHECKING:
    from ....core.excerpt import Excerpt
    from ....core.outcome import Unreadable
    from .found import Found


def reads(excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
    """Every read in the file, in no order."""
    return ruby.reads(excerpt) if "<%" in excerpt.text else php.reads(excerpt)
