"""Names that speak of a secret, and the many that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.models.names import credential_file, is_placeholder, is_secret_name, name_words

SECRET = """
PASSWORD PASSWD DB_PASSWORD DB_PASS DB_PASSWD POSTGRES_PASSWORD POSTGRES_PWD MYSQL_ROOT_PASSWORD MARIADB_PASSWORD
MONGO_INITDB_ROOT_PASSWORD REDIS_PASSWORD RABBITMQ_DEFAULT_PASS PGADMIN_DEFAULT_PASSWORD WEBPASSWORD LDAP_ROOTPASS SA_PASSWORD
GF_SECURITY_ADMIN_PASSWORD SMTP_PASSWORD MAIL_PASS SMTP_PASS OTR_PASS KONG_PG_PASSWORD dbPassword db-password db.password
password passphrase SIGNING_PASSPHRASE SECRET APP_SECRET JWT_SECRET CLIENT_SECRET clientSecret OAUTH_CLIENT_SECRET
SESSION_SECRET NEXTAUTH_SECRET HASURA_GRAPHQL_ADMIN_SECRET SECRET_KEY SECRET_KEY_BASE DJANGO_SECRET_KEY FLASK_SECRET_KEY
STRIPE_WEBHOOK_SECRET STRIPE_SECRET_KEY STRIPE_API_KEY OPENAI_API_KEY ANTHROPIC_API_KEY API_KEY APIKEY apiKey x-api-key
MAPBOX_API_KEY SENDGRID_API_KEY DD_API_KEY API_KEY_2 API_KEYS AWS_SECRET_ACCESS_KEY AWS_ACCESS_KEY MINIO_ACCESS_KEY
MINIO_SECRET_KEY ACCESS_TOKEN ACCESSTOKEN InternalAccessToken GITHUB_TOKEN NPM_TOKEN TOKEN SLACK_TOKEN HUBOT_SLACK_TOKEN
DRONE_RPC_SECRET VAULT_TOKEN PRIVATE_KEY VAPID_PRIVATE_KEY ENCRYPTION_KEY CALENDSO_ENCRYPTION_KEY MEILI_MASTER_KEY
RAILS_MASTER_KEY APP_KEY FERNET_KEY AIRFLOW__CORE__FERNET_KEY SIGNING_KEY LICENSE_KEY NEW_RELIC_LICENSE_KEY CREDENTIALS
DB_CREDENTIALS authCredentials AUTH_TOKEN BASIC_AUTH FLOWER_BASIC_AUTH NEO4J_AUTH DOCKER_AUTH_CONFIG COMPOSER_AUTH
DB_CONNECTION_STRING ERLANG_COOKIE RABBITMQ_ERLANG_COOKIE SLACK_WEBHOOK_URL AUTH_KEY TS_AUTHKEY CYPRESS_RECORD_KEY
OBFUSCATION_SALT PASSWORD2 SSH_PRIVATE_KEY REFRESH_TOKEN BOT_TOKEN
""".split()

HARMLESS = """
PWD OLDPWD PATH KEY HOME AUTHOR AUTHORS COMMIT_INFO_AUTHOR GPG_KEY GPG_KEYS PGP_KEYSERVER NGINX_GPGKEY KEYSERVER
WORDPRESS_CLI_GPG_KEY OPENSSL_PGP_KEY_IDS RABBITMQ_PGP_KEY_ID ALLOW_EMPTY_PASSWORD MYSQL_ALLOW_EMPTY_PASSWORD
MYSQL_RANDOM_ROOT_PASSWORD VNC_NO_PASSWORD DISABLE_AUTH PASSWORD_RESET_DISABLED PASSWORD_POLICY PASSWORD_MIN_LENGTH
MIN_PASSWORD_LENGTH MAX_TOKENS TOKEN_LIMIT TOKEN_EXPIRY ACCESS_TOKEN_TTL TOKEN_LIFETIME JWT_SECRET_LENGTH TOKENIZER
TOKENIZERS_PARALLELISM HF_TOKENIZER POSTGRES_PASSWORD_FILE MYSQL_ROOT_PASSWORD_FILE LDAP_TLS_KEY_FILE SB_PRIVATE_KEY_FILE
SECRET_NAME SECRET_ARN PRIVATE_KEY_PATH SECRETS_DIR CREDENTIALS_PATH TOKEN_URL TOKEN_ENDPOINT API_KEY_PREFIX API_KEY_NAME
API_KEY_HEADER AWS_ACCESS_KEY_ID AWS_SECRET_NAME PUBLIC_KEY VAPID_PUBLIC_KEY JWT_PUBLIC_KEY NEXT_PUBLIC_POSTHOG_KEY
NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY STRIPE_PUBLISHABLE_KEY SSH_AUTH_SOCK AUTH_TYPE AUTH_METHOD AUTH_ENABLED AUTH_URL
POSTGRES_HOST_AUTH_METHOD N8N_BASIC_AUTH_ACTIVE N8N_BASIC_AUTH_USER GOTENBERG_API_BASIC_AUTH_USERNAME NEXTAUTH_URL
OAUTH2_PROXY_VERSION VAULT_VERSION KEEPASSXC_VERSION SORT_KEY CACHE_KEY PRIMARY_KEY PARTITION_KEY KEYBOARD_LAYOUT
MONKEY_TYPE COMPASS BYPASS NGINX_PROXY_PASS_URL ANSIBLE_HOST_KEY_CHECKING CONNECT_KEY_CONVERTER GOOGLE_APPLICATION_CREDENTIALS
USE_SECRETS REQUIRE_PASSWORD PASSWORD_HASH_ALGORITHM SECRET_PROVIDER_CLASS_NAME REGISTRY_AUTH_HTPASSWD_PATH
REGISTRY_AUTH_HTPASSWD_REALM TOKEN_ISSUER WEBHOOK_URL PMA_SSL_KEY REGISTRY_HTTP_TLS_KEY DATABASE_URL REDIS_HOST NODE_ENV
PORT DEBUG LOG_LEVEL CERT_FILE SSL_CERT COOKIE_DOMAIN CSRF_TRUSTED_ORIGINS SESSION_COOKIE_NAME
""".split()


@pytest.mark.parametrize("name", SECRET)
def test_secret(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless(name: str) -> None:
    assert not is_secret_name(name)


def test_words_of_a_name() -> None:
    assert name_words("DB_PASSWORD") == name_words("dbPassword") == name_words("db-password") == ("db", "password")
    assert name_words("APIKeyValue") == ("api", "key", "value")
    assert name_words("TOKEN_SHA256") == ("token", "sha256")


@pytest.mark.parametrize(
    "value",
    [
        *("", '""', "  ", "changeme", "ChangeMe!changeme", "xxx", "****", "...", "<your token>", "<TOKEN>", "[YOUR_TOKEN]"),
        *(
            "${DB_PASSWORD}",
            "$TOKEN",
            "${A}:${B}",
            "${A:-}",
            "${A:-changeme}",
            "{{ secret }}",
            "$(cat /run/secrets/x)",
            "%TOKEN%",
        ),
        *(
            "your-api-key",
            "your_token_here",
            "replace-with-real",
            "insert key here",
            "example",
            "TODO",
            "sk_xxxxxxxx",
            "my-secret",
        ),
    ],
)
def test_placeholder(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize(
    "value", ["hunter2", "${A:-hunter2}", "postgres", "s3cr3t", "my-dog-is-blue", "${USER}hunter2", "pa$$word9", "a" * 5000]
)
def test_no_placeholder(value: str) -> None:
    assert not is_placeholder(value)


CREDENTIAL_FILES = """
.env api/.env .env.production .env.local prod.env id_rsa .ssh/id_ed25519 server.key tls/privkey.pem key.pem prod.pem
cert-key.pem app.p12 app.pfx release.jks release.keystore .npmrc .pypirc .netrc .git-credentials credentials.json
service-account.json service-account-prod.json service_account.json .aws/credentials home/.docker/config.json kubeconfig
.kube/config .htpasswd terraform.tfstate env/prod.tfstate .pgpass config/master.key
""".split()
NO_CREDENTIAL_FILES = """
.env.example .env.sample api/.env.template .env.dist .env.defaults .env.production.example example.env .envrc id_rsa.pub ca.pem
cert.pem fullchain.pem chain.pem server.crt public.pem public.key rootCA.pem dhparam.pem truststore.jks config.json
aws/credentials.py key.py keys.md package.json environment.yml docker/config.json serviceworker.json .env.md
""".split()


@pytest.mark.parametrize("path", CREDENTIAL_FILES)
def test_credential_file(path: str) -> None:
    assert credential_file(path)


@pytest.mark.parametrize("path", NO_CREDENTIAL_FILES)
def test_no_credential_file(path: str) -> None:
    assert credential_file(path) is None


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aA_$%{}[]<>()-:.0 \n'\"é/", max_size=80))
def test_any_text_is_judged(text: str) -> None:
    assert is_secret_name(text) in (True, False)
    assert is_placeholder(text) in (True, False)
    assert credential_file(text) is None or credential_file(text)


def test_hostile_lengths_are_judged() -> None:
    assert not is_secret_name("A_" * 1_000_000 + "PASSWORD")
    assert not is_placeholder("${" * 1_000_000)
    assert is_placeholder("${" * 2000) is False
    assert credential_file("a." * 1_000_000) is None
