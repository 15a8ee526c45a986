"""What an engineer looks for first in a repository, and under which names: the inventory of the checklist's second section."""

from __future__ import annotations

from ..core.records import NamedTuple
from .file_names import DOCKERFILE, DOCKERIGNORE


class Sought(NamedTuple):
    """One question of the section. `names` is how a person would name what was looked for; `files` and `folders` are regular
    expressions, over whole paths and over one folder's name. In such a folder counts what `CONFIGURATION` allows."""

    item: str
    names: tuple[str, ...]
    files: str
    folders: str = r"(?!)"


CONFIGURATION = r"(?i:\.(?:ya?ml|json|toml|tf|hcl|tpl|j2|ini|cfg|conf|sh|py|nomad)$)|(?:^|/)[^./]+$"
CI_FILES = (
    r"^\.github/(?:workflows|actions)/.*\.ya?ml$|(?:^|/)(?:[^/]*\.)?(?:gitlab-ci|travis|drone|woodpecker|cirrus|appveyor|wercker)"
    r"\.ya?ml$|(?:^|/)(?:bitbucket-pipelines|azure-pipelines[^/]*|buildspec[^/]*|cloudbuild[^/]*|codefresh|circle)\.ya?ml$"
    r"|(?:^|/)(?:[^/]*\.)?[Jj]enkinsfile(?:[._-][^/]*)?$|(?:^|/)(?:GNUm|M|m)akefile$|(?:^|/)[^/]+\.pipeline\.[^/]+$"
    r"|(?:^|/)(?:Taskfile\.ya?ml|[Jj]ustfile|Earthfile|tox\.ini|noxfile\.py|\.pre-commit-config\.ya?ml)$"
)
_CODE = r"py|rb|js|mjs|cjs|ts|php|pl|go|groovy|kts?"
_PROSE = r"md|rst|adoc|txt|html?|css|s[ac]ss|tsx|jsx|vue|svelte|snap|png|jpe?g|gif|svg|webp|java|cs|rs|ex|exs|erb|haml|po|lock"
# Code counts where scripts live; a component of an application that is called `publish` is none.
DEPLOYMENT_FILES = (
    rf"(?:^|/)(?:deploy|release|publish)(?![^/]*\.(?:{_CODE}|{_PROSE})$)[^/]*$"
    rf"|^(?:(?:.*/)?(?:scripts?|bin|tools?|ci|\.ci|hack|deploy|deployment|ops|build|tasks)/)?(?:deploy|release|publish)[^/]*\.(?:{_CODE})$"
)
SOUGHT = (
    Sought(
        "2.1",
        (
            ".github/workflows", ".gitlab-ci.yml", "Jenkinsfile", "Makefile", "*.pipeline.*", "bitbucket-pipelines.yml",
            "circle.yml", ".circleci", "azure-pipelines.yml", ".travis.yml", ".drone.yml", ".woodpecker", ".buildkite",
            "cloudbuild.yaml", "buildspec.yml", "Taskfile.yml", "justfile",
        ),
        CI_FILES,
        r"^\.(?:circleci|buildkite|woodpecker|semaphore|tekton|azure-pipelines|harness)$",
    ),
    Sought(
        "2.2",
        ("Dockerfile*", "Containerfile*", "docker-compose*", "compose.yaml", ".dockerignore", "docker-bake.hcl", "devcontainer.json"),
        rf"{DOCKERFILE}|{DOCKERIGNORE}"
        r"|(?:^|/)(?:docker-|podman-)?compose(?:[._-][^/]*)?\.ya?ml$"
        r"|(?:^|/)(?:docker-bake\.(?:hcl|json)|devcontainer\.json)$",
    ),
    Sought(
        "2.3",
        (
            "*.tf", "*.tfvars", "*.hcl", "*.helm", "Chart.yaml", "values*.yaml", "*.k8s.yaml", "kubernetes/", "kustomization.yaml",
            "Pulumi.yaml", "cdk.json", "*.bicep", "serverless.yml", "fly.toml", "render.yaml", "Procfile", "*.nomad", "Vagrantfile",
            "ansible.cfg",
        ),
        r"\.(?:tf|tfvars|hcl|helm|bicep|nomad)$|\.k8s\.ya?ml$"
        r"|(?:^|/)(?:Chart|Pulumi[^/]*|kustomization|helmfile|values[^/]*|serverless|render|samconfig|cdk)\.(?:ya?ml|json|toml)$"
        r"|(?:^|/)(?:fly[^/]*\.toml|Procfile|Vagrantfile|ansible\.cfg|app\.yaml|template\.ya?ml|Tiltfile|skaffold\.ya?ml)$",
        r"^(?:kubernetes|k8s|manifests|kustomize|terraform|ansible|playbooks|helm|charts)$",
    ),
    Sought(
        "2.4",
        (".env*", "*.env.example", ".envrc", "config/*.yaml", "config/*.json"),
        r"(?:^|/)\.env(?:[._-][^/]*)?$|(?:^|/)[^/]*\.env(?:\.(?:example|sample|template|dist))?$|(?:^|/)\.envrc$"
        r"|(?:^|/)config/[^/]+\.(?:ya?ml|json|toml)$",
    ),
    Sought("2.5", ("deploy*", "release*", "publish*"), DEPLOYMENT_FILES),
)  # fmt: skip

# What a line of .gitignore has in it when it keeps credentials out.
SECRET_PATTERNS = (
    r"\.env|envrc|\.pem|\.key\b|\.p12|\.pfx|\.jks|keystore|id_(?:rsa|dsa|ecdsa|ed25519)|secret|credential|\.tfstate|\.tfvars"
    r"|\.htpasswd|\.netrc|\.npmrc|\.pypirc|service[-_]?account|kubeconfig|vault|password|\.secrets|master\.key"
)
