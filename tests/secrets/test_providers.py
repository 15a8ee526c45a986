"""Tokens in their providers' formats and private keys: found where they stand, whole, once, and nothing that looks like one.

Every credential here is made up at run time.
"""

from __future__ import annotations

import base64
import json
import random
import re
import string
import subprocess
import sys
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.secrets.checksums import verdict
from roadworthy.secrets.found import Secret
from roadworthy.secrets.providers import KEYWORDS, provider_secrets, secrets_at
from roadworthy.tables.documented_examples import EXAMPLES
from roadworthy.tables.providers import PROVIDERS
from roadworthy.tables.providers_row import Provider, expression

if sys.version_info >= (3, 11):
    from re import _parser as regex_parser
else:
    import sre_parse as regex_parser

LETTERS = string.ascii_letters + string.digits


def drawn(seed: int, size: int, letters: str = LETTERS) -> str:
    """Characters at random, the same for the same seed."""
    chance = random.Random(seed)
    return "".join(chance.choice(letters) for _ in range(size))


def sample(pattern: str, seed: int) -> str:
    """A text that the whole pattern matches."""
    chance = random.Random(seed)

    def of(tokens: object) -> str:
        made = []
        for operation, argument in tokens:  # type: ignore[attr-defined]
            name = str(operation)
            if name == "LITERAL":
                made.append(chr(argument))
            elif name == "IN":
                made.append(chance.choice(members(argument)))
            elif name == "MAX_REPEAT":
                least, most, inner = argument
                most = least + 12 if str(most) == "MAXREPEAT" else min(most, max(least + 12, 2 * least))
                made.extend(of(inner) for _ in range(chance.randint(least, most)))
            elif name == "SUBPATTERN":
                made.append(of(argument[-1]))
            elif name == "BRANCH":
                made.append(of(chance.choice(argument[1])))
            else:
                raise AssertionError(f"the table has a construct that this test does not know: {name}")
        return "".join(made)

    return of(regex_parser.parse(pattern))


def members(ranges: list[tuple[object, object]]) -> list[str]:
    if str(ranges[0][0]) == "NEGATE":
        return list(LETTERS)
    found: list[str] = []
    for operation, argument in ranges:
        if str(operation) == "LITERAL":
            found.append(chr(argument))  # type: ignore[arg-type]
        elif str(operation) == "RANGE":
            found += map(chr, range(argument[0], argument[1] + 1))  # type: ignore[index]
        else:
            raise AssertionError(f"unknown member {operation}")
    return found


def found_in(text: str, path: str = "app/settings.py") -> list[Secret]:
    return list(provider_secrets(Source(path, text)))


def github(seed: int, prefix: str = "ghp_") -> str:
    """A token with the checksum that GitHub writes."""
    body = drawn(seed, 30)
    number, digits = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        digits = (string.digits + string.ascii_uppercase + string.ascii_lowercase)[digit] + digits
    return prefix + body + digits.rjust(6, "0")


def block(label: str, body: str) -> str:
    """A block with this label; written so that no scanner takes this file for a leak."""
    return f"-----BEGIN {label}-----\n{body}-----END {label}-----\n"


def pem(label: str, seed: int = 1, size: int = 600, headers: str = "") -> str:
    """A block whose body is as long as its ASN.1 header says."""
    body = b"\x30\x82" + size.to_bytes(2, "big") + random.Random(seed).randbytes(size)
    return block(label, headers + base64.encodebytes(body).decode())


def openssh(cipher: bytes) -> str:
    body = b"openssh-key-v1\0" + len(cipher).to_bytes(4, "big") + cipher + b"\0\0\0\4none" + random.Random(2).randbytes(300)
    return block("OPENSSH PRIVATE KEY", base64.encodebytes(body).decode())


def jwt(claims: dict[str, object]) -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "HS256"}, claims)]
    return ".".join([*parts, drawn(5, 43)])


# The table


def test_the_table_covers_what_people_use_and_names_each_row_once() -> None:
    assert len({row.id for row in PROVIDERS}) >= 120
    by_id: dict[str, set[str]] = {}
    for row in PROVIDERS:
        by_id.setdefault(row.id, set()).add(row.kind)
    assert all(len(kinds) == 1 for kinds in by_id.values())


@pytest.mark.parametrize("row", PROVIDERS, ids=lambda row: f"{row.id}-{row.keywords[0]}")
def test_a_row_finds_every_value_that_its_provider_could_issue(row: Provider) -> None:
    """Values drawn from the row's own expression, in a line of code. A few in a hundred are too regular to be believed."""
    if row.check in ("github", "grafana", "grafana-legacy", "bech32", "discord", "jwt"):
        pytest.skip("needs a checksum: has a test of its own")
    missed = 0
    for seed in range(12):
        text = sample(expression(row), seed)
        quote = text[0] if row.lead and text[0] in "'\"" else '"'
        line = f"call(x,{text}{quote})\n" if row.lead else f"call(x, {quote}{text}{quote})\n"
        missed += not any(secret.detector == row.id or secret.value.text in text for secret in found_in(line))
    assert missed <= 3


@pytest.mark.parametrize("row", PROVIDERS, ids=lambda row: f"{row.id}-{row.keywords[0]}")
def test_an_expression_is_anchored_at_its_keyword_and_uses_nothing_that_can_run_away(row: Provider) -> None:
    pattern = expression(row)
    for seed in range(3):
        text = sample(pattern, seed)
        at = min((text.find(keyword) for keyword in row.keywords if keyword in text), default=-1)
        assert at == row.back
    assert not re.search(r"\(\?[=!<]|\\[1-9]|\*|[^\\]\+(?![A-Za-z/=_%*.\]-])", re.sub(r"\[[^\]]*\]", "[]", pattern))
    assert all(len(keyword) >= 3 for keyword in row.keywords)


def test_nothing_that_only_a_finding_needs_is_loaded_with_the_table() -> None:
    script = "import sys; import roadworthy.secrets.providers; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"json", "zlib.crc32", "hashlib", "pathlib", "yaml", "detect_secrets", "requests", "socket"}
    assert not loaded & {f"roadworthy.secrets.{name}" for name in ("plausible", "checksums", "private_keys", "entropy")}


# Tokens in their place


def test_a_token_has_its_place_its_kind_and_the_name_it_is_given_to() -> None:
    token = github(1)
    (secret,) = found_in(f'import os\n\nGITHUB = "{token}"\n')
    assert (secret.certainty, secret.kind, secret.name, secret.detector) == (
        "provider",
        "GitHub personal access token",
        "GITHUB",
        "github-pat",
    )
    assert secret.value.text == token
    place = secret.value.place()
    assert (place.line, place.column, place.end_column) == (3, 11, 10 + len(token))


@pytest.mark.parametrize(
    "line",
    [
        "x={}",
        "x: {}",
        "{}",
        "curl -H 'Authorization: token {}'",
        r'"a\n{}"',
        "https://{}@github.com/o/r",
        "q=%3D{}",
        "<a>{}</a>",
        "[{}]",
    ],
)
def test_a_token_is_found_whatever_stands_around_it(line: str) -> None:
    token = github(3)
    assert [secret.value.text for secret in found_in(line.format(token))] == [token]


@pytest.mark.parametrize("line", ["a{}", "_{}", "{}A", "{}_x", "{}...", "v1.{}", "my-{}"])
def test_a_token_in_the_middle_of_something_longer_is_none(line: str) -> None:
    assert not found_in(line.format(github(4)))


def test_two_tokens_on_a_line_are_two_and_one_inside_another_is_one() -> None:
    first, second = github(5), github(6, "gho_")
    assert [s.value.text for s in found_in(f"{first} {second}")] == [first, second]
    named = "GITHUB_TOKEN=" + drawn(7, 40, "0123456789abcdef")
    assert len(found_in(f"MY_{named}")) == 1


def test_a_value_that_only_its_name_gives_away_needs_the_name() -> None:
    value = drawn(8, 32, "0123456789abcdef")
    for line in (f"DD_API_KEY={value}", f'  datadogApiKey: "{value}"', f'setenv("DATADOG_API_KEY", "{value}")'):
        (secret,) = found_in(line)
        assert (secret.detector, secret.value.text) == ("datadog-api", value)
    assert not found_in(f"checksum = {value}")
    assert not found_in(f"DD_API_KEY={value}{value}")


@pytest.mark.parametrize(
    "body",
    [
        "x" * 36,
        "0123456789abcdefghijklmnopqrstuvwxyz",
        "abc123" * 6,
        "ThisIsYourPersonalAccessTokenForTheAp",
        "".join(map("{}{}".format, "123456789012345678", "abcdefabcdefabcdef")),
    ],
)
def test_a_placeholder_in_the_form_of_a_token_is_none(body: str) -> None:
    assert not found_in(f'token = "ghp_{body[:36]}"')


def test_a_name_begins_where_a_word_does() -> None:
    value = drawn(8, 32, "0123456789abcdef")
    assert found_in(f"MY_DD_API_KEY={value}")
    assert not found_in(f"settings/add_api_key: {value}", "i18n.yaml")


def test_a_documented_example_with_another_end_is_none() -> None:
    assert not found_in("AWS_ACCESS_KEY_ID=" + "AKIAIOSFODNN7EXAM" + "AAA")


def test_documented_examples_are_none() -> None:
    text = "\n".join(f'key = "{example}"' for example in EXAMPLES)
    assert not found_in(text)


@pytest.mark.parametrize("path", [".gitleaks.toml", "config/gitleaks.toml", ".secrets.baseline"])
def test_the_configuration_of_a_secret_scanner_is_no_leak(path: str) -> None:
    assert not found_in(github(9), path)


# What a token proves about itself


def test_a_checksum_that_fits_counts_even_in_a_test() -> None:
    (secret,) = found_in(f'token = "{github(10)}"', "tests/test_login.py")
    assert secret.certainty == "provider"


def test_a_checksum_that_does_not_fit_is_a_sample_in_tests_and_documentation_and_reported_elsewhere() -> None:
    token = "ghp_" + drawn(11, 36)
    assert verdict("github", token) == "invalid"
    assert not found_in(token, "tests/test_login.py")
    assert not found_in(token, "docs/login.md")
    assert [secret.certainty for secret in found_in(token, "deploy.sh")] == ["provider"]


def test_a_token_without_a_checksum_is_less_sure_in_a_test() -> None:
    token = "sk_live_" + drawn(12, 24)
    assert [secret.certainty for secret in found_in(token, "src/pay.py")] == ["provider"]
    assert [secret.certainty for secret in found_in(token, "tests/pay_test.py")] == ["keyword"]


def test_grafana_gitlab_and_age_tokens_are_told_from_sham() -> None:
    body = "glsa_" + drawn(13, 32)
    checksum = zlib.crc32(body.encode()).to_bytes(4, "little").hex()
    assert verdict("grafana", f"{body}_{checksum}") == "valid"
    assert found_in(f"{body}_{checksum}") and not found_in(f"{body}_{'0' * 8}")
    routable = "glpat-" + drawn(14, 40) + ".01.12"
    number, digits = zlib.crc32(routable.encode()), ""
    while number:
        number, digit = divmod(number, 36)
        digits = (string.digits + string.ascii_lowercase)[digit] + digits
    (secret,) = found_in(routable + digits.rjust(7, "0"))
    assert secret.value.text == routable + digits.rjust(7, "0")
    assert verdict("gitlab", secret.value.text) == "valid"
    assert verdict("gitlab", "glpat-" + drawn(15, 20)) == "unknown"
    assert not found_in("AGE-SECRET-KEY-1" + drawn(16, 58, "QPZRY9X8GF2TVDW0" + "S3JN54KHCE6MUA7L"))


def test_the_checksum_of_bech32_is_bip_173s() -> None:
    # The valid and invalid strings of BIP 173.
    assert verdict("bech32", "A12UEL5L") == "valid"
    assert (
        verdict("bech32", "AN83CHARACTERLONGHUMANREADABLEPARTTHATCONTAINSTHENUMBER1ANDTHEEXCLUDEDCHARACTERSBIO1TT5TGS")
        == "valid"
    )
    assert verdict("bech32", "A1G7SGD8") == "invalid"


def test_a_discord_token_names_a_bot() -> None:
    identity = base64.b64encode(b"719386402175829104").decode().rstrip("=")
    token = f"{identity}.{drawn(17, 6)}.{drawn(18, 38)}"
    assert [s.detector for s in found_in(f"DISCORD_TOKEN={token}")] == ["discord-bot"]
    assert not found_in(f"DISCORD_TOKEN=M{drawn(19, 23)}.{drawn(17, 6)}.{drawn(18, 38)}")


def test_a_json_web_token_is_weak_evidence_but_for_keys_that_pass_every_policy() -> None:
    assert [s.certainty for s in found_in(jwt({"sub": "u-8812", "aud": "shop"}))] == ["keyword"]
    assert [s.certainty for s in found_in(jwt({"iss": "supabase", "role": "service_role"}))] == ["provider"]
    assert not found_in(jwt({"iss": "supabase", "role": "anon"}))
    assert not found_in(jwt({"sub": "1234567890", "name": "John Doe"}))
    assert not found_in("eyJ" + drawn(20, 40) + ".eyJ" + drawn(21, 40) + "." + drawn(22, 43))


# Wrapped in base 64


def test_a_token_alone_in_base_64_is_found_where_the_base_64_stands() -> None:
    wrapped = base64.b64encode(github(23).encode() + b"\n").decode()
    (secret,) = found_in(f"data:\n  token: {wrapped}\n")
    assert (secret.kind, secret.name, secret.value.text) == ("GitHub personal access token in base64", "token", wrapped)


def test_a_webhook_in_base_64_is_found_behind_its_scheme() -> None:
    address = (
        "https://hooks.slack.com/services/"
        f"T{drawn(40, 9, string.ascii_uppercase)}/B{drawn(41, 9, string.ascii_uppercase)}/{drawn(42, 24)}"
    )
    (secret,) = found_in(f"HOOK={base64.b64encode(address.encode()).decode()}")
    assert (secret.detector, secret.name) == ("slack-webhook", "HOOK")


def test_the_data_of_a_kubernetes_secret_is_decoded_once() -> None:
    key = base64.b64encode(("# the deploy key\n" + openssh(b"none")).encode()).decode()
    env = base64.b64encode(f"A=1\nGITHUB={github(24)}\n".encode()).decode()
    twice = base64.b64encode(base64.b64encode(f"x {github(25)}".encode())).decode()
    found = found_in(
        f"apiVersion: v1\nkind: Secret\ndata:\n  id_rsa: {key}\n  .env: {env}\n  deep: {twice}\n", "k8s/secret.yaml"
    )
    assert [(s.kind, s.name, s.value.text) for s in found] == [
        ("OpenSSH private key in base64", "id_rsa", key),
        ("GitHub personal access token in base64", ".env", env),
    ]


def test_a_basic_authorization_header_is_its_password() -> None:
    header = base64.b64encode(b"deploy:" + drawn(26, 16).encode()).decode()
    (secret,) = found_in(f'headers = {{"Authorization": "Basic {header}"}}')
    assert (secret.certainty, secret.value.text) == ("place", header)
    with_token = base64.b64encode(f"x-access-token:{github(27)}".encode()).decode()
    assert [s.certainty for s in found_in(f"Authorization: Basic {with_token}")] == ["provider"]
    for harmless in (b"user:password", b"admin:", b"no colon at all!"):
        assert not found_in("Authorization: Basic " + base64.b64encode(harmless).decode())
    assert not found_in("Basic authentication is used: Basic Authorization")


# Private keys


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (pem("RSA PRIVATE KEY"), "RSA private key"),
        (pem("EC PRIVATE KEY"), "EC private key"),
        (pem("PRIVATE KEY"), "private key"),
        (pem("ENCRYPTED PRIVATE KEY"), "encrypted private key"),
        (
            pem(
                "RSA PRIVATE KEY", headers="Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n"
            ),
            "encrypted RSA private key",
        ),
        (openssh(b"none"), "OpenSSH private key"),
        (openssh(b"aes256-ctr"), "encrypted OpenSSH private key"),
        (pem("PGP PRIVATE KEY BLOCK"), "OpenPGP private key"),
        (
            "PuTTY-User-Key"
            "-File-2: ssh-rsa\nEncryption: none\nComment: me\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 2\n"
            + drawn(1, 64)
            + "\n"
            + drawn(2, 40)
            + "\nPrivate-MAC: "
            + "0f" * 20,
            "PuTTY private key",
        ),
    ],
    ids=lambda value: value if len(value) < 40 else "block",
)
def test_a_private_key_is_one_finding_from_header_to_end(text: str, kind: str) -> None:
    (secret,) = found_in(f"# deploy\n{text.rstrip()}\nafter\n", "deploy/server.key")
    assert (secret.certainty, secret.kind) == ("key", kind)
    assert secret.value.text == text.rstrip()
    assert secret.value.line == 2


def test_a_key_in_a_string_with_escapes_is_one() -> None:
    text = json.dumps({"private_key": pem("PRIVATE KEY")})
    (secret,) = found_in(text, "account.json")
    assert secret.kind == "private key"
    assert text[text.index("-----BEGIN") :].startswith(secret.value.text)


@pytest.mark.parametrize(
    "text",
    [
        pem("CERTIFICATE"),
        pem("PUBLIC KEY"),
        pem("RSA PUBLIC KEY"),
        "if '" + block("RSA PRIVATE KEY", "' in text:\n    load(text, '"),
        block("PRIVATE KEY", "MIIEvQIBADANBgkq" + "hkiG9w0BAQEFAASC...\n"),
        block("PRIVATE KEY", "x" * 64 + "\n"),
        block("PRIVATE KEY", "your private key goes here, all of it\n"),
        block("RSA PRIVATE KEY", pem("x").splitlines()[1] + "\n"),
    ],
    ids=["certificate", "public", "rsa public", "code", "shortened", "placeholder", "words", "mangled"],
)
def test_what_is_no_private_key_is_none(text: str) -> None:
    assert not found_in(text, "deploy/server.pem")


def test_a_key_of_a_test_or_an_example_does_not_weigh_as_much() -> None:
    for path in ("tests/server.key", "src/test/resources/a.pem", "examples/tls/ca-key.pem"):
        assert [secret.certainty for secret in found_in(pem("PRIVATE KEY"), path)] == ["keyword"]


# Any text


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(KEYWORDS), st.text(max_size=40), st.text(LETTERS + "+/=-_. \n", max_size=80)), max_size=8
    ).map("".join)
)
def test_no_text_makes_it_fail_and_every_value_stands_where_it_says(text: str) -> None:
    source = Source("a.txt", text)
    end = 0
    for secret in provider_secrets(source):
        start = secret.value.origin(0)
        assert start >= end
        end = start + len(secret.value.text)
        assert text[start:end] == secret.value.text


def test_an_engine_that_finds_the_keywords_itself_gets_the_same() -> None:
    text = f"a {github(30)}\nkind: Secret\n  k: {base64.b64encode(openssh(b'none').encode()).decode()}\n"
    source = Source("a.yaml", text)
    hits = [(m.start(), keyword) for keyword in KEYWORDS for m in re.finditer(re.escape(keyword), text)]
    random.Random(1).shuffle(hits)
    summary = [(s.kind, s.value.origin(0)) for s in secrets_at(source, hits + hits)]
    assert summary == [(s.kind, s.value.origin(0)) for s in provider_secrets(source)] and len(summary) == 2


@pytest.mark.parametrize("between", ["", "-", " ", "a1" * 40 + "-"])
def test_a_text_of_nothing_but_keywords_is_gone_through(between: str) -> None:
    text = "".join(keyword + between for keyword in sorted(KEYWORDS)) * 2
    assert all(secret.value.text in text for secret in found_in(text))


# What stands around it


def test_an_identifier_is_sure_beside_its_secret_half_only() -> None:
    identity, half = "AKIA" + drawn(20, 16, string.ascii_uppercase + "234567"), drawn(21, 40)
    assert [s.certainty for s in found_in(f"AWS_ACCESS_KEY_ID={identity}\nX={half}\n") if s.value.text == identity] == [
        "provider"
    ]
    assert [s.certainty for s in found_in(f"AWS_ACCESS_KEY_ID={identity}\nAWS_SECRET=X\n")] == ["keyword"]
    assert [s.certainty for s in found_in(f"AWS_ACCESS_KEY_ID={identity}\nsha256 = {'0a1b2c3d' * 8}\n")] == ["keyword"]


@pytest.mark.parametrize(
    ("path", "before", "expected"),
    [
        ("config/application.yml", "gemini.key: ", "provider"),
        ("android/app/google-services.json", "current_key: ", "keyword"),
        ("src/firebase.ts", "apiKey: ", "keyword"),
        ("web.env", "NEXT_PUBLIC_MAPS_KEY=", "keyword"),
        ("compose.yaml", "FCM_SENDER_ID: 1\nFCM_API_KEY: ", "keyword"),
    ],
)
def test_a_google_key_that_browsers_are_given_is_no_secret(path: str, before: str, expected: str) -> None:
    assert [s.certainty for s in found_in(before + "AIza" + drawn(22, 35), path)] == [expected]
