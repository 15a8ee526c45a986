"""Commands that run another command, and commands whose exit status is known: data, to be extended by hand.

Options are those that take their value as the next word; `--option=value` needs no entry.
"""

from __future__ import annotations

from ..core.records import NamedTuple


class Wrapper(NamedTuple):
    """How a command that runs another one is written: `name [options] positional… [NAME=value…] command…`."""

    valued: frozenset[str] = frozenset()  # options whose value is the next word
    positional: int = 0  # words before the command
    assigns: bool = False  # NAME=value may stand before the command
    queries: frozenset[str] = frozenset()  # options with which nothing is run


def _options(text: str) -> frozenset[str]:
    return frozenset(text.split())


WRAPPERS: dict[str, Wrapper] = {
    "sudo": Wrapper(
        _options("-u --user -g --group -h --host -p --prompt -C --close-from -r --role -t --type -T -U -D --chdir -R --chroot"),
        assigns=True,
        queries=_options("-l --list -v --validate -k -K"),
    ),
    "doas": Wrapper(_options("-u -C")),
    "env": Wrapper(_options("-u --unset -C --chdir"), assigns=True),
    "time": Wrapper(_options("-f --format -o --output")),
    "nice": Wrapper(_options("-n --adjustment")),
    "ionice": Wrapper(_options("-c --class -n --classdata -p --pid")),
    "nohup": Wrapper(),
    "setsid": Wrapper(),
    "stdbuf": Wrapper(_options("-i --input -o --output -e --error")),
    "timeout": Wrapper(_options("-s --signal -k --kill-after"), positional=1),
    "exec": Wrapper(_options("-a")),
    "command": Wrapper(queries=_options("-v -V")),
    "builtin": Wrapper(),
    "busybox": Wrapper(queries=_options("--install --list")),
    "xargs": Wrapper(
        _options(
            "-I -i -n --max-args -P --max-procs -L --max-lines -d --delimiter -E -s --max-chars -a --arg-file"
            " --process-slot-var"
        )
    ),
    "chroot": Wrapper(positional=1),
    "gosu": Wrapper(positional=1),
    "su-exec": Wrapper(positional=1),
    "setpriv": Wrapper(_options("--reuid --regid --groups --inh-caps --bounding-set")),
    "flock": Wrapper(_options("-w --timeout --wait -E"), positional=1),
    "tini": Wrapper(_options("-p -e")),
    "dumb-init": Wrapper(_options("-r --rewrite")),
    "fakeroot": Wrapper(),
    "eatmydata": Wrapper(),
    "unbuffer": Wrapper(),
    "xvfb-run": Wrapper(_options("-s --server-args -n --server-num -e --error-file -f --auth-file -w --wait")),
    "linux32": Wrapper(),
    "travis_retry": Wrapper(),
    "npx": Wrapper(_options("-p --package"), queries=_options("-c --call")),
    "pnpx": Wrapper(),
    "bunx": Wrapper(),
    "uvx": Wrapper(_options("--from --with --python -p --index-url")),
}

# The same with a second word, which has to be there.
RUNNERS: dict[tuple[str, str], Wrapper] = {
    ("bundle", "exec"): Wrapper(),
    ("poetry", "run"): Wrapper(_options("-C --directory -P --project")),
    ("pipenv", "run"): Wrapper(),
    ("pdm", "run"): Wrapper(_options("-p --project")),
    ("rye", "run"): Wrapper(),
    ("uv", "run"): Wrapper(
        _options(
            "--with --with-requirements --python -p --group --only-group --extra --package --directory --project --env-file"
        )
    ),
    ("hatch", "run"): Wrapper(),
    ("conda", "run"): Wrapper(_options("-n --name -p --prefix --cwd")),
    ("mamba", "run"): Wrapper(_options("-n --name -p --prefix --cwd")),
    ("micromamba", "run"): Wrapper(_options("-n --name -p --prefix --cwd")),
    ("yarn", "exec"): Wrapper(),
    ("pnpm", "exec"): Wrapper(),
    ("pnpm", "dlx"): Wrapper(),
    ("yarn", "dlx"): Wrapper(),
    ("npm", "exec"): Wrapper(_options("-p --package")),
    ("doppler", "run"): Wrapper(_options("-p --project -c --config -t --token")),
    ("mise", "exec"): Wrapper(),
    ("asdf", "exec"): Wrapper(),
    ("rbenv", "exec"): Wrapper(),
    ("pyenv", "exec"): Wrapper(),
}

# `name -c SCRIPT`, with the value-taking options that may stand before it.
SHELLS: dict[str, frozenset[str]] = {
    "sh": _options("-o +o"),
    "bash": _options("-o +o -O +O --rcfile --init-file"),
    "dash": _options("-o +o"),
    "ash": _options("-o +o"),
    "ksh": _options("-o +o"),
    "zsh": _options("-o +o"),
}

# `su [-] [user] -c SCRIPT`: options in any place.
SWITCHERS: dict[str, frozenset[str]] = {
    "su": _options("-s --shell -g --group -G --supp-group -w --whitelist-environment"),
    "runuser": _options("-s --shell -g --group -G --supp-group -u --user -w --whitelist-environment"),
}

# `ssh [options] host command…`: the words are joined and run by the shell over there.
REMOTES: dict[str, frozenset[str]] = {
    "ssh": _options("-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w"),
}

# Options with a value of what fetches a URL.
DOWNLOADERS: dict[str, frozenset[str]] = {
    "curl": _options(
        "-o --output -H --header -d --data --data-binary --data-raw --data-urlencode -X --request -u --user -A"
        " --user-agent -e"
        " --referer -b --cookie -c --cookie-jar -F --form -T --upload-file -x --proxy -m --max-time --connect-timeout"
        " --retry"
        " --retry-delay --retry-max-time -w --write-out -r --range -K --config -E --cert --key --cacert --capath -C"
        " --continue-at"
        " -z --time-cond -D --dump-header -Q --quote -U --proxy-user --resolve --interface --limit-rate --ciphers"
        " --output-dir"
        " --proto --proto-redir --max-redirs --url --max-filesize --netrc-file --noproxy -Y -y -t -P --oauth2-bearer"
    ),
    "wget": _options(
        "-O --output-document -P --directory-prefix -o --output-file -a --append-output -e --execute -t --tries -T"
        " --timeout -w"
        " --wait -U --user-agent --header --post-data --post-file --user --password -A --accept -R --reject -D --domains -l"
        " --level -Q --quota -i --input-file --waitretry --ca-certificate --certificate --private-key -B --base"
        " --limit-rate"
        " --secure-protocol -I -X"
    ),
}

# Whatever happened before, these succeed.
SUCCEEDING = frozenset({"true", ":", "echo", "printf", "continue", "break"})
