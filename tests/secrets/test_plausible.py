"""What could be a secret, and what cannot: placeholders, references, hashes, paths, sentences, code, known examples."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.secrets.entropy import alphabet, expected, is_counting, is_random, is_repeating, is_wordy, shannon
from roadworthy.secrets.plausible import (
    in_examples,
    in_fixture,
    in_lock_file,
    in_translations,
    is_digest,
    is_plausible,
    is_reference,
)
from roadworthy.tables.documented_examples import EXAMPLES


def drawn(seed: int, size: int, letters: str = string.ascii_letters + string.digits) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(letters) for _ in range(size))


HEX = "0123456789abcdef"


@pytest.mark.parametrize(
    "value",
    [
        *("hunter" + "22", "sword" + "fish", "correct-horse-" + "battery9"),
        *("tr0ub4" + "dor&3", "S3cr" + "et!Pg", "pass" + "123"),
        *(drawn(1, 40), drawn(2, 32, HEX), drawn(3, 20, string.ascii_lowercase), drawn(4, 64, HEX)),
        *("/" + drawn(5, 39), drawn(6, 12) + "==", "$2y$10$" + drawn(7, 53), "{SSHA}" + drawn(8, 32)),
        *("django-insecure-" + drawn(9, 50), "postgres://app:" + drawn(10, 9) + "@db/app"),
    ],
)  # fmt: skip
def test_a_literal_that_people_or_machines_chose_is_plausible(value: str) -> None:
    assert is_plausible(value, "DB_PASSWORD", "deploy/prod.env")


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "x",
            "changeme",
            "<your token>",
            "your-api-key-here",
            "xxxxxxxxxxxx",
            "********",
            "TODO",
            "redacted",
            "EXAMPLEKEY",
        ),
        *(
            "password",
            "postgres",
            "admin",
            "secret",
            "test",
            "mysecretpassword"[:8],
            "dummy-value",
            "fake_token_1",
            "not-a-secret",
        ),
        *("12345678", "abcdefgh", "qwertyuiop", "aaaaaaaaaaaa", "abcabcabcabc", "01234567" + "89abcdef" * 3),
    ],
)
def test_a_placeholder_or_what_everybody_tries_first_is_not(value: str) -> None:
    assert not is_plausible(value, "DB_PASSWORD", "deploy/prod.env")


@pytest.mark.parametrize(
    "value",
    [
        *(
            "${DB_PASSWORD}",
            "$DB_PASSWORD",
            "{{ .Values.password }}",
            "${{ secrets.TOKEN }}",
            "$(cat /run/secrets/db)",
            "%DB_PASSWORD%",
        ),
        *(
            "<%= ENV['X'] %>",
            "#{password}",
            "__PASSWORD__",
            "@PASSWORD@",
            "${USER}:${PASS}",
            "postgres://${USER}:${PASS}@db/app",
            "%(pw)s",
        ),
        *("vault:secret/data/db#password", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db", "op://vault/db/password"),
        *(
            "sm://project/db",
            "!vault |",
            "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]",
            "ref+awsssm://db",
            "{cipher}0a1b2c",
            "secretsmanager:db",
        ),
        *("@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/db)", "env:DB_PASSWORD", "file:/run/secrets/db"),
        *(
            "{{resolve:secretsmanager:db:SecretString:password}}",
            "projects/p/secrets/db/versions/latest",
            "$ANSIBLE_VAULT;1.1;AES256",
        ),
    ],
)
def test_a_reference_or_an_encrypted_value_is_not(value: str) -> None:
    assert not is_plausible(value, "DB_PASSWORD", "deploy/prod.env")


@pytest.mark.parametrize(
    "value",
    [
        *(
            "os.environ['DB_PASSWORD']",
            "os.getenv('X')",
            "process.env.DB_PASSWORD",
            "config.get('password')",
            "self.password",
            "getpass()",
        ),
        *(
            "req.body.password",
            "$this->password",
            "user?.token",
            "props.token;",
            "settings.db.password",
            "Token::class",
            "data.password",
        ),
        *(
            "SecretStr",
            "PasswordField",
            "Optional[str]",
            "() => token",
            "async () => {",
            "lambda: key",
            "true",
            "null",
            "string",
            "8080",
        ),
        *("DB_PASSWORD", "AWS_SECRET_ACCESS_KEY", "db-password", "app.token"),
    ],
)
def test_a_piece_of_code_is_not(value: str) -> None:
    assert not is_plausible(value, "password", "src/app.py")


@pytest.mark.parametrize(
    "value",
    [
        *(
            "/run/secrets/db_password",
            "./certs/server.key",
            "~/.ssh/id_rsa",
            "C:\\keys\\server.pem",
            "config/master.key",
            "../secrets/token",
        ),
        *(
            "https://example.org/login",
            "http://localhost:8080/token",
            "redis://cache:6379/0",
            "#ff00aa",
            "#fff",
            "ops@shop.test",
        ),
        *(
            "Passwort vergessen?",
            "Enter your password",
            "Mot de passe oublié",
            "パスワード",
            "Forgot your password? Reset it here.",
        ),
        *(
            "sha256:" + drawn(1, 64, HEX),
            "sha512-" + drawn(2, 86) + "==",
            "md5:" + drawn(3, 32, HEX),
            "h1:" + drawn(4, 43) + "=",
        ),
    ],
)
def test_a_path_an_address_a_colour_a_sentence_or_a_digest_is_not(value: str) -> None:
    assert not is_plausible(value, "password", "src/app.py")


def test_hexadecimal_digits_are_a_hash_unless_the_name_speaks_of_a_secret() -> None:
    commit, uuid = drawn(1, 40, HEX), "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    for value in (commit, uuid, drawn(2, 64, HEX)):
        assert is_digest(value) and is_digest(value, "revision") and is_digest(value, "image_digest")
        assert not is_digest(value, "HEROKU_API_KEY") and not is_digest(value, "oauth_token")


@pytest.mark.parametrize("name", ["EXAMPLE_PASSWORD", "fake_token", "dummyApiKey", "mock-secret", "placeholder"])
def test_a_name_may_say_that_its_value_is_none(name: str) -> None:
    assert not is_plausible(drawn(11, 30), name, "src/app.py")


def test_a_value_that_repeats_its_name_is_none() -> None:
    assert not is_plausible("db_password", "DB_PASSWORD", "a.env")
    assert not is_plausible("mytoken", "token", "a.env")


def test_documented_examples_are_none_and_are_whole() -> None:
    for example in EXAMPLES:
        assert " " not in example and not is_plausible(example, "token", "a.env")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        *((path, in_fixture) for path in ("tests/a.py", "src/test/java/A.java", "pkg/a_test.go", "web/a.spec.ts")),
        *((path, in_fixture) for path in ("src/LoginTest.java", "x/testdata/k.pem", "test_a.py")),
        *((path, in_lock_file) for path in ("package-lock.json", "api/go.sum", "Cargo.lock", "infra/.terraform.lock.hcl")),
        *((path, in_translations) for path in ("locales/de.json", "src/i18n/en.ts", "po/fr.po", "res/messages_de.properties")),
        *((path, in_examples) for path in ("examples/tls/a.key", "charts/demo/values.yaml")),
    ],
)  # fmt: skip
def test_a_path_says_what_a_file_is_for(path: str, kind: object) -> None:
    assert callable(kind) and kind(path)
    assert kind is in_examples or not is_plausible(drawn(12, 30), "token", path)


@pytest.mark.parametrize(
    "path", ["src/contest.py", "latest/app.env", "spectrum/a.py", "attestation/a.yml", ".env", "app/main.go", "slang/a.py"]
)
def test_a_path_that_only_contains_such_a_word_says_nothing(path: str) -> None:
    assert is_plausible(drawn(13, 30), "token", path)
    assert not in_fixture(path) and not in_lock_file(path) and not in_translations(path)


def test_text_between_references_may_be_a_secret() -> None:
    assert not is_reference("${USER}:" + drawn(14, 16))
    assert is_reference("${A}-${B}")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=30))
def test_any_value_has_an_answer(value: str, name: str, path: str) -> None:
    assert is_plausible(value, name, path) in (True, False)


@pytest.mark.parametrize(
    "piece", ["a", "a.", "a(", "[", "{{", "${", "%(", "A", "a::", "/a", "<", "://", " a", "$a->", "@A", "x:"]
)
def test_a_long_value_of_one_piece_has_an_answer(piece: str) -> None:
    assert is_plausible(piece * 200_000, "token", "a.env") in (True, False)


# Randomness


@pytest.mark.parametrize(
    "letters",
    [HEX, string.ascii_letters + string.digits, string.ascii_lowercase + string.digits, string.ascii_uppercase + "234567"],
)
@pytest.mark.parametrize("size", [20, 32, 40, 64])
def test_random_texts_look_random(letters: str, size: int) -> None:
    texts = [drawn(seed, size, letters) for seed in range(200)]
    assert sum(map(is_random, texts)) >= 190
    measured = sum(map(shannon, texts)) / len(texts)
    assert abs(measured - expected(size, len(letters))) < 0.25


@pytest.mark.parametrize(
    "text",
    [
        *(
            "getUserPasswordFromConfiguration",
            "some_very_long_identifier_name",
            "correct-horse-battery-staple",
            "ThisIsAFakeTokenForTesting",
        ),
        *(
            "1234567890" + string.ascii_lowercase,
            "".join(map("{}{}".format, "123456789", "abcdefghi")),
            "qwertyuiop" + "asdfghjkl",
            "deadbeef" * 3,
            "x" * 40,
        ),
        "abcXYZ12" * 2,
    ],
)
def test_written_counted_and_repeated_texts_do_not(text: str) -> None:
    assert not is_random(text)
    assert is_wordy(text) or is_counting(text) or is_repeating(text)


@pytest.mark.parametrize(("text", "size"), [("0123", 10), ("0a1f", 16), ("abz", 26), ("aZ", 52), ("aZ9", 62), ("aZ9-_", 64)])
def test_the_alphabet_is_the_smallest_that_fits(text: str, size: int) -> None:
    assert alphabet(text) == size
