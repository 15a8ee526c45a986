"""Which local addresses the program uses and which it only mentions, in every language; and that no text makes it fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.parity.local_addresses import addresses_in, is_application_code, words


def used(path: str, text: str) -> list[str]:
    repo = Repository(SampleTree({path: text}))
    return [f"{one.use} {one.name}" for one in addresses_in(repo, path, keep=True)]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.js", "fetch('http://localhost:8080/x')", "connects fetch"),
        ("a.js", "const s = new WebSocket('ws://localhost:9000');", "connects newWebSocket"),
        ("a.ts", "const api = axios.create({ baseURL: 'http://localhost:5000/api' });", "connects axios.create"),
        ("a.ts", "this.http.get('http://localhost:5000/api' + path).subscribe(x => y);", "connects this.http.get"),
        ("a.tsx", "export const API_URL: string = `http://localhost:5000/${version}`;", "constant API_URL"),
        ("a.js", "mongoose.connect('mongodb://localhost/shop', {useNewUrlParser: true})", "connects mongoose.connect"),
        ("a.js", "xhr.open('GET', 'http://localhost/x')", "connects xhr.open"),
        ("a.js", "const u = new URL('http://localhost:1/x'); fetch(new URL('http://localhost:2'))", "connects fetch"),
        ("a.js", "const API_URL = config.url || 'http://localhost:5000'", "default ||"),
        ("a.js", "const API_URL = env('API', 'http://localhost:5000')", "default env"),
        ("a.py", "requests.post(url='http://localhost:8000/x', json={})", "connects requests.post"),
        ("a.py", "engine = create_engine('postgresql://me@localhost/shop')", "connects create_engine"),
        ("a.py", "r = redis.Redis(host='localhost')", "connects redis.Redis"),
        ("a.py", "API_URL = 'http://localhost:8000'", "constant API_URL"),
        ("a.py", "x = os.environ.get('A', 'http://localhost:8000') + '/x'", "default os.environ.get"),
        ("a.go", 'package a\nfunc f() { http.Get("http://localhost:1/x") }', "connects http.Get"),
        ("a.go", 'package a\nvar apiURL = "http://localhost:1"', "constant apiURL"),
        ("a.rb", "API_URL = 'http://localhost:1'", "constant API_URL"),
        ("a.rb", "x = Faraday.new(url: 'http://localhost:1')", "connects Faraday.new"),
        ("a.php", "<?php $c = new PDO('x'); $r = Http::get('http://localhost:1/x');", "connects Http::get"),
        ("A.java", 'class A { static final String API_URL = "http://localhost:1"; }', "constant API_URL"),
        ("A.kt", 'const val API_URL = "http://localhost:1"', "constant API_URL"),
        ("A.cs", 'class A { const string ApiUrl = "http://localhost:1"; }', "constant ApiUrl"),
        ("A.cs", 'class A { void F() { client.GetAsync("http://localhost:1/x"); } }', "connects client.GetAsync"),
        ("a.rs", 'const API_URL: &str = "http://localhost:1";', "constant API_URL"),
        ("a.rs", 'async fn f() { let r = reqwest::get("http://localhost:1/x").await; }', "connects reqwest::get"),
    ],
)
def test_what_the_program_uses(path: str, text: str, expected: str) -> None:
    assert used(path, text) == [expected]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.js", "// fetch('http://localhost:8080')"),
        ("a.js", "console.log('listening on http://localhost:8080')"),
        ("a.js", "app.use(cors({ origin: ['http://localhost:3000'] }))"),
        ("a.js", "const ok = url.startsWith('http://localhost:3000')"),
        ("a.js", "const u = isDev ? 'http://localhost:1' : 'https://api.example.com'"),
        ("a.js", "if (process.env.NODE_ENV !== 'production') { fetch('http://localhost:1') }"),
        ("a.js", "const path = new URL(req.url, 'http://localhost').pathname"),
        ("a.js", "function f(baseUrl = 'http://localhost:1') {}"),
        ("a.js", "const defaultUrl = 'http://localhost:1'"),
        ("a.js", "const message = 'open http://localhost:1'"),
        ("a.js", "fetch(url, { headers: { Origin: 'http://localhost:1' } })"),
        ("a.ts", "let apiUrl = 'http://localhost:1'; if (x) apiUrl = y"),
        ("src/config.ts", "export const API_URL: any = 'http://localhost:3000'"),
        ("a.py", "'''See http://localhost:8000'''"),
        ("a.py", "class Settings(BaseSettings):\n    api_url: str = 'http://localhost:8000'"),
        ("a.py", "parser.add_argument('--url', default='http://localhost:8000')"),
        ("a.py", "if settings.DEBUG:\n    requests.get('http://localhost:8000')"),
        ("a.py", "if __name__ == '__main__':\n    requests.get('http://localhost:8000')"),
        ("a.py", "app.run(host='localhost')"),
        ("a.py", "requests.get(f'http://localhost:{port}/x')"),
        ("a.py", "ORIGINS = ['http://localhost:3000']"),
        ("a.go", 'package a\n// http.Get("http://localhost:1")\nfunc f() { flag.String("url", "http://localhost:1", "x") }'),
        ("a.go", 'package a\nconst exampleURL = "http://localhost:1"'),
        ("a.rb", "url = 'http://localhost:1' if Rails.env.development?"),
        ("A.java", 'class A { @Value("${a:http://localhost:1}") String url; String b = "http://localhost:1"; }'),
        ("A.java", "class A { /** http://localhost:1 */ void f() {} }"),
        ("broken.js", "fetch('http://localhost:1"),
        ("broken.py", "requests.get('http://localhost:1'"),
    ],
)
def test_what_it_only_mentions(path: str, text: str) -> None:
    assert used(path, text) == []


@pytest.mark.parametrize(
    "path",
    [
        *("tests/a.py", "src/a.test.ts", "vite.config.ts", "webpack.dev.js", "scripts/a.js", "e2e/a.ts", "src/__tests__/a.js"),
        *("docs/conf.py", "types.d.ts", "README.md", "src/a_test.go", "db/seeds.rb", "src/mocks/a.ts", "migrations/0001.py"),
    ],
)
def test_what_is_not_deployed_is_not_read(path: str) -> None:
    assert not is_application_code(path)


def test_an_address_is_told_without_its_password() -> None:
    for path in ("a.py", "a.js"):
        repo = Repository(
            SampleTree({path: "createClient('redis://me:word@localhost:6379'); redis.from_url('redis://me:word@localhost')"})
        )
        found = addresses_in(repo, path, keep=True)
        assert found
        assert all(one.address in ("redis://localhost", "redis://localhost:6379") for one in found)


def test_names_are_told_into_words() -> None:
    assert words("apiBaseURL_of-HTTPServer2") == ["api", "base", "url", "of", "http", "server", "2"]


SOUP = st.lists(
    st.sampled_from(
        [*"(){}[];'\"`\n\\#", "http://localhost:1", "fetch(", "const API_URL = ", "'''", "f'{", "é", "\U0001f600", "\0", "//"]
    ),
    max_size=30,
).map("".join)


@given(st.sampled_from(["py", "js", "ts", "tsx", "go", "java", "kt", "php", "rb", "rs", "cs", "ex"]), SOUP)
def test_no_text_makes_a_reader_fail_and_places_are_in_the_file(ending: str, text: str) -> None:
    path = f"src/a.{ending}"
    repo = Repository(SampleTree({path: text}))
    for one in addresses_in(repo, path, keep=True):
        assert 1 <= one.place.line <= text.count("\n") + 1


@pytest.mark.parametrize(
    "text", ["(" * 50_000 + "'http://localhost'", "x = " + "-" * 9000 + "'http://localhost'", "['http://localhost'," * 9000]
)
def test_deep_code_is_given_up_and_not_died_of(text: str) -> None:
    for ending in ("py", "js"):
        assert used(f"a.{ending}", text) == []
