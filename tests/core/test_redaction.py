"""What is hidden in a quoted line, and what stays."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.redaction import LONGEST, hide, redact, redact_message

WORD = "hun" + "ter2"


@pytest.mark.parametrize(
    "line",
    [
        "ENV DB_PASSWORD={}",
        "ENV MODE=prod DB_PASSWORD={} X=1",
        "ENV DB_PASSWORD {}",
        "ARG NPM_TOKEN={}",
        "export API_KEY={}",
        "API_KEY='{}' ./run",
        "  password: {}",
        '  password: "{}"',
        "  dbPassword: {}",
        "- POSTGRES_PASSWORD={}",
        "PASSWORD: ${{PASSWORD:-{}}}",
        '{{"password":"{}","user":"x"}}',
        '"{{\\"password\\": \\"{}\\"}}"',
        "<password>{}</password>",
        '<add key="DbPassword" value="{}" />',
        "- {{name: API_TOKEN, value: {}}}",
        "tool --password {} --user x",
        "tool --api-key={} --user x",
        "postgres://app:{}@db:5432/app",
        "redis://:{}@cache:6379",
        "Authorization: Basic {}",
        "curl -u admin:{} https://example.org",
        "docker login -u me -p {} registry.example.org",
        "mysqldump -uroot -p{} shop",
        "CREATE USER x IDENTIFIED BY '{}'",
        'password = os.getenv("DB_PASSWORD", "{}")',
        'def connect(token: str = "{}"):',
        'if password == "{}":',
        "password => '{}',",
    ],
)
def test_values_of_secret_names_are_hidden(line):
    quoted = line.format(WORD)
    shown = redact(quoted)
    assert WORD not in shown
    assert len(shown) == len(quoted)
    assert shown[:3] == quoted[:3]


@pytest.mark.parametrize(
    "line",
    [
        "ENV DB_PASSWORD=$DB_PASSWORD",
        "POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}",
        "POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it in .env}",
        "token: ${{ secrets.GITHUB_TOKEN }}",
        'password: "{{ vault_db_password }}"',
        "export API_KEY=$(vault read -field=key secret/app)",
        "export API_KEY=`cat key`",
        "password=<your-password>",
        "postgres://app:${PASSWORD}@db:5432/app",
        'password = os.environ["DB_PASSWORD"]',
        "password = var.db_password",
        "password: !vault |",
        "ARG NPM_TOKEN",
        "RUN --mount=type=secret,id=npm_token,target=/root/.npmrc npm ci",
        "secrets: inherit",
        "  id-token: write",
        "persist-credentials: false",
        "secretName: db-credentials",
        "POSTGRES_PASSWORD_FILE: /run/secrets/db",
        "max_tokens: 4096",
        "author: Jane Doe",
        "docker run -u 1000:1000 app",
        "image: app@sha256:" + "0123456789abcdef" * 4,
        'image = "app@sha256:' + "0123456789abcdef" * 4 + '"',
        "uses: actions/checkout@" + "0123456789" * 4,
        'base = "python:3.12-slim-bookworm"',
        "&& echo 'app ALL=(ALL:ALL) NOPASSWD: /usr/sbin/nginx' >> /etc/sudoers",
        'curl --header "Authorization: Bearer $ACCESS_TOKEN" https://example.org',
        "sha512='" + "0123456789abcdef" * 8 + "'",
        "for key in '" + "0123456789ABCDEF0123" * 2 + "'; do",
        'id = "01234567-89ab-cdef-0123-456789abcdef"',
        'call("aFunctionWithARatherLongName2")',
        "COPY --from=build /app/secrets.json /run/",
    ],
)
def test_references_names_and_digests_stay(line):
    assert redact(line) == line


def drawn(alphabet, size, seed=5):
    return "".join(random.Random(seed).choices(alphabet, k=size))


ALNUM = string.ascii_letters + string.digits


@pytest.mark.parametrize(
    "prefix", ["ghp_", "github_pat_", "glpat-", "xoxb-", "sk_live_", "AKIA", "npm_", "AIza", "hf_", "dckr_pat_", "SG."]
)
def test_known_tokens_keep_only_their_prefix(prefix):
    token = drawn(string.ascii_uppercase + string.digits if prefix == "AKIA" else ALNUM, 36)
    assert redact(f"run {prefix}{token} now") == f"run {prefix}{'*' * 36} now"
    assert redact_message(f"`{prefix}{token}`") == f"`{prefix}{'*' * 36}`"


@pytest.mark.parametrize("seed", range(20))
def test_quoted_random_strings_are_hidden(seed):
    value = drawn(ALNUM, 32, seed)
    assert value not in redact(f'x = "{value}"')


def test_private_keys_are_hidden():
    body = drawn(ALNUM + "+/", 64)
    assert redact(body) == "*" * 64
    assert redact(f"  {body}\\n' +") == f"  {'*' * 64}\\n' +"
    begin = "-----BEGIN RSA " + "PRIVATE KEY-----"
    assert redact(f"{begin}\\n{body}") == begin + "*" * 66


def test_a_default_is_a_value_and_its_variable_is_not():
    assert redact("P: ${DB_PASSWORD:-postgres}") == "P: ${DB_PASSWORD:-********}"


def test_an_unquoted_yaml_value_is_hidden_to_its_end():
    assert redact("password: correct horse # ours") == "password: ******* ***** # ours"


@pytest.mark.parametrize(
    "text",
    [
        "the build argument `DB_PASSWORD`: pass it as a secret mount",
        "token: rotate it",
        "use `RUN --mount=type=secret,id=token`",
        "set `password: ${{ secrets.X }}`",
        "`TOKEN=${TOKEN}` is only a reference",
    ],
)
def test_sentences_about_secrets_stay(text):
    assert redact_message(text) == text


def test_an_assignment_in_a_sentence_is_hidden():
    assert redact_message(f"`DB_PASSWORD={WORD}` is set") == "`DB_PASSWORD=*******` is set"


def test_a_random_value_behind_any_name_is_hidden_and_what_is_written_is_not():
    drawn = "qV3dXnw7hSd34a43soalJ" + "_JJzSOnec6OEDGe6AXd320="
    assert redact(f"ENV AIRFLOW__X={drawn}") == "ENV AIRFLOW__X=" + "*" * len(drawn)
    for line in ("class: MyVeryLongJavaClassNameFactory2Impl", "ENV NODE_OPTIONS=--max-old-space-size=4096"):
        assert redact(line) == line


def test_hide_hides_all_of_a_place_whatever_it_looks_like():
    assert hide("A=abc d", 2, 5) == "A=*** d"
    assert hide("KEY=abc=", 4, 8) == "KEY=****"
    assert hide("KEY=a: b=c", 4, 10) == "KEY=** ***"


def test_a_very_long_line_is_cut():
    assert len(redact("x" * 1_000_000)) == LONGEST


@given(st.text(st.sampled_from("ab1 =:'\"`\\${}<>()[]|-,/@\n\t") | st.characters(), max_size=80), st.booleans())
def test_any_line_keeps_its_length_and_its_white_space(text, named):
    line = f"PASSWORD={text}" if named else text
    for shown in (redact(line), redact_message(line)):
        assert len(shown) == len(line)
        assert all(new in (old, "*") for old, new in zip(line, shown, strict=True))
        assert [c for c in shown if c in " \t\r\n"] == [c for c in line if c in " \t\r\n"]


@given(st.text(ALNUM + "!#^_+-", min_size=8, max_size=40).filter(lambda v: any(c.isdigit() for c in v)))
def test_no_value_of_a_password_survives(value):
    for line in (f"DB_PASSWORD={value}", f'password: "{value}"', f"ENV X=1 API_TOKEN='{value}'"):
        assert value not in redact(line)


@pytest.mark.parametrize(
    "name", ["CaddyHighHttp5xxErrorRateService", "KubernetesPodCrashLooping24hTooOften", "serviceLevel99PercentileTooHigh"]
)
def test_names_written_in_words_are_shown(name: str) -> None:
    assert redact_message(f"`{name}` watches it") == f"`{name}` watches it"


def test_a_word_drawn_at_random_is_hidden_however_long_its_runs() -> None:
    from secrets import choice
    from string import ascii_letters, digits

    hidden = 0
    for _ in range(200):
        word = "".join(choice(ascii_letters + digits) for _ in range(32))
        hidden += word not in redact_message(f"`{word}` is used")
    assert hidden >= 190  # some look as if they were written in words
