"""What a log call shows: the forms of each language, and text that no language has."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.observability.log_leaks import LogFile, log_files
from roadworthy.models.observability.logged.sensitive import held


def shown(path: str, text: str) -> list[str]:
    found = list(log_files(Repository(SampleTree({path: text})), [path]))
    assert all(isinstance(one, LogFile) for one in found)
    return [one.name for file in found if isinstance(file, LogFile) for one in file.shown]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "logger.info('%s', password)"),
        ("a.py", "log = structlog.get_logger()\nlog.info('x', password=given)"),
        ("a.py", "def f(d):\n    text = f'{d.password}'\n    logging.info(text)"),
        ("a.js", "console.log(`with ${user.password}`)"),
        ("a.ts", "const entry = { user, password };\nlogger.info(entry);"),
        ("a.go", 'package a\nfunc f() {\n zap.L().Info("x", zap.String("password", given))\n}'),
        ("A.java", 'class A { void f() { LOG.debug(String.format("%s", user.getPassword())); } }'),
        ("A.kt", 'fun f() { logger.debug { "with $password" } }'),
        ("a.rb", 'logger << "with #{params[:password]}"'),
        ("a.php", '<?php $this->logger->error("with " . $request->input("password"));'),
        ("A.cs", 'class A { void F() { _logger.LogInformation("{@X}", new { Password = given }); } }'),
        ("a.ex", 'Logger.info("with", password: given)'),
    ],
)
def test_a_password_is_found_in_each_language(path: str, text: str) -> None:
    assert [name.lower().strip("()").removeprefix("get") for name in shown(path, text)] == ["password"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "if settings.DEBUG:\n    logger.info(password)"),
        ("a.py", "password = hash_it(given)\nlogger.info(password)"),
        ("a.py", "logger.info(errors['password'])"),
        ("a.js", "console.log(document.title, password)"),
        ("a.js", "console.log(password.replace(/./g, '*'))"),
        ("a.js", "console.log(password ? 'given' : 'missing', password === other, !password)"),
        ("a.js", "if (!env.isProduction()) { logger.info(password) }"),
        ("scripts/make.js", "console.log(password)"),
        ("a.go", 'package a\nfunc f() {\n log.Printf("%T", password)\n}'),
        ("a.go", "package a\n// log.Println(password)\n"),
        ("a.rb", 'logger.info "#{password.present?} #{password.length}"'),
        ("a.php", "<?php Log::info(strlen($password), self::PASSWORD);"),
        ("a.py", "raise_for('logger.info(password)')"),
        ("tests/test_a.py", "logger.info(password)"),
    ],
)
def test_nothing_is_found_where_nothing_is_given_away(path: str, text: str) -> None:
    assert shown(path, text) == []


@pytest.mark.parametrize(
    "name",
    "password userPassword accessToken refresh_token reset_token api_key secretKey cardNumber cvv ssn authHeader db_pass".split(),
)
def test_a_name_holds_what_its_words_say(name: str) -> None:
    assert held(name)


@pytest.mark.parametrize(
    "name",
    "has_password token_expired tokenId secret_name nextPageToken password_reset_url hashedPassword certificate userId tokens"
    " cancellationToken token_count IncorrectPasswordError password_policy csrf_token tokenizer reset_password pass".split(),
)
def test_a_name_about_a_secret_holds_none(name: str) -> None:
    assert held(name) is None


PIECES = st.sampled_from(
    ["logger.info(", "console.log(", "log.Printf(", "password", "token", "${", "#{", '"', "'", "`", "(", ")", "{", "}", "[", "]", "=",
     "=>", ":", ",", ".", "\n", " ", "\0", "é", "\ud800", "def f():\n ", "func f() {", "=begin", "<?php ", "%s", "+", "/*", "//"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["py", "js", "tsx", "go", "java", "kt", "rb", "php", "cs", "ex"]), st.lists(PIECES, max_size=60))
def test_no_text_breaks_it(ending: str, pieces: list[str]) -> None:
    from roadworthy.models.observability.log_leaks import READERS, _logged
    from roadworthy.parsing.code import language_of

    path = f"a.{ending}"
    language = language_of(path)
    assert language in READERS
    found = _logged(Source(path, "".join(pieces)), language)
    assert found is None or isinstance(found, (LogFile, Unreadable))


@pytest.mark.parametrize("ending", ["py", "js", "go", "java", "rb", "php", "cs", "kt", "ex"])
def test_a_long_and_deep_text_ends(ending: str) -> None:
    deep = "logger.info(" + "f(" * 5000 + "password" + ")" * 5000 + ")"
    long = "logger.info(password)\n" * 3000
    for text in (deep, long, "password = " * 20_000, "logger.info(" * 5000):
        list(log_files(Repository(SampleTree({f"a.{ending}": text})), [f"a.{ending}"]))
