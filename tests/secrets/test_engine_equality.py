"""The engine finds what detect-secrets finds: path, type, line and value, over files of every layout it knows."""

from __future__ import annotations

import random
import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.secrets import detect_secrets_bridge as bridge
from roadworthy.secrets import engine_filters
from roadworthy.secrets.candidates import PLUGINS, Search, candidates
from roadworthy.secrets.engine import findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_RANDOM = random.Random(20)


def made_up(size: int, characters: str = string.ascii_letters + string.digits) -> str:
    """A random value: no test holds a credential."""
    return "".join(_RANDOM.choice(characters) for _ in range(size))


HEX = made_up(40, "0123456789abcdef")
BASE64 = made_up(50, string.ascii_letters + string.digits + "+/")
WORD = made_up(14)

VALUES: Mapping[str, str] = {
    "ArtifactoryDetector": " AKC" + made_up(12),
    "AWSKeyDetector": "AK" + "IA" + made_up(16, string.ascii_uppercase + string.digits),
    "AzureStorageKeyDetector": "Account" + "Key=" + made_up(88),
    "Base64HighEntropyString": f'"{BASE64}"',
    "BasicAuthDetector": f"https://someone:{WORD}@example.org/",
    "CloudantDetector": f"cloudant_password = {made_up(64, '0123456789abcdef')}",
    "DiscordBotTokenDetector": f"M{made_up(23)}.{made_up(6)}.{made_up(27)}",
    "GitHubTokenDetector": "gh" + "p_" + made_up(36),
    "GitLabTokenDetector": "gl" + "pat-" + made_up(20),
    "HexHighEntropyString": f"'{HEX}'",
    "IPPublicDetector": "8.8.4.4",
    "IbmCloudIamDetector": f"ibm_api_key: {made_up(44)}",
    "IbmCosHmacDetector": f"secret_access_key={made_up(48, '0123456789abcdef')}",
    "JwtTokenDetector": "ey" + "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + made_up(43),
    "KeywordDetector": f'password = "{WORD}"',
    "MailchimpDetector": made_up(32, "0123456789abcdef") + "-us10",
    "NpmDetector": "//registry.example.org/:_auth" + "Token=npm_" + made_up(20),
    "OpenAIDetector": "sk-" + made_up(20) + "T3Blbk" + "FJ" + made_up(20),
    "PrivateKeyDetector": "-----BEGIN RSA PRIVATE" + " KEY-----",
    "PypiTokenDetector": "pypi-AgEI" + "cHlwaS5vcmc" + made_up(80),
    "SendGridDetector": "SG." + made_up(22) + "." + made_up(43),
    "SlackDetector": "xox" + "b-1234-5678-" + made_up(12).lower(),
    "SoftlayerDetector": f"sl_api_key = {made_up(64).lower()}",
    "SquareOAuthDetector": "sq0" + "csp-" + made_up(43),
    "StripeDetector": "sk_" + "live_" + made_up(24),
    "TelegramBotTokenDetector": f"1234567890:{made_up(35)}",
    "TwilioKeyDetector": "S" + "K" + made_up(32, string.ascii_lowercase + string.digits),
}

TEXTS: Mapping[str, str] = {
    "every plugin.txt": "".join(f"# {name}\nx {value} y\n" for name, value in VALUES.items()),
    "every plugin.py": "".join(f"line({value})\n" for value in VALUES.values()),
    "allowed.py": f'password = "{WORD}"  # pragma: allowlist secret\n# pragma: allowlist nextline secret\nsecret = "{WORD}"\n',
    "allowed.c": f'char *pwd = "{WORD}"; /* pragma: whitelist secret */\n'
    f'  // pragma: allowlist nextline secret\npwd = "{WORD}"\n',
    "allowed.yaml": f"password: {WORD}  # pragma: allowlist secret\nsecret: {WORD} // pragma: allowlist secret\n",
    "looked_up.py": f'password = vault.get("{WORD}")\nother_secret = "{WORD}"\n',
    "identifier.json": f'{{"user_id": "{HEX}", "hash": "{HEX}"}}\n{{"hash": "{BASE64}", "user_id": 1}}\n',
    "references.env": f"SECRET=${{OTHER}}\nAPI_KEY=<key>\nPASSWORD={WORD}\n",
    "one_quoted.env": f'A="x"\nPASSWORD={WORD}\nTOKEN={HEX}\n',
    "quoted.env": f'PASSWORD="{WORD}"\nHASH={HEX}\n',
    "doubled.env": f"HASH={HEX}\nHASH={HEX}\n",
    "percent.env": f"HASH={HEX}\nRATE=100%\n",
    "twice%.env": f"HASH={HEX}\nRATE=100%%\n",
    "sections.ini": f"; comment\n[one]\nkey = {HEX}\nlist =\n    {BASE64}\n\n    # a comment\n    {HEX}\n[two]\nkey: '{HEX}'\n",
    "sections.cfg": f'[DEFAULT]\npassword = {WORD}\n[a]\nx = %(password)s\n[b]\nsecret == {WORD}\nempty =\nkey = it "is" so\n',
    "pragma.ini": f"[a]\n# pragma: allowlist nextline secret\npassword = {WORD}\nsecret = {WORD}\n",
    "array.json": f'[{{"a": "{HEX}"}}]\n',
    "no_sections.ini": f"password = {WORD}\n",
    "mapping.yaml": f"a:\n  password: {WORD}\n  hash: {HEX}  # said\n  list:\n  - {HEX}\n  - key: {BASE64}\n",
    "one_line.yml": f"a: {{password: {WORD}, b: [{{hash: {HEX}}}]}}\nempty: {{}}\nsecret: {WORD}\n",
    "flow.yml": f"a: {{\n  password: {WORD},\n  b: {{ hash:\n    {HEX}}},\n  c: {HEX}}}\nsecret: {WORD}\n",
    "blocks.yaml": f"a: |\n  password: {WORD}\n  {HEX}\nb: >-\n  {BASE64}\nc: 'it''s'\nsecret: \"x\\\"{WORD}\"\n",
    "folded.yaml": f'a: "{BASE64[:25]}\\\n   {BASE64[25:]}"\nb: {HEX[:20]}\n   {HEX[20:]}\n',
    "binary.yaml": f"a: !!binary |\n  {BASE64[:24]}\n  {BASE64[24:48]}\n",
    "tagged.yaml": f"a: !Ref {WORD}\npassword: {WORD}\n",
    "anchored.yaml": f"a: &x\n  password: {WORD}\nb: *x\nc:\n  <<: *x\n  hash: &y {HEX}\nd: *y\n",
    "explicit.yaml": f"? password\n: {WORD}\n? [a]\n: b\n",
    "typed.yaml": f"1: {HEX}\ntrue: {HEX}\n2020-01-01: {HEX}\npassword: 12345678\nsecret: !!str 12345678\n1: {BASE64}\n",
    "documents.yaml": f"password: {WORD}\n---\npassword: {WORD}\n",
    "template.yaml": f"name: {{{{ .Values.name }}}}\npassword: {WORD}\n",
    "broken.yaml": f"a: b: c\npassword: {WORD}\n",
    "tabs.yaml": f"a:\tb\npassword: {WORD}\n",
    "section.yaml": f"[a]\npassword: {WORD}\n",
    "separators.yaml": f"a: x\u2028y\npassword: {WORD}\nb: \x85\n",
    "folding.py": f'pa\u017f\u017fword = "{WORD}"\n\u212aEY = 1\napi_\u212aey = "{WORD}"\n',
    "digits.txt": f"\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668:{made_up(35)}\n",
    "accents.py": f'# h\u00e9\u00e9\ncontrase\u00f1a = "{WORD}"\nCONTRASE\u00d1A = "{HEX}"\n',
    "blanks.txt": f"\u00a0AKC{made_up(12)}\u2003\n\x1cAKC{made_up(12)}\x0c\n",
    "nul.txt": f'a\0b password = "{WORD}"\n',
    "long.json": '{"a": 1, "t": "' + "text " * 2000 + f'", "password": "{WORD}", "h": "{HEX}", "user_id": "{BASE64}"}}\n',
    "long.py": "x = '" + "ab " * 2000 + f"' if \"{WORD}\" == my_password else `a` + secret_x'{WORD}';\n",
    "long.toml": "a = 1 " + "word " * 1000 + f"password = {WORD}{' end' * 50}\n",
    "long.txt": "word " * 1000 + " ".join(VALUES.values()) + "\n",
    "yarn.lock": f'password = "{WORD}"\n',
    "swagger.json": f'"password": "{WORD}"\n',
    "picture.png": f'password = "{WORD}"\n',
    "folder/swagger-ui/x.py": f'password = "{WORD}"\n',
    **{
        f"assigned{end}": "".join(
            f"{line}\n"
            for line in (
                f"password := {WORD}",
                f"password => '{WORD}'",
                f'char password[25] = "{WORD}";',
                f'if ("{WORD}" == my_password) {{}}',
                f"if ('{WORD}' !== secretKey) {{}}",
                f'private_key "{WORD}";',
                f'secret("{WORD}")',
                f"apikey: {WORD}",
                f"db_pass = {WORD}",
            )
        )
        for end in (".go", ".m", ".cs", ".cpp", ".c", ".js", ".tf", ".yaml", ".conf", ".toml", ".properties", ".rb", ".example")
    },
}


PLAIN, NATIVE = Search(10**9), Search(0)


def rows(path: str, text: str, search: Search | None = None) -> list[tuple[str, int, str]]:
    return sorted((found.type, found.line, found.value) for found in findings(path, text, search=search))


def expected(path: str, text: str) -> list[tuple[str, int, str]]:
    return sorted((found.type, found.line, found.value) for found in bridge.public_findings(path, text))


@pytest.fixture(params=["plain", "native"])
def search(request: pytest.FixtureRequest) -> Search:
    if request.param == "native":
        pytest.importorskip("hyperscan")
    return PLAIN if request.param == "plain" else NATIVE


@pytest.mark.parametrize("path", TEXTS)
def test_the_findings_are_those_of_the_library(path: str, search: Search) -> None:
    assert rows(path, TEXTS[path], search) == expected(path, TEXTS[path])


def test_the_texts_have_a_finding_of_every_plugin() -> None:
    found = {found.type for path, text in TEXTS.items() for found in findings(path, text)}
    assert found == set(bridge.TYPES.values()) - {"Public IP (ipv4)"}  # without a letter, so its own filters leave it out


def test_the_table_knows_the_plugins_that_the_library_has() -> None:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    known = get_mapping_from_secret_type_to_class()
    assert {plugin.__name__: said for said, plugin in known.items()} == dict(bridge.TYPES)
    assert set(bridge.TYPES) - {"IPPublicDetector"} == PLUGINS


PIECES = st.sampled_from(
    (*VALUES.values(), HEX, BASE64, WORD, *"password secret_key api_key _id id aws [a] #".split(), "pragma: allowlist secret")
    + (*" \n\n:=\"'`,;{}[]()<>$%@&*!?|->\\", "  ", "- ", ": ", " = ", " == ", *"\u017f\u212a\u0661\u00e9\x0b\x85")
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PIECES, max_size=25).map("".join), st.sampled_from(["a.py", "a.yaml", "a.ini", "a.env", "a.txt", "a.js", "a.go"])
)
def test_whatever_the_pieces_the_findings_are_those_of_the_library(text: str, path: str) -> None:
    try:
        wanted = expected(path, text)
    except Exception:  # the library gives up on the file; the engine must not
        rows(path, text)
        return
    assert rows(path, text) == wanted


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_both_searches_give_the_same_candidates(text: str) -> None:
    pytest.importorskip("hyperscan")
    content = text.encode()
    assert list(candidates(content, text, PLAIN)) == list(candidates(content, text, NATIVE))


def library_filters() -> Iterator[str]:
    yield from ("is_sequential_string", "is_potential_uuid", "is_templated_secret", "is_prefixed_with_dollar_sign")
    yield "is_not_alphanumeric_string"


@settings(max_examples=200, deadline=None)
@given(st.text("aAbB019-+/=${}<>_K\u017f", max_size=12) | st.uuids().map(str) | st.sampled_from(["abcdef", "XYZ=/", "9ABC"]))
def test_values_are_left_out_where_a_filter_of_the_library_leaves_them_out(value: str) -> None:
    from detect_secrets.filters import heuristic

    wanted = any(getattr(heuristic, name)(value) for name in library_filters())
    assert engine_filters.leaves_out_value(value) == wanted


@settings(max_examples=200, deadline=None)
@given(st.text("a =:!([)]\v.-_", max_size=30))
def test_indirect_references_are_those_of_the_library(line: str) -> None:
    from detect_secrets.filters import heuristic

    assert engine_filters.is_indirect_reference(line) == heuristic.is_indirect_reference(line)


PRAGMAS = st.lists(
    st.sampled_from(
        (*"# // /* */ ' -- <!-- --> x".split(), " ", "\t", "\n", "pragma: allowlist secret", "pragma:whitelist-secret")
        + ("pragma: allowlist nextline secret", "pragma: allowlist-nextline-secret")
    ),
    max_size=6,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(PRAGMAS, PRAGMAS, st.sampled_from(["a.yaml", "a.py"]))
def test_lines_are_allowed_where_the_library_allows_them(line: str, previous: str, path: str) -> None:
    from detect_secrets.filters.allowlist import is_line_allowlisted
    from detect_secrets.util.code_snippet import CodeSnippet

    wanted = is_line_allowlisted(path, line, CodeSnippet([previous, line], 0, 1))
    assert engine_filters.is_allowlisted(path, line, previous) == wanted


@settings(max_examples=200, deadline=None)
@given(st.text("_idsuerm:=K\u017f \u0131", max_size=14), st.integers(0, 14))
def test_names_of_identifiers_end_where_the_library_sees_them(line: str, index: int) -> None:
    from detect_secrets.filters import heuristic

    wanted = bool(heuristic._get_id_detector_regex().search(line, 0, min(index, len(line))))
    assert (engine_filters.end_of_id_name(line) <= min(index, len(line))) == wanted
