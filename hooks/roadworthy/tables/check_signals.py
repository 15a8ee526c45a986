"""How checks are told to go on whatever they find, and which tools only report. Data, to be extended by hand."""

from __future__ import annotations

# Programs of the stages validate, test and security-scan whose failure is no verdict on the change: they upload what was found,
# or their status is an answer (`git diff --quiet`), not a check.
NO_VERDICT: frozenset[str] = frozenset(
    "codecov codecovcli coveralls gocov percy k6 git kubectl helm docker docker-compose nikto freshclam licensee danger reviewdog".split()
)
# The same of a program with its first word.
NO_VERDICT_WITH: frozenset[tuple[str, str]] = frozenset(
    {("snyk", "monitor"), ("go", "tool"), ("go", "mod"), ("go", "fmt"), ("cargo", "bench"), ("python", "test.py")}
)
# Actions in these stages that upload or comment.
REPORTING_ACTIONS = (
    r"^(?:codecov/|coverallsapp/|dorny/test-reporter|enricomi/|mikepenz/|phoenix-actions/|orgoro/|5monkeys/|irongut/|romeovs/"
    r"|artiomtr/|davelosert/|paambaati/|tj-actions/verify|gitlab:|github/codeql-action/init|ossf/scorecard-action"
    r"|preactjs/compressed-size|andresz1/size-limit|lycheeverse/|gaurav-nelson/)"
)
# Options with which a program ends well whatever it finds: program, option, what is said of it.
TOLERANT_OPTIONS: tuple[tuple[str, str], ...] = (
    ("flake8", "--exit-zero"),
    ("pylint", "--exit-zero"),
    ("ruff", "--exit-zero"),
    ("bandit", "--exit-zero"),
    ("golangci-lint", "--issues-exit-code=0"),
    ("gitleaks", "--exit-code=0"),
    ("checkov", "--soft-fail"),
    ("checkov", "-s"),
    ("tfsec", "--soft-fail"),
    ("tfsec", "-s"),
    ("trivy", "--exit-code=0"),
    ("safety", "--continue-on-error"),
    ("pip-audit", "--exit-zero"),
    ("snyk", "--fail-on=none"),
    ("mvn", "-Dmaven.test.failure.ignore"),
    ("mvn", "-Dmaven.test.failure.ignore=true"),
    ("mvn", "-fn"),
    ("mvn", "--fail-never"),
    ("gradle", "-PignoreFailures=true"),
    ("make", "-i"),
    ("make", "--ignore-errors"),
    ("brakeman", "--no-exit-on-warn"),
    ("hadolint", "--no-fail"),
)
# Scanners that end well whatever they find, unless one of these options is given.
NEEDS_OPTION: dict[str, tuple[str, ...]] = {
    "trivy": ("--exit-code", "--exit-on-eol"),
    "grype": ("--fail-on", "-f"),
    "dockle": ("--exit-code",),
    "dependency-check": ("--failOnCVSS",),
    "dependency-check.sh": ("--failOnCVSS",),
    "trufflehog": ("--fail",),
}
# Actions of scanners that end well whatever they find, unless this input is given with another value than these.
NEEDS_INPUT: dict[str, tuple[str, tuple[str, ...]]] = {
    "aquasecurity/trivy-action": ("exit-code", ("0", "")),
}
# Inputs with which an action's step ends well whatever is found: action, input, values.
TOLERANT_INPUTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("anchore/scan-action", "fail-build", ("false",)),
    ("hadolint/hadolint-action", "no-fail", ("true",)),
    ("bridgecrewio/checkov-action", "soft_fail", ("true",)),
    ("aquasecurity/tfsec-action", "soft_fail", ("true",)),
    ("github/super-linter", "DISABLE_ERRORS", ("true",)),
    ("azure/container-scan", "fail-on-error", ("false",)),
    ("docker/scout-action", "exit-code", ("false",)),
)
# Filters through which what a check prints is usually sent: the check's own status is lost.
FILTERS: frozenset[str] = frozenset("tee tail head cat sed awk ts less sort uniq".split())
# Options with which a program changes the files it looks at. `--files` is pre-commit's: certain files, before they are committed.
MENDING: frozenset[str] = frozenset(
    "--write --fix -w --fix-only --auto-correct --autocorrect --autofix --in-place --files --allow-dirty".split()
)
# Programs that are named with the words after them: `npm test`, not `npm`.
SUBCOMMANDED: frozenset[str] = frozenset(
    "npm yarn pnpm bun npx go cargo make just task mvn mvnw gradle gradlew composer bundle rake rails mix dotnet terraform helm"
    " docker docker-compose kubectl trivy snyk nx turbo pre-commit prek poetry uv hatch deno swift flutter dart bazel sbt ct buf".split()
)
# What is deployed there are pages: documentation, a site beside the application.
PAGES = (
    r"gh-pages|github-pages|deploy-pages|ghaction-github-pages|mkdocs|^mike\b|docusaurus|pages deploy|action-gh-pages|storybook"
)
# Platforms that make the artefact themselves from what they are given.
PLATFORMS: frozenset[str] = frozenset(
    "fly flyctl heroku vercel now netlify ntl railway render wrangler firebase eb cf kamal serverless sls sam cdk copilot dokku"
    " caprover koyeb amplify surge sst zappa chalice doctl azd swa az convox eas expo fastlane up apex terminus skaffold werf"
    " terraform tofu terragrunt pulumi cdktf ansible-playbook rsync scp".split()
)
PLATFORM_ACTIONS = (
    r"^(?:akhileshns/heroku|amondnet/vercel|netlify/|nwtgck/actions-netlify|superfly/|cloudflare/|firebaseextended/|azure/"
    r"|google-github-actions/deploy-|einaregilsson/beanstalk|aws-actions/aws-lambda|serverless/|easingthemes/|appleboy/"
    r"|burnett01/rsync|samkirkland/ftp|jakejarvis/s3|digitalocean/app_action)"
)
# Programs that change infrastructure, and commands that wait until what they deploy is healthy.
INFRASTRUCTURE: frozenset[str] = frozenset("terraform tofu terragrunt pulumi cdktf cdk packer".split())
HEALTHY: tuple[list[str], ...] = (
    ["fly", "deploy"],
    ["kamal", "deploy"],
    ["kamal", "redeploy"],
    ["eb", "deploy"],
    ["gcloud", "run", "deploy"],
    ["copilot", "deploy"],
    ["nomad", "job", "run"],
    ["kapp", "deploy"],
    ["krane", "deploy"],
    ["kubernetes-deploy"],
    ["cf", "push"],
    ["argocd", "app", "wait"],
)
# Words in a step that tells somebody, or asks for help.
ALERTING = (
    r"slack|notif|alert|discord|teams|pagerduty|opsgenie|telegram|mattermost|e?mail|sendgrid|sentry|webhook|issue|honeybadger"
)
# Deployments that go back by themselves when they fail: CloudFormation and what is built on it.
FORMATION: tuple[list[str], ...] = (
    ["aws", "cloudformation", "deploy"],
    ["sam", "deploy"],
    ["cdk", "deploy"],
    ["serverless", "deploy"],
    ["copilot", "deploy"],
    ["copilot", "svc", "deploy"],
    ["eb", "deploy"],
    ["krane", "deploy"],
)
# Platforms that keep releases to go back to.
REVERSIBLE: frozenset[str] = frozenset(
    "fly heroku vercel netlify railway render wrangler firebase gcloud kamal eb cf dep cap".split()
)
# An input of a pipeline that names the release to deploy.
RELEASE_INPUT = r"inputs\.[\w-]*(?:tag|version|ref|sha|image|release|commit|revision)|\$\{?(?:ROLLBACK|RELEASE|DEPLOY)_?(?:TO|TAG|VERSION|REF|SHA)"
# Commands that bring a database's schema up to date: a program and the words after it, without its options; regular expressions.
MIGRATIONS: tuple[str, ...] = (
    r"(?:\./)?manage\.py migrate",
    r"(?:rails|rake|bin/rails) db:(?:migrate|prepare)",
    r"alembic upgrade",
    r"flask db upgrade",
    r"aerich upgrade",
    r"artisan migrate",
    r"prisma migrate deploy",
    r"knex migrate:latest",
    r"sequelize(?:-cli)? db:migrate",
    r"(?:typeorm|typeorm-ts-node-commonjs) migration:run",
    r"drizzle-kit migrate",
    r"(?:mikro-orm|mikro-orm-esm) migration:up",
    r"node-pg-migrate up",
    r"flyway migrate",
    r"liquibase update",
    r"dotnet ef database update",
    r"ecto\.migrate",
    r"dbmate (?:up|migrate)",
    r"goose up",
    r"atlas migrate apply",
    r"sqlx migrate run",
    r"diesel migration run",
    r"doctrine:migrations:migrate",
    r"(?:npm|yarn|pnpm|make|just|task|run) (?:db[:-])?migrat(?:e|ions?)(?:[:-](?:up|deploy|latest|prod\w*))?",
)
# Secrets that staging and production may share: they are for the pipeline, not for the application.
PIPELINE_SECRETS = (
    r"^(?:GITHUB_TOKEN|GH_|GITLAB_|CI_)|TOKEN_GITHUB|GH_TOKEN|PAT$|_PAT_|SLACK|DISCORD|TEAMS|TELEGRAM|WEBHOOK|DOCKER|REGISTRY|GHCR|ECR|GCR|ACR_|QUAY|NPM"
    r"|PYPI|CODECOV|SONAR|SNYK|SENTRY|COVERALLS|CACHE|TURBO|NX_|DATADOG|NEW_?RELIC|HONEYBADGER|PAGERDUTY|OPSGENIE|CHROMATIC|PERCY|GPG|SIGNING|COSIGN"
    r"|BOT_|APP_ID|ORG_ID|PROJECT_ID|REGION|USERNAME$|_USER$|_HOST$|EMAIL|VERCEL_ORG|JIRA|LINEAR|SSH_KNOWN"
)
