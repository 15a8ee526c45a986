"""Where a command line holds a credential, and which values and files are none although they stand there. Data."""

from __future__ import annotations

# Options whose value is a credential, in every program that has them.
SECRET_OPTIONS: frozenset[str] = frozenset(
    "--password --passwd --pass --token --auth-token --access-token --api-key --apikey"
    " --api-token --client-secret --secret-key --http-password --ftp-password --proxy-password"
    " --registry-password --auth-password --db-password --admin-password".split()
)

# Short ones, which mean that only in these programs. The value is the next word, or follows at once.
SECRET_SHORT_OPTIONS: dict[str, str] = {"sshpass": "-p", "docker": "-p", "podman": "-p", "buildah": "-p", "mysqladmin": "-p"}

# Programs whose `-u`, `--user` is `name:password`.
USER_AND_PASSWORD: frozenset[str] = frozenset(("curl",))

# Programs that only ask whether there is a value, or hand their words to nobody.
QUESTIONS: frozenset[str] = frozenset(("[", "[[", "test", "((", "unset", "export", "printenv"))

# Programs whose passwords open a store that they make themselves, or are published: `changeit`.
OWN_STORES: frozenset[str] = frozenset(("keytool", "useradd", "usermod", "adduser", "openssl", "gpg", "mysqld", "htpasswd"))

# Words of a value that say it is none.
DUMMY_WORDS: frozenset[str] = frozenset(
    "dummy fake placeholder example sample invalid unused notused bogus mock stub buildtime ignored nosecret notasecret".split()
)

# Words of a path that say its key opens nothing real.
SPECIMEN_WORDS: frozenset[str] = frozenset(
    "test tests testing testdata fixture fixtures example examples sample samples dummy fake snakeoil mock demo e2e".split()
)

# Words of a path or its destination that say: a key to check packages with, which is public.
KEYRING_WORDS: frozenset[str] = frozenset(
    "gpg pgp apt yum dnf rpm apk keyring keyrings trusted signing repo repository repos release sources keys archive".split()
)
