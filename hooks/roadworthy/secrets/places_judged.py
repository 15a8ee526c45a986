"""What a literal in a known place comes to: a secret, and how sure that is, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..core.patterns import pattern
from ..models.names import is_placeholder, is_secret_name, name_words
from .entropy import is_random
from .found import Secret
from .throwaway import LEET, decoded, is_common, is_drawn, is_guessable, is_specimen, opens_an_account, strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..core.excerpt import Excerpt
    from ..parsing.setting import Setting
    from .found import Certainty

LONGEST = 4096  # characters of a value; a longer one is a document

_RESOURCE = pattern(r"[a-z][a-z0-9]*(?:[-_./][a-z0-9]+)*\Z")  # the name of a secret that is kept elsewhere
_HOST_AND_PORT = pattern(
    r"[a-z][\w.-]{0,99}:[0-9]{1,5}(?:,[a-z][\w.-]{0,99}:[0-9]{1,5}){0,20}\Z|\(\(.*\)\)\Z|[A-Z_]{3,40}:[A-Z_]{3,40}\Z|/[\w./-]{1,200}\?"
)  # and Concourse's reference
_DEFAULT = pattern(r"\$\{[\w.-]{1,200}:(?:-|(?![-?+=]))([^${}]+)\}\Z")
# What tells that a value is none, in lower case and with the usual digits read as letters.
_TELLING = (
    *(
        "not_safe",
        "not-safe",
        "notsafe",
        "long-long",
        "please",
        "if_you",
        "if-you",
        "in-production",
        "in_production",
        "set-me",
        "set_me",
    ),
    *("change-this", "change_this", "changethis", "for-development", "for_development", "set-me", "set_me"),
    *(
        "thisis",
        "this-is",
        "this_is",
        "this is",
        "fillin",
        "fill-in",
        "makeme",
        "notsecret",
        "not-secret",
        "not_secret",
        "please",
    ),
    *("notsosecret", "nosecret", "insecure", "longsecret", "long-and-random", "goeshere", "yourtoken", "docker-secret"),
    *("changeit", "changeme", "change-it", "change_it", "deadbeef", "cafebabe", "**", "${", "{{", "$(", "<%", "%(", "@{"),
)
# A regular expression, a list, the rules of a form (`required|string`).
_REGULAR = pattern(
    r"\A[a-z_]+(?::[\w,]+)?(?:\|[a-z_]+(?::[\w,]+)?)+\Z|\\[wdsbWDS*.+]|\.\*|\[\^|\A[\[(]|\[[A-Za-z]-[A-Za-z]"
    r"|\A[A-Za-z_]+(?:, ?[A-Za-z_]+){2,}\Z"
)
_NUMBER = pattern(
    r"\${1,2}[A-Za-z_]|[0-9]*\.[0-9]+(?:[eE][-+]?[0-9]+)?\Z|[0-9.]+[eE][-+]?[0-9]+\Z"
)  # or begins with a variable
_JUDGED_ELSEWHERE = pattern(r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.|AIza[\w-]{35}\Z|-----BEGIN |[{]")
_COMMAND = pattern(r"`|/[\w./-]{1,200} ")
_ENTRY_POINT = pattern(r"[A-Za-z_]\w*(?:\.\w+)+:[A-Za-z_][\w.]*\Z")
_ABOUT = frozenset(
    "regex regexp pattern patterns ignores variable variables var vars env selector verified title message text"
    " exception error servers".split()
)
_CALLED = pattern(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+\Z")
_NAMING = ("secret", "secrets", "credential", "credentials", "creds", "tokens")
_TO_FILL_IN = pattern(
    r"(?i)(?:your|my|put|insert|enter|add|paste|some|replace|set)[\w-]*(?:here|key|token|secret|password|me)\Z|hackme|change"
)
# crypt(5)'s forms, and qBittorrent's
_HASHED = pattern(
    r"\$(?:2[abxy]?|[1567]|y|gy|apr1|argon2[a-z]{0,2}|scrypt|pbkdf2[a-z0-9-]{0,12})\$|@ByteArray\(|pbkdf2:|scrypt:"
)
_REPORTING = frozenset("report reporting telemetry analytics".split())  # what users' machines send with
_BROWSERS = ("react_app_", "next_public_", "vite_", "expo_public_", "vue_app_", "nuxt_public_", "gatsby_")  # built into pages
_REGISTRY = pattern(r"(?i)(?:software|hkey_[a-z_]{2,40}|hklm|hkcu)(?:\\{1,2}|%5c)")  # a path in Windows' registry
# Made to be seen by everybody: PostHog's key of a project, Chromatic's, Stripe's for pages.
_PUBLISHED = ("phc_", "chpt_", "pk_live_", "pk_test_")
_CIPHER = pattern(r"[A-Za-z0-9+/]{80,400}={0,2}\Z")
_SCHEMA_WORDS = frozenset(
    "string str text password number integer boolean object array sensitive securestring write read none".split()
)


class Kept(NamedTuple):
    """What a reader knows about where its values stand.

    `kind` names a value in plain words, with `{}` for its key. `sure`: the format keeps its credentials there, so that a
    literal is one; otherwise it is a keyword finding. `names`: further keys, in lower case, that are secret in this format.
    `trial`: what the file describes is set up, run and thrown away, so that only accounts elsewhere are worth anything.
    """

    detector: str
    kind: str
    sure: bool = True
    names: frozenset[str] = frozenset()
    trial: bool = False

    def wanted(self, key: str) -> bool:
        """Whether a key of this name holds a secret here."""
        return is_secret_name(key) or (bool(self.names) and key.lower() in self.names)

    def secret(self, key: str, value: Excerpt, path: str) -> Secret | None:
        """The secret that `key` is given, or None where the value is a reference, a placeholder, or anything but a literal."""
        default = _DEFAULT.match(value.text) if value.text.startswith("${") else None
        if default:  # `${DB_PASSWORD:-literal}`
            value = value.cut(default.start(1), default.end(1))
        text = value.text
        if len(text) > 4 and text[:2] == '\\"' and text[-2:] == '\\"':  # quoted once more, for a compiler's command line
            value = value.cut(2, len(text) - 2)
            text = value.text
        if not 3 <= len(text) <= LONGEST or "\0" in text or _is_name(key, text) or _is_elsewhere(text):
            return None
        from .plausible import is_plausible

        certain: Certainty = "keyword"
        words = name_words(key)
        if (words and words[-1] == "hash") or _HASHED.match(text) or "pbkdf2" in words:
            return (
                Secret("hash", self.kind.replace("{}", key), key, value, self.detector)
                if is_plausible(text, key, path)
                else None
            )
        if is_plausible(text, key, path):
            if self.sure:
                trial = self.trial and not opens_an_account(key)
                certain = "weak" if trial else strength(text, path, fallback=default is not None)
                if _JUDGED_ELSEWHERE.match(text) and certain == "place":  # by `providers` and `private_keys`, or a structure
                    certain = "keyword"
                if certain == "place":
                    certain = _of_name(words, text)
            elif is_drawn(text) and not is_specimen(path) and not _JUDGED_ELSEWHERE.match(text):
                certain = _of_name(words, text)
        elif is_common(text) and self.sure and not is_specimen(path) and not _is_fixed(path):
            certain = "weak"
        else:
            return None
        return Secret(certain, self.kind.replace("{}", key), key, value, self.detector)

    def among(self, settings: Iterable[Setting], path: str) -> Iterator[Secret]:
        """The secrets among the settings of a file."""
        for setting in settings:
            if setting.value.text and self.wanted(setting.key):
                found = self.secret(setting.key, setting.value, path)
                if found:
                    yield found


def _of_name(words: tuple[str, ...], text: str) -> Certainty:
    """What is left of a certain `place` when its name is looked at, too."""
    if "truststore" in words or words[-3:-1] == ("trust", "store"):
        return "weak"  # it guards certificates, which everybody may read
    if not _REPORTING.isdisjoint(words) or "_".join(words).startswith(_BROWSERS):
        return "keyword"
    if text.startswith(_PUBLISHED) or (decoded(text) or "").endswith("|read"):  # the latter is Nx's way to say "read only"
        return "keyword"
    plain = text.replace("\\=", "=")  # as properties may write it
    if words and words[-1] in ("password", "passwd", "pwd") and _CIPHER.match(plain) and _bytes_of(plain) in (64, 128, 256):
        return "keyword"  # as long as an RSA key: Druid's and Jasypt's way to write what they encrypted
    return "place"


def _bytes_of(text: str) -> int:
    return len(text.rstrip("=")) * 3 // 4


def tells_none(text: str) -> bool:
    """Whether the value says of itself that it is to be replaced."""
    lower = text.lower()
    return is_placeholder(text) or any(part in lower for part in _TELLING)


def plain_login(detector: str, kind: str, name: str, value: Excerpt, path: str) -> Secret | None:
    """A secret of a file that holds nothing but logins: any literal is one, however weak."""
    from .plausible import is_dummy_name, is_reference

    text = value.text
    if not text or len(text) > LONGEST or is_placeholder(text) or is_reference(text) or _is_fixed(path):
        return None
    weak = is_specimen(path) or is_dummy_name(name.rstrip("0123456789")) or is_common(text) or is_guessable(text)
    return Secret("weak" if weak else "place", kind, name, value, detector)


def _is_fixed(path: str) -> bool:
    from .plausible import in_fixture, in_lock_file, in_translations

    return in_fixture(path) or in_lock_file(path) or in_translations(path)


def _is_name(key: str, text: str) -> bool:
    """Whether the value names a secret that is kept elsewhere, `existingSecret: shop-db`, or says what type it has."""
    lower = text.lower()
    spelled = lower.translate(LEET)
    inner = (decoded(text) or "").lower() if text.endswith("=") and len(text) < 200 else ""
    if any(part in lower or part in spelled or part in inner for part in _TELLING) or _REGULAR.search(text):
        return True
    if _REGISTRY.match(text) or _COMMAND.match(text) or _ENTRY_POINT.match(text) or _NUMBER.match(text):
        return True
    if (lower in _SCHEMA_WORDS and lower != "password") or _TO_FILL_IN.match(text):
        return True
    words = name_words(key)
    if words and words[-1] in _ABOUT:
        return True
    if words and words[-1] in _NAMING and name_words(text)[-1:] and name_words(text)[-1] in _NAMING:
        return True  # KAFKA_SSL_KEY_CREDENTIALS: kafka1_sslkey_creds
    mixed = any(c.isdigit() for c in text) and is_random(text)
    if not mixed and _CALLED.match(text) and is_secret_name(text):
        return True
    if words[-2:] in (("connection", "string"), ("conn", "str")) or key.lower() in ("passwords", "tokens", "secrets"):
        return True  # where it holds a password, the reader of addresses says so
    if not mixed and words and words[-1] in _NAMING and _RESOURCE.match(text):
        return "-" in text or (len(words) > 1 and words[-2] not in ("client", "jwt", "app", "consumer", "session"))
    return False


def _is_elsewhere(text: str) -> bool:
    """Whether it is an address or a connection string: what is secret in it, its own reader finds."""
    if "://" in text or (";" in text and "=" in text) or ("\n" in text.strip() and "-----BEGIN" not in text):
        return True
    return _HOST_AND_PORT.match(text) is not None
