"""Literal values where file formats keep credentials: what is found, how sure it is, and what is none."""

from __future__ import annotations

import base64
import random
import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.secrets.places import placed

if TYPE_CHECKING:
    from roadworthy.secrets.found import Secret


def drawn(size: int = 24, letters: str = string.ascii_letters + string.digits) -> str:
    """A value like one that a password manager makes; the same in every run."""
    return "".join(random.Random(size * 7 + len(letters)).choices(letters, k=size))


VALUE = drawn()
HEX = drawn(32, "0123456789abcdef")
HASH = "$2y$12$" + drawn(53)
ENCODED = base64.b64encode(VALUE.encode()).decode()


def found(path: str, text: str) -> list[Secret]:
    return list(placed(Source(path, text)))


SURE = {
    ".env": f"A='x'\njunk\nDB_PASSWORD={VALUE}\n",
    "deploy/production.env": f"export API_KEY={VALUE} # rotate\n",
    ".bashrc": f"export SLACK_TOKEN={VALUE}\n",
    "application.properties": f"spring.datasource.password={VALUE}\n",
    "server.ini": f"[Server]\nAdminPassword = {VALUE}\n",
    "wg0.conf": f"[Interface]\nPrivateKey = {VALUE}\n",
    "settings.toml": f'[database]\npassword = "{VALUE}"\n',
    "terraform.tfvars": f'db_password = "{VALUE}"\n',
    "variables.tf": f'variable "db_password" {{\n  default = "{VALUE}"\n}}\n',
    "wp-config.php": f"<?php define('DB_PASSWORD', '{VALUE}');",
    "config/database.php": f"<?php return ['password' => '{VALUE}'];",
    "shop/settings.py": f"DATABASES = {{'default': {{'PASSWORD': '{VALUE}'}}}}\n",
    "Dockerfile": f"FROM scratch\nENV API_TOKEN={VALUE}\n",
    "compose.yaml": f"services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: {VALUE}\n",
    "docker-compose.yml": f"services:\n  db:\n    environment:\n      - POSTGRES_PASSWORD={VALUE}\n",
    ".github/workflows/ci.yml": f"jobs:\n  a:\n    env:\n      API_TOKEN: {VALUE}\n",
    ".gitlab-ci.yml": f"variables:\n  API_TOKEN:\n    value: {VALUE}\n",
    "deploy/database.yaml": f"Parameters:\n  DbPassword:\n    Type: String\n    Default: {drawn(30)}\n",
    "ci.circleci.yml": f"environment:\n  - API_TOKEN: {drawn(30)}\n",
    "chart/values.yaml": f"auth:\n  rootPassword: {VALUE}\n",
    "k8s/app.yaml": "apiVersion: apps/v1\nkind: Deployment\nspec:\n  containers:\n  - env:\n"
    f"    - name: DB_PASSWORD\n      value: {VALUE}\n",
    "secret.yaml": f"apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\ndata:\n  password: {ENCODED}\n",
    "string.yaml": f"apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData:\n  password: {VALUE}\n",
    "config/secrets.yml": f"production:\n  secret_key_base: {HEX}\n",
    "appsettings.json": f'{{"Db": {{"Password": "{VALUE}"}}}}',
    "task-definition.json": f'[{{"name": "DB_PASSWORD", "value": "{VALUE}"}}]',
    ".docker/config.json": f'{{"auths": {{"r": {{"auth": "{ENCODED}"}}}}}}',
    "settings.xml": f"<settings><servers><server><password>{VALUE}</password></server></servers></settings>",
    "web.config": f'<configuration><appSettings><add key="ApiToken" value="{VALUE}"/></appSettings></configuration>',
    "credentials.xml": f"<secret>{{{ENCODED}}}</secret>",
    ".netrc": f"machine h login u password {VALUE}\n",
    ".pgpass": f"h:5432:d:u:{VALUE}\n",
    ".git-credentials": f"https://me:{VALUE}@git.example.org\n",
    ".npmrc": f"//registry.example.org/:_authToken={VALUE}\n",
    ".pypirc": f"[pypi]\nusername = __token__\npassword = {VALUE}\n",
    ".s3cfg": f"secret_key = {VALUE}\n",
    ".esmtprc": f'password "{VALUE}"\n',
    ".htpasswd": f"admin:{HASH}\n",
    "etc/shadow": "root:*:1:0:9:7:::\nme:$6$salt$" + drawn(60) + ":1:0:9:7:::\n",
    "proftpdpasswd": f"root:{HASH}:0:0::/root:/bin/sh\n",
    "config/master.key": HEX + "\n",
    "dump.sql": f"INSERT INTO users (id, password) VALUES (1, '{VALUE}');\n",
    "setup.sql": f"CREATE USER a IDENTIFIED BY '{VALUE}';\n",
    "hub": f"---\ngithub.com:\n- user: me\n  oauth_token: {HEX}\n",
}


@pytest.mark.parametrize("path", SURE)
def test_a_literal_in_its_place_is_found_once_where_it_stands(path: str) -> None:
    text = SURE[path]
    secrets = found(path, text)
    assert [secret.certainty for secret in secrets if secret.certainty != "url"] == ["place"]
    value = secrets[0].value
    assert text[value.origin(0) : value.origin(0) + len(value)] == value.text
    assert len(value) >= 16
    assert secrets[0].kind
    assert value.text not in secrets[0].kind


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("app.py", f'URL = "postgres://shop:{VALUE}@db.shop.internal/x"\n'),
        ("README.md", f"clone https://me:{VALUE}@git.shop.internal/x\n"),
        ("notes", f"redis://:{VALUE}@cache.shop.internal:6379\n"),
        ("install.sh", f"git clone https://{HEX}@git.shop.internal/x\n"),
    ],
)
def test_a_login_in_an_address_is_found_in_any_text(path: str, text: str) -> None:
    assert [(secret.certainty, secret.value.text in (VALUE, HEX)) for secret in found(path, text)] == [("url", True)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".env", "DB_PASSWORD=${DB_PASSWORD}\nAPI_KEY=\nTOKEN=changeme\nSECRET_KEY=<your-key>\nPASS_FILE=/run/secrets/x\n"),
        ("compose.yaml", "services:\n  a:\n    environment:\n      TOKEN: ${TOKEN:?no}\n    secrets: [db-key]\n"),
        (".github/workflows/ci.yml", "env:\n  API_TOKEN: ${{ secrets.API_TOKEN }}\npermissions:\n  id-token: write\n"),
        ("k8s/a.yaml", "apiVersion: v1\nkind: Pod\nenv:\n- name: TOKEN\n  valueFrom:\n    secretKeyRef: {name: d, key: t}\n"),
        ("chart/values.yaml", 'existingSecret: shop-credentials\nauth:\n  password: ""\n  passwordKey: db-password\n'),
        ("chart/templates/a.yaml", "password: {{ .Values.password | b64enc }}\n{{- if .x }}\ntoken: {{ .y }}\n{{ end }}\n"),
        ("main.tf", 'password = var.db_password\nsecret = "${data.vault.x}"\ntoken = "arn:aws:secretsmanager:eu:1:secret:x"\n'),
        ("config/auth.php", "<?php return ['passwords' => 'users', 'password' => env('PW'), 'token' => 'required|string'];"),
        ("shop/settings.py", "SECRET_KEY = os.environ['SECRET_KEY']\nPASSWORD_HASHERS = ['django.x.Y']\n"),
        ("messages_de.properties", "login.password=Kennwort\n"),
        ("locales/en/common.json", '{"password": "Password", "token": "Paste your token"}'),
        ("pom.xml", "<server><password>${env.REPO_PASSWORD}</password></server>"),
        ("openapi.yaml", "openapi: 3.0.0\ncomponents:\n  password: {type: string, example: " + VALUE + "}\n"),
        ("package-lock.json", '{"secret": "' + VALUE + '"}'),
        (".npmrc", "//registry.example.org/:_authToken=${NPM_TOKEN}\nalways-auth=true\n"),
        (".pgpass", "# h:1:d:u:secret\nh:1:d:u:\n"),
        ("etc/shadow", "root:*:1::::::\nx:!:1::::::\ny:!!:::::::\n"),
        ("users.sql", "SELECT password FROM users WHERE password = 'x';\nINSERT INTO users (name) VALUES ('password');\n"),
        ("README.md", "postgres://user:password@localhost/db and https://user:pass@example.com and $URL://a:$B@c\n"),
        ("app.py", 'url = f"postgres://{user}:{password}@{host}/x"\npath = "https://example.org/@scope/a:b"\n'),
        ("tests/fixtures/app.env", f"API_KEY={VALUE}\n"),
        ("Dockerfile", "FROM scratch\nARG NPM_TOKEN\nENV DB_PASSWORD=$DB_PASSWORD TOKEN_FILE=/run/secrets/t\n"),
    ],
)  # fmt: skip
def test_references_placeholders_and_texts_for_people_are_no_secrets(path: str, text: str) -> None:
    assert [(secret.kind, secret.value.text) for secret in found(path, text)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("compose.yaml", "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: postgres\n"),
        ("compose.yaml", "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: photoalbum\n"),
        ("compose.yaml", "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: k3str4\n"),
        ("compose.yaml", "services:\n  db:\n    environment:\n      SA_PASSWORD: D0cker!a8s\n"),
        ("compose.yaml", "services:\n  db:\n    environment:\n      SA_PASSWORD: Aa@6447985\n"),
        ("compose.yaml", "services:\n  db:\n    environment:\n      SA_PASSWORD: '@someThingComplicated1234'\n"),
        ("vendor/sdk/.travis.yml", f"env:\n  - API_KEY={VALUE}\n"),
        ("compose.yaml", "services:\n  a:\n    environment:\n      LDAP_PASSWORDS: password1,password2\n"),
        ("compose.yaml", "services:\n  a:\n    environment:\n      BASIC_AUTH: restAdmin:restAdmin\n"),
        (".ci/compose.yaml", f"services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: {VALUE}\n"),
        ("compose.yaml", "services:\n  db:\n    environment:\n      DB_PASSWORD: ${X:-Xk29" + drawn(6) + "}\n"),
        (".github/workflows/ci.yml", "env:\n  SECRET_KEY: " + HEX + "\n"),
        (".env", "DB_PASSWORD=admin123\n"),
        ("compose.yaml", "services:\n  a:\n    environment:\n      SECRET: shop4everyone\n"),
        ("local/app.env", "AES_SECRET_KEY=" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode() + "\n"),
        (".env.test", f"SECRET_KEY={VALUE}\n"),
        ("app.py", "x = 'postgres://postgres:postgres@db/x'\n"),
        (".env.example", "DB_PASSWORD=Xk29" + drawn(6) + "\n"),
        ("application-dev.yml", "db:\n  password: Xk29" + drawn(6) + "\n"),
        ("app/config.py", "class Development(Config):\n    SECRET_KEY = '" + VALUE + "'\n"),
    ],
)
def test_guessable_values_and_places_for_trials_are_weak(path: str, text: str) -> None:
    assert [secret.certainty for secret in found(path, text)] == ["weak"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("any.yaml", "db:\n  password: Xk29-" + drawn(6) + "\n"),
        ("run.sh", "DB_PASSWORD=Xk29" + drawn(6) + "\n"),
        ("docs/setup.md", "postgres://shop:Xk29" + drawn(6) + "@db.shop.internal/x\n"),
        ("app.py", "# postgres://shop:Xk29" + drawn(6) + "@db.shop.internal/x\n"),
    ],
)
def test_places_that_are_less_sure_and_addresses_for_people_are_keyword_findings(path: str, text: str) -> None:
    assert [secret.certainty for secret in found(path, text)] == ["keyword"]


@pytest.mark.parametrize("value", [HASH, HEX])
def test_what_a_password_was_hashed_to_is_told_from_a_password(value: str) -> None:
    text = f"INSERT INTO users (id, password) VALUES (1, '{value}');\n"
    assert [secret.certainty for secret in found("dump.sql", text)] == ["hash"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("k8s/a.yaml", "apiVersion: v1\nkind: Pod\nenv:\n- name: ACCESS_KEY\n  value: 8312341g-5678-abcd-4a2b2c-33bcsd655\n"),
        ("application.yml", "redis:\n  key:\n    authCode: 'ums:authCode'\n"),
        (
            "kamelet.yaml",
            "apiVersion: a/v1\nkind: Kamelet\nparameters:\n  registry.credential: '#bean:defaultAzureCredential'\n",
        ),
        ("checkstyle.xml", '<property name="limitedTokens" value="ASSIGN,DEC,POST_INC,PLUS_ASSIGN"/>'),
        ("logstash.conf", 'filter { mutate { rename => {\n  "ElevatedToken" => "logon_elevated_token"\n} } }\n'),
        ("app.properties", "token.secret.key=" + base64.b64encode(b"ThisIsMyCustomSecretKey012345678").decode() + "\n"),
        ("compose.yaml", "services:\n  a:\n    environment:\n      SSL_KEY_CREDENTIALS: kafka1_sslkey_creds\n"),
        ("compose.yaml", "services:\n  a:\n    environment:\n      BASIC_AUTH_INFO: SR_API_KEY:SR_API_SECRET\n"),
        ("config.properties", "sasl.password={API Secret or Password}\n"),
        ("Core/Texts-zh-Hans.xml", '<text name="PasswordComplexityNotSatisfied">密码复杂度要求不足.</text>'),
        ("set.conf", "password_hash = `/usr/bin/rspamadm pw -e -p $1`\n"),
        ("charts/shop/ci/test-values.yaml", f"auth:\n  password: {VALUE}\n"),
        ("WinSCP.ini", "RegistryStorageKey=Software%5CSimonTatham%5CPuTTY\n"),
        ("telegraf.conf", '[[outputs.influxdb_v2]]\n  token = "@{docker_secretstore:influxdb_token}"\n'),
        ("registries.yaml", "config:\n  registries.conf: |\n    credentials: ext:/app/scripts/login-to-registry.sh\n"),
    ],
)
def test_identifiers_references_and_lists_are_no_secrets(path: str, text: str) -> None:
    assert [(secret.kind, secret.value.text) for secret in found(path, text)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("app.env", f"POSTHOG_API_KEY=phc_{drawn(40)}\n"),
        ("nx.json", '{"nxCloudAccessToken": "' + base64.b64encode(f"{VALUE}|read".encode()).decode() + '"}'),
        ("application.properties", "druid.password=" + drawn(86) + "\\=\\=\n"),
        ("users.json", "[" + ",".join(f'{{"Password": "{drawn(size)}"}}' for size in (30, 31, 32)) + "]"),
    ],
)
def test_what_is_published_encrypted_or_data_is_a_guess(path: str, text: str) -> None:
    assert {secret.certainty for secret in found(path, text)} == {"keyword"}


@pytest.mark.parametrize(
    ("key", "secret", "certain"),
    [
        ("pusher.app.key", "pusher.app.secret", ["keyword", "place"]),
        ("AccessKey", "SecretKey", ["keyword", "place"]),
        ("accessKey", "accessKeySecret", ["keyword", "place"]),
        ("mail.api.key", "pay.api.secret", ["place", "place"]),
        ("jwt.key", "jwt.secret", ["place", "place"]),
        ("mail.api.key", "mail.name", ["place"]),
    ],
)
def test_of_a_pair_the_half_that_says_whose_it_is_is_a_guess(key: str, secret: str, certain: list[str]) -> None:
    text = f"{key}={VALUE}\n{secret}={HEX}\n"
    assert [one.certainty for one in found("application.properties", text)] == certain
    apart = f"{key}={VALUE}\n" + "a=b\n" * 20 + f"{secret}={HEX}\n"
    assert {one.certainty for one in found("application.properties", apart)} == {"place"}


def test_a_literal_default_of_a_reference_is_the_value() -> None:
    (secret,) = found("compose.yaml", "services:\n  a:\n    environment:\n      - TOKEN=${TOKEN:-" + VALUE + "}\n")
    assert (secret.certainty, secret.value.text) == ("place", VALUE)


def test_a_private_file_in_a_kubernetes_secret_is_found_and_a_certificate_is_not() -> None:
    begin = "-----BEGIN "
    key, certificate = (
        base64.b64encode(f"{begin}{what}-----\n{VALUE * 9}\n".encode()).decode() for what in ("PRIVATE KEY", "CERTIFICATE")
    )
    text = f"apiVersion: v1\nkind: Secret\nmetadata: {{name: tls}}\ndata:\n  tls.crt: {certificate}\n  tls.key: {key}\n"
    assert [secret.name for secret in found("tls.yaml", text)] == ["tls.key"]


def test_settings_inside_a_config_map_have_their_places_in_the_file() -> None:
    text = f"apiVersion: v1\nkind: ConfigMap\ndata:\n  application.properties: |\n    a=b\n    db.password={VALUE}\n"
    (secret,) = found("k8s/map.yaml", text)
    assert (secret.value.text, secret.value.place().line, secret.value.place().column) == (VALUE, 6, 17)


def test_an_alias_is_told_where_its_value_stands_and_once() -> None:
    text = f"services:\n  a:\n    environment: &e\n      DB_PASSWORD: {VALUE}\n  b:\n    environment: *e\n"
    assert [secret.value.line for secret in found("compose.yml", text)] == [4]


def test_utf_16_text_is_read_like_any_other() -> None:
    from roadworthy.core.repository import decode

    source = decode("app.ini", f"Password={VALUE}\r\n".encode("utf-16"))
    assert isinstance(source, Source)
    assert [secret.value.text for secret in placed(source)] == [VALUE]


NAMES = (
    ".env",
    "a.yaml",
    "a.json",
    "a.xml",
    "a.sql",
    "a.php",
    "a.tf",
    "a.toml",
    "a.ini",
    "settings.py",
    "Dockerfile",
    ".netrc",
    "hub",
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(NAMES), st.text(alphabet="pasword_key=:\"'{}<>/@- \n\\$#&*|!", max_size=200) | st.text(max_size=100))
def test_no_text_makes_a_reader_fail(path: str, text: str) -> None:
    for secret in found(path, text + "\npassword: "):
        assert secret.value.source.text is not None


@pytest.mark.parametrize("path", NAMES)
@pytest.mark.parametrize(
    "text",
    [
        "password=" + "x" * 500_000,
        "password: [" * 3_000,
        "password = '" * 20_000,
        "<password>" * 20_000,
        "\n" * 200_000 + "secret",
    ],
)
def test_hostile_files_end(path: str, text: str) -> None:
    assert len(found(path, text)) < 50_000


def test_a_text_without_a_word_for_secrets_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr("roadworthy.parsing.yaml.parse", refuse)
    assert found("compose.yaml", "services:\n  a:\n    image: b\n" * 10) == []


def test_a_store_of_secrets_is_told_up_to_a_bound() -> None:
    from roadworthy.secrets.places import MOST_FOUND

    text = "".join(f'{{"password": "{VALUE[:12]}{number:06}"}}\n' for number in range(MOST_FOUND + 10))
    assert len(found("accounts.json", text)) == MOST_FOUND


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("config/model.yaml", "input_cost_per_token: 2.5e-6\n"),
        (".gitlab-ci.yml", "script:\n  - API_TOKEN=$API_TOKEN make\n"),
        ("ci.yml", "access_token: ((shared_token))\n"),
        ("config.json", '{"auth": "noauth"}'),
        ("settings.ini", "token_ignores = (\\w+)\ncheck_password = app.auth.check:Password\n"),
        ("config.cfg", ".document_start_token { color: #C0C; font-weight: bold }\n"),
        ("sources.sh", "sed -i s@http://deb.example.net@http://mirrors." + "a" * 12 + ".example.net@g x\n"),
    ],
)
def test_what_real_repositories_have_in_such_places_beside_secrets(path: str, text: str) -> None:
    assert [(secret.kind, secret.value.text) for secret in found(path, text)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("config/grafana.ini", f"checksum/secret: {'9f86d081' * 8}\n"),
        (
            "deploy/app.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    checksum/secret: " + "5d41402a" * 8 + "\n",
        ),
        ("application.yml", "spring:\n  datasource:\n    password: ENC@[d76D3nSSUlGjbqbzOEu6ZhN59j1UfDwU]\n"),
        ("k8s/sealed.json", '{"kind": "SealedSecret", "spec": {"encryptedData": {"secret": "' + VALUE * 3 + '"}}}'),
        ("compose.yaml", "services:\n  db:\n    image: a\n    environment:\n      - PGPASSWORD=$$POSTGRES_PASSWORD psql\n"),
        ("config/packages/jwt.yaml", "jwt:\n  secret_key: '%env(resolve:JWT_SECRET_KEY)%'\n"),
        (".env.prod", "JWT_SECRET_KEY=%kernel.project_dir%/config/jwt/private.pem\n"),
        ("i18n/tenant/zh_TW.json", '{"rule.pass": "' + "\u901a\u904e\u6240\u6709\u898f\u5247" + '"}'),
    ],
)
def test_what_stands_in_such_places_and_is_no_literal(path: str, text: str) -> None:
    assert [secret.kind for secret in found(path, text) if secret.certainty == "place"] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("settings.py", "SECRET_KEY = 'your-secret-key-change-this-in-production'\n"),
        ("shop/settings_example.py", f"SECRET_KEY = '{VALUE}{VALUE}{VALUE}'\n"),
        ("application.properties", "token=" + base64.b64encode(b"the vault token").decode() + "\n"),
        ("compose.yaml", "services:\n  q:\n    image: a\n    environment:\n      - MQ_PASSWORD=queue_secret_2024\n"),
        ("application.yml", "kafka:\n  sslTruststorePassword: " + VALUE + "\n"),
        ("appsettings.json", '{"SecretKey": "YourSecretKeyForTokenGenerationMustBeAtLeast32Characters!"}'),
        ("seeds.sql", "INSERT INTO users (name, password) VALUES ('tony', 'Ir0nM4nXy');\n"),
        ("pgadmin/pgpass", "db:5432:shop:shop:shoppass\n"),
    ],
)
def test_a_literal_that_is_hardly_secret_is_weak(path: str, text: str) -> None:
    assert {secret.certainty for secret in found(path, text)} <= {"weak", "keyword"}


def test_a_hash_in_a_configuration_is_told_as_a_hash() -> None:
    text = "users:\n  - name: admin\n    password: $2a$10$" + "N9qo8uLOickgx2ZMRZoMye" + "IjZAgcfl7p92ldGxad68LJZdL17lhWy\n"
    assert [secret.certainty for secret in found("config/proxy.yaml", text)] == ["hash"]


@pytest.mark.parametrize(
    ("address", "certainty"),
    [
        ("postgres://app:<>@db.prod.example.com/app", "url"),
        ("postgres://app:<>@db.shop.internal/app", "url"),
        ("postgres://app:kX9%40vB2qLm7Zt@db.shop.internal/app", "url"),
        ("https://lib:s:3:c:r:e:t@shop.org/", None),
        ("http://48661193792a45799879099749b42feb@183.0.0.1:9000/3", None),
        ("postgres://app:app-password@db.prod.example.com/app", None),
    ],
)
def test_which_passwords_of_addresses_are_sure(address: str, certainty: str | None) -> None:
    secrets = found("config/shop.ini", "[shop]\naddress = " + address.replace("<>", VALUE) + "\n")
    assert [secret.certainty for secret in secrets] == ([certainty] if certainty else [])
