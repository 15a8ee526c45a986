"""Which names of variables, arguments and files speak of a secret, and which only look as if they did.

Words are the parts of a name, in lower case: `DB_PASSWORD`, `db-password` and `dbPassword` are all (db, password).
"""

from __future__ import annotations

# Words that make a name secret wherever they stand.
SECRET_WORDS: frozenset[str] = frozenset(
    (
        *("password", "passwd", "passwort", "passphrase", "passcode", "pswd", "passwords", "rootpw", "dbpass", "userpass"),
        *("secret", "secrets", "credential", "credentials", "creds", "token", "tokens", "apikey", "apikeys", "authkey"),
        *("accesskey", "secretkey", "privatekey", "encryptionkey", "authtoken", "accesstoken", "clientsecret", "htpasswd"),
        *("dbpassword", "mysqlpassword", "pgpassword", "rootpassword", "adminpassword", "userpassword", "jwtsecret"),
    )
)

# Words that do so only as the last one: PASS is a verb in front (PASS_THROUGH), PWD alone is the working directory.
SECRET_LAST: frozenset[str] = frozenset(("pass", "pwd", "pw", "salt"))

# What a word may end in where two were written as one: WEBPASSWORD.
SECRET_ENDS: tuple[str, ...] = ("password", "passwd", "rootpass", "apikey", "keysecret", "clientsecret")

# Neighbouring words that do so together. `key` alone is a sort key, a cache key, a fingerprint.
SECRET_PAIRS: frozenset[tuple[str, str]] = frozenset(
    (
        *((what, "key") for what in ("api", "access", "private", "secret", "encryption", "encrypt", "signing", "master")),
        *((what, "key") for what in ("auth", "account", "app", "license", "service", "storage", "session", "jwt")),
        *((what, "key") for what in ("hmac", "deploy", "admin", "webhook", "stripe", "sendgrid", "mailgun", "openai", "crypt")),
        *(
            (what, "key")
            for what in ("ssh", "rsa", "fernet", "record", "write", "ingest", "sas", "shared", "decryption", "unseal")
        ),
        *((what, "keys") for what in ("api", "access", "private", "secret", "encryption")),
        ("auth", "code"),
        ("basic", "auth"),
        ("connection", "string"),
        ("conn", "str"),
        ("slack", "webhook"),
    )
)

# A last word after which the name is about a secret and is not one, with the reason.
HARMLESS_LAST: dict[str, str] = {
    **dict.fromkeys(("file", "files", "path", "paths", "dir", "directory", "folder", "mount"), "says where the secret is kept"),
    **dict.fromkeys(
        ("name", "names", "id", "ids", "ref", "arn", "alias", "label", "prefix", "suffix", "namespace"), "names the secret"
    ),
    **dict.fromkeys(("url", "uri", "host", "hostname", "port", "endpoint", "server", "issuer", "audience"), "an address"),
    **dict.fromkeys(("version", "type", "kind", "format", "algorithm", "alg", "method", "mode", "scheme"), "says which form"),
    **dict.fromkeys(
        ("length", "len", "size", "min", "max", "limit", "count", "rounds", "iterations", "strength", "bits"), "a number"
    ),
    **dict.fromkeys(
        (
            "ttl",
            "expiry",
            "expiration",
            "expires",
            "timeout",
            "lifetime",
            "age",
            "duration",
            "minutes",
            "hours",
            "days",
            "date",
        ),
        "a time",
    ),
    **dict.fromkeys(
        (
            "enabled",
            "enable",
            "active",
            "disabled",
            "disable",
            "required",
            "allowed",
            "optional",
            "policy",
            "validation",
            "reset",
        ),
        "a switch or a policy",
    ),
    **dict.fromkeys(("header", "field", "param", "parameter", "claim", "scope", "realm", "column"), "where it travels"),
    **dict.fromkeys(("command", "cmd", "provider", "manager", "store", "backend", "plugin", "rotation"), "how it is had"),
    **dict.fromkeys(("user", "username", "email", "owner", "group", "role"), "says whose it is"),
    **dict.fromkeys(("limits", "price", "usage", "budget", "symbol"), "counts language model or payment tokens"),
    **dict.fromkeys(("sha256", "checksum", "fingerprint", "hint", "placeholder", "example"), "not the value"),
}

# A word that makes the name harmless wherever it stands, with the reason.
HARMLESS_WORDS: dict[str, str] = {
    **dict.fromkeys(("public", "pub", "pubkey", "publishable"), "meant to be seen"),
    **dict.fromkeys(("gpg", "pgp", "gpgkey", "gpgkeys", "keyserver", "fingerprint"), "checks a download"),
    **dict.fromkeys(("tokenizer", "tokenizers", "tokenize", "tokenization"), "splits text"),
    **dict.fromkeys(("author", "authors", "authority"), "a person or an office"),
    **dict.fromkeys(("allow", "require", "disable", "enable", "skip", "ignore", "use", "has", "is", "no"), "a switch"),
    **dict.fromkeys(("max", "min", "num"), "a bound"),
    **dict.fromkeys(("checksum", "checksums"), "what a change is noticed by"),
}

# Whole names, in upper case, that the words above would get wrong, with the reason.
HARMLESS_NAMES: dict[str, str] = {
    "PWD": "the working directory",
    "OLDPWD": "the working directory before",
    "INIT_PWD": "the working directory",
    "INIT_CWD": "the working directory",
    "BYPASS": "one word",
    "COMPASS": "one word",
    "SSH_AUTH_SOCK": "a socket",
    "DOCKER_CONTENT_TRUST": "a switch",
    "MYSQL_RANDOM_ROOT_PASSWORD": "a switch: a password is made up at start",
    "MARIADB_RANDOM_ROOT_PASSWORD": "a switch: a password is made up at start",
    "MYSQL_ONETIME_PASSWORD": "a switch",
    "SECRET_SANTA": "a game",
}

# Whole names that are secret though no word says so, with the reason.
SECRET_NAMES: dict[str, str] = {
    "GOOGLE_APPLICATION_CREDENTIALS_JSON": "the key file's content",
    "SECRET_KEY_BASE": "signs the sessions of a Rails application",
    "APP_KEY": "encrypts the sessions of a Laravel application",
    "RAILS_MASTER_KEY": "opens the credentials of a Rails application",
    "ERLANG_COOKIE": "whoever has it runs code in the cluster",
    "RABBITMQ_ERLANG_COOKIE": "whoever has it runs code in the cluster",
    "KUBECONFIG_DATA": "holds a client key",
    "NPM_AUTH": "a registry login",
    "DOCKER_AUTH_CONFIG": "registry logins",
    "COMPOSER_AUTH": "registry logins",
    "NEO4J_AUTH": "holds user and password",
    "SLACK_WEBHOOK_URL": "whoever has it can post",
    "DISCORD_WEBHOOK_URL": "whoever has it can post",
    "TEAMS_WEBHOOK_URL": "whoever has it can post",
}

# Names under which a secret is given away on purpose or by a whole-name exception: Google's variable holds a path.
PATH_NAMES: frozenset[str] = frozenset(("GOOGLE_APPLICATION_CREDENTIALS", "AWS_SHARED_CREDENTIALS_FILE", "DOCKER_CONFIG"))

# Values that stand for a secret to be filled in. Compared in lower case without quotes.
PLACEHOLDERS: frozenset[str] = frozenset(
    (
        *("changeme", "change_me", "change-me", "changeit", "changethis", "replaceme", "replace_me", "replace-me"),
        *("todo", "tbd", "fixme", "none", "null", "nil", "undefined", "example", "sample", "dummy", "placeholder", "redacted"),
        *("fill_me", "fillme", "fill-me-in", "insert_here", "your-secret-here", "your_secret_here", "..."),
    )
)

# File names that are credentials, with what they give: the whole name, in lower case.
CREDENTIAL_NAMES: dict[str, str] = {
    **dict.fromkeys(("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk"), "an SSH private key"),
    ".npmrc": "may hold a registry token",
    ".yarnrc.yml": "may hold a registry token",
    ".pypirc": "holds a package index login",
    ".netrc": "holds logins in plain text",
    "_netrc": "holds logins in plain text",
    ".git-credentials": "holds git logins in plain text",
    ".pgpass": "holds database passwords in plain text",
    ".my.cnf": "may hold a database password",
    ".htpasswd": "holds password hashes",
    ".dockercfg": "holds registry logins",
    ".vault-token": "a Vault token",
    ".terraformrc": "may hold a registry token",
    "credentials.json": "holds credentials",
    "client_secret.json": "an OAuth client secret",
    "kubeconfig": "holds a cluster login",
    "master.key": "opens the credentials of a Rails application",
    "terraform.tfstate": "Terraform state keeps secrets in plain text",
    "terraform.tfstate.backup": "Terraform state keeps secrets in plain text",
}

# The end of a path, in lower case.
CREDENTIAL_PATHS: dict[str, str] = {
    ".aws/credentials": "holds AWS access keys",
    ".docker/config.json": "holds registry logins",
    ".kube/config": "holds a cluster login",
    ".cargo/credentials": "holds a registry token",
    ".cargo/credentials.toml": "holds a registry token",
    ".gem/credentials": "holds a registry token",
    ".m2/settings.xml": "may hold a repository login",
    ".config/gcloud/application_default_credentials.json": "holds a Google login",
    ".config/gh/hosts.yml": "holds a GitHub token",
}

# Extensions that are keys. `.pem` is both key and certificate, so the name decides.
KEY_EXTENSIONS: dict[str, str] = {
    "key": "a private key",
    "p12": "a key store with a private key",
    "pfx": "a key store with a private key",
    "jks": "a Java key store",
    "keystore": "a Java key store",
    "ppk": "a PuTTY private key",
    "kdbx": "a password database",
    "tfstate": "Terraform state keeps secrets in plain text",
    "pem": "probably a private key",
}

# Words in the name of a `.pem`, `.key`, `.jks` that make it public: certificates, trust stores, public keys.
PUBLIC_FILE_WORDS: frozenset[str] = frozenset(
    (
        *("ca", "cacert", "cacerts", "cert", "certs", "certificate", "certificates", "chain", "fullchain", "bundle", "crt"),
        *("public", "pub", "pubkey", "root", "rootca", "csr", "dhparam", "dhparams", "dh", "truststore", "trust", "global"),
    )
)

# Words after `.env` that make the file a specimen to copy from.
ENV_SPECIMENS: frozenset[str] = frozenset(
    ("example", "examples", "sample", "template", "tmpl", "tpl", "dist", "default", "defaults", "schema", "spec", "md", "j2")
)
