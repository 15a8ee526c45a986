"""What a text with a named secret in it has at least one of, in lower case. Nothing is parsed for a text with none."""

from __future__ import annotations

MARKS = ("pass", "secret", "token", "pwd", "cred", "auth", "key", "salt", "cookie", "webhook", "psk")
