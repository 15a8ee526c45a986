"""What commands do in an image build: which only print or filter, which notice a broken input, which leave nothing behind."""

from __future__ import annotations

# Left of a pipe these are no risk: they print, filter or ask the machine, and what fails there is seen in what they print.
PRINTING = frozenset(
    "echo printf cat yes true : test [ [[ ls find grep egrep fgrep zgrep sed awk gawk mawk cut sort head tail tr"
    " uname arch date env printenv getent id whoami which whereis type command ldd strings seq tee nproc getconf"
    " comm uniq wc od hexdump xxd base64 openssl pwgen basename dirname readlink realpath pwd file stat du df rev"
    " fold column paste join diff cmp expr nl tac lsb_release dpkg dpkg-query apt-cache apt-mark apt-config apk rpm"
    " pacman equery scanelf objdump readelf nm patchelf ldconfig xargs dpkg-architecture xmlstarlet jq yq hostname"
    " sleep sha256sum sha512sum sha1sum md5sum set export read local shift exit java-config php-config pkg-config"
    " locale localectl filterdiff interdiff lsdiff pgrep ps netstat ss lsof mktemp touch".split()
)

# With one of these a command says something about itself, filters what it reads, or only says what it would do.
ASKING = frozenset("--version -version -V -v --help -h -c -e -p --print -pe -ne --dry-run --simulate --just-print".split())
SIMULATING = frozenset("apt apt-get aptitude".split())  # with `-s`

# Of these only what goes out or builds can fail for more than a mistyped name.
FETCHING: dict[str, frozenset[str]] = {
    "git": frozenset({"clone", "fetch", "pull", "archive", "ls-remote", "submodule"}),
    "go": frozenset({"build", "install", "test", "get", "generate", "mod"}),
    "npm": frozenset({"ci", "install", "i", "run", "pack", "test"}),
    "yarn": frozenset({"install", "build", "run", "test"}),
    "pip": frozenset({"install", "download", "wheel"}),
    "pip3": frozenset({"install", "download", "wheel"}),
    "gem": frozenset({"install", "fetch"}),
    "docker": frozenset({"pull", "build", "run"}),
    "kubectl": frozenset({"apply"}),
    "cargo": frozenset({"build", "install", "test"}),
    "crontab": frozenset(),  # `-l` fails where there is none yet
}

# Right of a pipe these fail by themselves where nothing or only a part arrives; a prefix of an argument that is needed for it.
CHECKING: dict[str, str] = {
    "tar": "",
    "bsdtar": "",
    "gtar": "",
    "gunzip": "",
    "gzip": "-d",
    "bunzip2": "",
    "bzip2": "-d",
    "unxz": "",
    "xz": "-d",
    "unzstd": "",
    "zstd": "-d",
    "cpio": "",
    "unzip": "",
    "funzip": "",
    "gpg": "",
    "gpg2": "",
    "gpgv": "",
    "apt-key": "",
    "grep": "",
    "egrep": "",
    "fgrep": "",
    "sha256sum": "-",
    "sha512sum": "-",
    "sha1sum": "-",
    "md5sum": "-",
    "shasum": "-",
    "docker": "",
    "debconf-set-selections": "",
    "chpasswd": "",
}

# These compare a file with its sum, with `-c`.
SUMS = frozenset("sha256sum sha512sum sha384sum sha1sum md5sum shasum b2sum".split())
