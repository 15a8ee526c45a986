"""Which files are what, by name: regular expressions over repository paths, shared by the manifest and the readers."""

from __future__ import annotations

# Templates and files about Dockerfiles are no Dockerfiles: `dockerfile_lexer.py`, `Dockerfile.j2`, `Dockerfile.md`.
NOT_A_DOCKERFILE = (
    r"\.(?:dockerignore|md|rst|txt|adoc|html?|css|json|ya?ml|toml|lock|ini|cfg|xml|py|pyc|go|rs|rb|js|mjs|ts|tsx|java|kt|c|h|cc"
    r"|cpp|cs|php|pl|lua|sh|bash|bats|ps1|vim|patch|diff|svg|png|orig|bak|swp|rej|j2|jinja2?|tmpl|tpl|template|gotmpl|mustache"
    r"|erb|ejs|in|snap)$"
)
# Other people's files that are kept in the repository: nobody here changes them.
VENDORED = r"(?:^|/)(?:vendor|node_modules|third_party|site-packages)/"
DOCKERFILE = r"(?:^|/)(?:[^/]*[._-])?(?:[Dd]ockerfile|[Cc]ontainerfile)(?:[._-][^/]*)?$"
DOCKERIGNORE = r"(?:^|/)[^/]*\.dockerignore$"
COMPOSE = r"^(?!\.github/)(?:.*/)?(?:docker-|podman-)?compose(?:[._-][^/]*)?\.ya?ml$"
GITLAB_CI = r"(?:^|/)[^/]*\.gitlab-ci\.ya?ml$"
GITHUB_WORKFLOW = r"^\.github/workflows/[^/]+\.ya?ml$"
SCRIPT = r"\.(?:sh|bash|mk)$|(?:^|/)Makefile$"  # in which an image may be built
LEDGER = r"(?:^|/)TODO\.md$"
YAML = r"\.ya?ml$"
KUSTOMIZATION = r"(?:^|/)(?:kustomization\.ya?ml|Kustomization)$"
SETTINGS = r"^\.roadworthy\.yaml$"
# Files that may state the version of a runtime or of a database, beside Dockerfiles and compose files.
STATES = (
    r"(?:^|/)(?:\.python-version|\.nvmrc|\.(?:node|ruby|go|java|php)-version|\.tool-versions|\.?mise\.toml|go\.mod|package\.json"
    r"|composer\.json|global\.json|pyproject\.toml|Pipfile|setup\.cfg|Gemfile|rust-toolchain(?:\.toml)?|Cargo\.toml|pom\.xml"
    r"|build\.gradle(?:\.kts)?|runtime\.txt|system\.properties|netlify\.toml|\.?devcontainer\.json|serverless\.ya?ml"
    r"|template\.ya?ml|app\.ya?ml|[^/]+\.tf)$"
)
PIPELINES = rf"{GITHUB_WORKFLOW}|^\.(?:gitea|forgejo)/workflows/[^/]+\.ya?ml$|^\.circleci/config\.yml$|{GITLAB_CI}"
CODE = r"\.(?:py|[cm]?js|jsx|[cm]?ts|tsx|go|java|kt|php|rb|rs|cs|ex)$"
TERRAFORM = r"\.tf$"
# Settings of applications that name the engine of their database.
DATABASE_SETTINGS = (
    r"(?:^|/)(?:settings(?:_\w+)?\.py|settings/\w+\.py|config/database\.ya?ml|phpunit(?:\.\w+)?\.xml(?:\.dist)?|config/config\.json"
    r"|knexfile\.[cm]?[jt]s|config/(?:config|database)\.[cm]?[jt]s"
    r"|\.env(?:\.\w+)?\.(?:example|sample|dist)|\.env\.\w+|application(?:-[\w-]+)?\.(?:ya?ml|properties))$"
)
# The root files of pipelines by CI system; each has a module of that name in models/pipeline/.
PIPELINE_ROOTS = {
    "github": GITHUB_WORKFLOW,
    "gitlab": r"^\.gitlab-ci\.ya?ml$",
    "circleci": r"^\.circleci/config\.ya?ml$",
    "azure": r"^(?:.*/)?\.?azure-pipelines?(?:[._-][^/]*)?\.ya?ml$|^\.(?:azuredevops|azure-pipelines|azure-devops)/[^/]+\.ya?ml$|^azure-pipelines/[^/]+\.ya?ml$",
    "jenkins": r"^(?!(?:.*/)?(?:examples?|samples?|docs?|tests?|testdata|fixtures|vendor|node_modules)/|.*\.(?:md|ya?ml|txt|j2|erb|tmpl|orig)$)"
    r"(?:.*/)?(?:[Jj]enkins[Ff]ile(?:[._-][\w.-]*)?|[^/]+\.[Jj]enkinsfile)$",
    "bitbucket": r"^bitbucket-pipelines\.ya?ml$",
    "travis": r"^\.travis\.ya?ml$",
    "drone": r"^\.drone\.ya?ml$",
    "woodpecker": r"^\.woodpecker(?:\.ya?ml|/[^/]+\.ya?ml)$",
    "buildkite": r"^\.buildkite/pipeline[^/]*\.ya?ml$|^buildkite\.ya?ml$",
}
GROOVY = r"\.groovy$"  # what a Jenkinsfile loads
# Files that a pipeline's commands are followed into.
FOLLOWED_SCRIPT = (
    r"(?:^|/)(?:(?:GNU)?[Mm]akefile|[^/]*\.mk|package\.json|composer\.json|\.?[Jj]ustfile|[Tt]askfile(?:\.dist)?\.ya?ml|tox\.ini"
    r"|setup\.cfg|pyproject\.toml|noxfile\.py|[Rr]akefile)$|\.(?:sh|bash|just)$|^(?:.*/)?(?:bin|script|scripts|ci|tools|hack)/[^/.]+$"
)
# Shell scripts, by name or by place, that may deploy; those without an ending are looked at for what runs them.
DEPLOY_SCRIPT = (
    r"\.(?:sh|bash)$|(?:^|/)(?:bin|scripts?|deploy|deployment|ops|ci|\.ci|hooks|infra|tools)/(?:[^/]+/)?[^/.]+$"
    r"|(?:^|/)(?:re)?deploy(?:[_-][\w-]+)?$"
)
RECIPES = r"(?:^|/)(?:(?:GNU)?[Mm]akefile|[^/]*\.mk|\.?[Jj]ustfile|[Tt]askfile(?:\.dist)?\.ya?ml)$"
# Pipelines of CI systems that have no reader: they are known to be there, and cannot be looked into.
OTHER_CI = (
    r"^(?:\.drone\.(?:jsonnet|star)|\.cirrus\.ya?ml|appveyor\.ya?ml|cloudbuild\.ya?ml|buildspec\.ya?ml|codefresh\.ya?ml"
    r"|\.semaphore/[^/]+\.ya?ml|\.?concourse/.+\.ya?ml|\.(?:gitea|forgejo)/workflows/[^/]+\.ya?ml|\.teamcity/.+|\.tekton/[^/]+\.ya?ml"
    r"|\.harness/.+\.ya?ml|\.builds?/[^/]+\.yml)$"
)
# Whatever a CI system of any kind reads: root files, includes and templates, actions. For what holds of all of them alike.
CI_FILE = (
    r"(?:^|/)\.(?:github|gitea|forgejo)/(?:workflows|actions)/.*\.ya?ml$|(?:^|/)action\.ya?ml$|\.?gitlab-ci[^/]*\.ya?ml$"
    r"|(?:^|/)\.(?:gitlab|circleci|woodpecker|buildkite|semaphore|azure-pipelines|azuredevops|azure-devops|tekton|harness)/.+\.ya?ml$"
    r"|(?:^|/)\.?(?:azure-pipelines?|bitbucket-pipelines|travis|drone|woodpecker|buildkite|appveyor|cirrus|cloudbuild|buildspec"
    r"|codefresh)(?:[._-][^/]*)?\.ya?ml$|(?:^|/)[Jj]enkins[Ff]ile[^/]*$"
)
# What an environment is made of: manifests, kustomizations, charts.
MANIFESTS = r"\.ya?ml$|(?:^|/)Kustomization$|(?:^|/)templates/[^/]+\.tpl$"
# And what platforms other than Kubernetes take: Terraform, Nomad, ECS, CloudFormation, Fly, Render, App Platform, Swarm, Ansible.
PLATFORMS = (
    r"\.ya?ml$|\.tf$|\.tfvars$|\.nomad$|\.hcl$|\.template$|(?:^|/)(?:[^/]*(?:task|service|ecs)[^/]*|[^/]*template[^/]*|cloudformation/[^/]+)\.json$"
    r"|(?:^|/)fly(?:[._-][\w.-]+)?\.toml$|(?:^|/)Procfile$"
)
INFRASTRUCTURE = f"{MANIFESTS}|{PLATFORMS}"
