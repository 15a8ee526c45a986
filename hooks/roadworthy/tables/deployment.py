"""Where running instances keep what they serve, what may be removed at any time, and what puts something new in its place."""

from __future__ import annotations

# Folders that a web server or an application server serves from by convention, searched in a path without its variables.
SERVED = (
    r"^/var/www(?:/|$)|^/srv/(?:www|http|web|app|apps)(?:/|$)|^/usr/share/nginx(?:/|$)|^/usr/local/(?:apache2/htdocs|nginx/html)(?:/|$)"
    r"|/(?:public_html|htdocs|wwwroot|httpdocs)(?:/|$)|/tomcat[\w.-]*/webapps(?:/|$)|/webapps/[^/]+/?$|(?<!\.)/current/?$"
)
# Folders in which applications live, where the script also puts something new there or restarts something.
INSTALLED = (
    r"^/(?:opt|srv)/[^/]+|^/(?:app|application|www|site|web)(?:/|$)|^/usr/src/app(?:/|$)|^(?:/home/[^/]+|/root|~)/[^/.][^/]*"
)
# Parts of a path by which it holds nothing that is served: scratch, caches, logs, what is kept of an earlier release.
SCRATCH_PARTS: frozenset[str] = frozenset(
    "tmp temp .tmp cache .cache caches node_modules log logs __pycache__ .git .github coverage .pytest_cache .next/cache sessions"
    " releases backups backup old previous archive archives downloads staging-area incoming .docker .ssh .npm .yarn".split()
)
SCRATCH_NAME = (
    r"(?i)(?:^|[._-])(?:old|bak|backup|orig|previous|prev|tmp|temp|new|next|stale|archive|cache|log|logs|pid|lock)s?(?:[._-]|\*|$)"
    r"|\.(?:tar|tgz|gz|zip|bz2|xz|zst|7z|jar|war|deb|rpm|pyc|log|pid|sock|lock|pem|key|json|ya?ml|txt|env|sql|dump)\*?$"
)
BUILT = frozenset(
    "dist build out target bin obj .next .nuxt _site site artifacts artifact output release pkg deb rpm vendor venv .venv".split()
)
# What follows a removal and puts something in its place, or makes the instance run on: a program with its first words.
REPLACING: tuple[tuple[str, ...], ...] = (
    ("git", "pull"),
    ("git", "clone"),
    ("git", "checkout"),
    ("git", "reset"),
    ("tar",),
    ("unzip",),
    ("mv",),
    ("cp",),
    ("rsync",),
    ("scp",),
    ("aws", "s3", "cp"),
    ("aws", "s3", "sync"),
    ("gsutil",),
    ("wget",),
    ("curl",),
)
RESTARTING: tuple[tuple[str, ...], ...] = (
    *(("systemctl", verb) for verb in ("restart", "reload", "start", "stop", "reload-or-restart", "try-restart")),
    ("service",),
    ("supervisorctl",),
    ("pm2",),
    ("forever",),
    ("apachectl",),
    ("nginx", "-s"),
    ("docker", "compose"),
    ("docker-compose",),
    ("docker", "restart"),
    ("docker", "run"),
    ("docker", "stack"),
    ("podman",),
    ("passenger-config",),
)
# Folders of the system: removed when the variable before them is empty.
SYSTEM = (
    r"^/+(?:(?:bin|boot|data|dev|etc|home|lib|lib64|mnt|opt|proc|root|sbin|srv|sys|usr|var|www|app)/*)?(?:\*|\.\*|\.\[[^/]*)?$"
)
# Variables that whoever starts the script sets, and that are never empty.
ALWAYS_SET: frozenset[str] = frozenset(
    "HOME PWD USER UID EUID HOSTNAME RANDOM SECONDS LINENO BASH_SOURCE BASH_VERSION SHELL 0 $ # ? PPID GITHUB_WORKSPACE GITHUB_SHA"
    " GITHUB_RUN_ID GITHUB_REPOSITORY RUNNER_TEMP CI_PROJECT_DIR CI_BUILDS_DIR CI_COMMIT_SHA WORKSPACE BUILD_SOURCESDIRECTORY"
    " CIRCLE_WORKING_DIRECTORY BITBUCKET_CLONE_DIR CURDIR make just task".split()
)
# Words by which the name of a file or of a target says that it deploys, or that it is there to take everything away.
DEPLOYS = r"(?i)(?:^|[/_.:-])(?:re)?(?:deploy|deployment|rollout|rollback|release|go-?live|ship|upgrade|update-server|provision)(?:s|ed|ing|er)?(?:[/_.:-]|$)"
REMOVES = r"(?i)(?:^|[/_.:-])(?:uninstall|destroy|teardown|tear-?down|clean|cleanup|clean-?all|distclean|purge|reset|nuke|wipe|factory)(?:[/_.:-]|$)"
# What a text has to hold for a look whether it is a deployment.
HINTS = (
    r"\b(?:ssh|scp|rsync|sftp|kubectl|helm|oc|systemctl|supervisorctl|pm2|ansible-playbook|docker(?:-compose|\s+(?:stack|service|compose))"
    r"|git\s+pull|nomad|eb|cf|fly(?:ctl)?|aws|gcloud|az|heroku|kamal|cap|lftp|serverless|sls|terraform)\b"
)
# Programs whose failure says nothing about a release, and those that only look.
UNIMPORTANT: frozenset[str] = frozenset(
    "echo printf set unset export local declare readonly typeset shift trap true false : test [ [[ (( exit return sleep read clear tput date"
    " pwd ls cat tee logger wait kill pkill killall shopt umask alias unalias which command type whoami hostname uname id df du free ps"
    " mkdir rm touch chmod chown stop history getopts break continue let source . figlet curl slackcat notify-send open".split()
)
# Folders and names of what tries things out.
TRIES = r"(?i)(?:^|/)(?:tests?|e2e|spec|fixtures|testdata|examples?|samples?|docs|hack|vagrant|_archived|__tests__)/|(?:^|[/_.-])(?:e2e|minikube|kind|k3d|local|dev|demo|tests?)(?:[_.-]|$)"
