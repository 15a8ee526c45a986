"""Which files set variables for a program that they start, by path, and what a person calls them."""

from __future__ import annotations

from .file_names import CI_FILE

# A regular expression over paths, the name, and for whom it sets them: whoever works on a laptop, a deployment, a pipeline.
YAML_FILES: tuple[tuple[str, str, str], ...] = (
    (r"(?:^|/)(?:docker-|podman-)?compose(?:[._-][^/]*)?\.ya?ml$", "docker compose", "local"),
    (r"(?:^|/)\.devcontainer(?:/.*)?/?devcontainer\.json$", "the development container", "local"),
    (r"(?:^|/)(?:launchSettings|nodemon)\.json$", "the start-up settings", "local"),
    (r"(?:^|/)(?:skaffold|tilt|process-compose|procfile)[^/]*\.ya?ml$", "the start-up settings", "local"),
    (r"^\.github/", "GitHub Actions", "ci"),
    (r"(?:^|/)[^/]*\.gitlab-ci\.ya?ml$|^\.gitlab/", "GitLab CI", "ci"),
    (CI_FILE, "the pipeline", "ci"),
    (r"(?:^|/)app\.json$", "app.json", "deployment"),
    (r"(?:^|/)(?:vercel|now)\.json$", "vercel.json", "deployment"),
    (r"(?:^|/)[^/]*task[-_]?def[^/]*\.json$", "the task definition", "deployment"),
    (r"(?:^|/)render\.ya?ml$", "render.yaml", "deployment"),
    (r"(?:^|/)serverless[^/]*\.ya?ml$", "serverless.yml", "deployment"),
    (r"(?:^|/)app(?:[._-][^/]*)?\.ya?ml$", "app.yaml", "deployment"),
    (r"(?:^|/)[^/]*values[^/]*\.ya?ml$", "Helm values", "deployment"),
    (r"\.ya?ml$", "Kubernetes", "deployment"),
)  # fmt: skip

# TOML files with the tables in which they set variables.
TOML_FILES: tuple[tuple[str, str, str, str], ...] = (
    (r"(?:^|/)fly[^/]*\.toml$", r"env", "fly.toml", "deployment"),
    (r"(?:^|/)netlify\.toml$", r"(?:build|context\.[^.]+)\.environment", "netlify.toml", "deployment"),
    (r"(?:^|/)wrangler[^/]*\.toml$", r"(?:env\.[^.]+\.)?vars", "wrangler.toml", "deployment"),
    (r"(?:^|/)(?:\.?mise[^/]*|config)\.toml$", r"env", "the tool's settings", "local"),
)

# The keys under which YAML and JSON list variables: `env`, `environment`, `extraEnvVars`, `x-common-env`, `containerEnv`.
LISTING_KEYS = r"(?i)(?:^|[-_a-z])env(?:ironment)?(?:[-_]?(?:vars?|variables))?$"
# Lists of this name are variables only in pipelines.
PIPELINE_KEYS = frozenset(("variables", "env_variables"))
