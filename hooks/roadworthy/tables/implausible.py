"""Words that make a value no secret, or its file one of tests, texts, hashes or examples. All in lower case."""

from __future__ import annotations

# Beginnings of values that say where the secret is kept, or that hold it encrypted, or that are public by their form.
KEPT_ELSEWHERE = (
    *"vault: vault:// arn:aws: op:// sm:// gcpsm:// ssm: ssm:// awssm:// awsssm:// asm:// secretsmanager: aws-sm://"
    " aws-ssm:// azurekeyvault:// akv:// @microsoft.keyvault( ref+ kms:// !vault !secret !ref !sub !getatt !env"
    " !reference !encrypted !include secret:// enc[ enc( enc@ enc: {cipher} $ansible_vault; keyring: keyring:// doppler://"
    " bws:// infisical:// ext:/ pullsecret: env: env. env( file: file:// secretref: secrets. valuefrom projects/ {{resolve: ssmparam"
    " fn:: lookup( data. var. local. module. each. ecdsa-sha2- #bean: #class: #property: credentialref:".split(),
    "-----begin certificate",
    "-----begin public",
    "ssh-rsa ",
    "ssh-ed25519 ",
    "-----begin pgp message",
    "-----begin age encrypted",
    "-----begin pgp public",
)

# A name's last word that makes hexadecimal digits a hash, a commit or an identifier.
DIGEST_WORDS = frozenset(
    "sha sha1 sha256 sha384 sha512 md5 digest checksum hash hashes integrity commit revision rev etag fingerprint"
    " thumbprint crc shasum sri nonce uuid guid cid oid id ids version".split()
)

# Switches, types and settings: no secret in any language.
NO_VALUE = frozenset(
    "true false yes no on off null nil none undefined nan enabled disabled required optional default auto unset empty"
    " string str int integer bool boolean bytes object array number any text date hidden visible always never inherit"
    " plain basic bearer".split()
)

# What everybody tries first, and what images document as their default: a bad password, and no secret.
KNOWN_TO_ALL = frozenset(
    "password passwd pass pwd passwort secret token key apikey test tests testing tester root admin administrator"
    " user username guest demo postgres postgresql mysql mariadb mongo mongodb redis rabbitmq oracle sa example"
    " sample changeme default credentials credential login auth private public foo bar baz foobar qwerty letmein"
    " dummy fake mock temp tmp local localhost minio minioadmin grafana keycloak nextcloud wordpress drupal ghost"
    " odoo gitea sonar airflow superset myuser mypassword mysecret mytoken yourpassword dbpass dbpassword dbuser"
    " somepassword somesecret secretpassword notsecret supersecret topsecret word p@ssw0rd p@ssword passw0rd"
    " password1 password123 test123 admin123 root123".split()
)

# Words of a value, between its punctuation, that say it is none.
DUMMY = frozenset(
    "dummy fake placeholder example examples sample invalid unused bogus mock mocked stub buildtime ignored nosecret"
    " notasecret redacted removed masked hidden changeme replaceme todo tbd fixme specimen foobar lorem ipsum notreal"
    " notused e2e xxx xxxx xxxxx".split()
)

# Runs of digits and letters that stand alone between punctuation: nobody draws them.
COUNTED = frozenset(
    "1234 2345 3456 4567 5678 6789 12345 123456 1234567 12345678 123456789 4321 54321 87654321 abcd bcde cdef abcdef"
    " 0000 00000000 1111 11111111 2222 aaaa ffff xxxx yyyy zzzz".split()
)

# What says so wherever it stands. Four characters or more: three turn up in random ones by chance.
DUMMY_PARTS = tuple(
    "example changeme change_me change-me replaceme replace_me placeholder redacted dummy xxxx **** .... your_ your-"
    " insert < … notasecret not-a-secret not_a_secret mysecret foobar -here todo sample fake deadbeef _here"
    " 1234567890 0123456789 abcdefgh nottherealpassword youraccess".split()
)

# Words of a name whose value is for show.
DUMMY_NAMES = frozenset("dummy example examples fake mock mocked placeholder sample samples stub".split())

# Folders of tests and of what they read.
FIXTURE_SEGMENTS = frozenset(
    "test tests testing testdata test-data test_data fixture fixtures __tests__ __fixtures__ __mocks__ __snapshots__"
    " mock mocks spec specs e2e cassettes snapshots testutil testutils test-fixtures test_fixtures testfixtures"
    " integration-tests unittest unittests functional-tests selftest selftests cypress playwright".split()
)

# Words of a path that shows how something is done.
EXAMPLE_WORDS = frozenset(
    "demo demos dummy example examples fake insecure sample samples selfsigned snakeoil specimen stub tutorial".split()
)

# Folders of texts in the languages of people.
LANGUAGE_SEGMENTS = frozenset(
    "locale locales i18n l10n lang langs language languages translations translation intl nls messages localization localisation".split()
)

# Configuration of secret scanners, beside what begins with the names of gitleaks and TruffleHog.
SCANNER_FILES = frozenset(
    ".talismanrc .betterleaks.toml .gitguardian.yaml .gitguardian.yml .whispers.yml .ggshield.yaml".split()
)

# What package managers write: full of hashes.
LOCK_FILES = frozenset(
    "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock poetry.lock uv.lock pdm.lock"
    " pipfile.lock pixi.lock conda-lock.yml go.sum go.work.sum cargo.lock composer.lock gemfile.lock podfile.lock"
    " mix.lock pubspec.lock packages.lock.json flake.lock .terraform.lock.hcl gradle.lockfile"
    " verification-metadata.xml package.resolved cartfile.resolved deno.lock chart.lock manifest.lock rebar.lock"
    " cabal.project.freeze stack.yaml.lock shrinkwrap.yaml paket.lock".split()
)
