"""Token formats of code hosting, package registries, CI and developer tools, from the providers' own documentation."""

from __future__ import annotations

from .providers_row import DASHED, HEX, UUID, WORD, Provider, named, token

_ROUTABLE = "[0-9a-z]{2}" + r"\." + "[0-9a-z]{9}"  # GitLab: version, then payload length and CRC-32 in base 36

ROWS: tuple[Provider, ...] = (
    # GitHub, "About authentication to GitHub: token formats" and the blog on them: 30 characters and 6 of CRC-32 in base 62.
    token("github-pat", "GitHub personal access token", "ghp_", WORD + "{36}", check="github"),
    token("github-oauth", "GitHub OAuth access token", "gho_", WORD + "{36}", check="github"),
    token("github-user", "GitHub App user token", "ghu_", WORD + "{36}", check="github"),
    token("github-app", "GitHub App installation token", "ghs_", WORD + "{36}", check="github"),
    token(
        "github-app-stateless",
        "GitHub App installation token",
        "ghs_",
        r"[0-9]{1,12}_eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}",
    ),
    token("github-refresh", "GitHub App refresh token", "ghr_", WORD + "{36,76}"),
    token("github-fine-grained", "GitHub fine-grained personal access token", "github_pat_", WORD + "{22}_" + WORD + "{59}"),
    named("github-old", "GitHub token", "github_token github_oauth_token gh_token", HEX + "{40}", certainty="keyword"),
    # GitLab, "Token overview: token prefixes"; the longer form is a routable token, with a CRC-32 at its end.
    token(
        "gitlab-pat",
        "GitLab access token",
        "glpat-",
        DASHED + r"{20}(?:[A-Za-z0-9_-]{7,280}\." + _ROUTABLE + ")?",
        check="gitlab",
    ),
    token("gitlab-oauth-secret", "GitLab OAuth application secret", "gloas-", DASHED + "{64}"),
    token("gitlab-deploy", "GitLab deploy token", "gldt-", DASHED + "{20}"),
    token(
        "gitlab-runner",
        "GitLab runner authentication token",
        ("glrt-", "glrtr-"),
        "(?:t[0-9]_)?" + DASHED + r"{20}(?:[A-Za-z0-9_-]{7,280}\." + _ROUTABLE + ")?",
        check="gitlab",
    ),
    token("gitlab-job", "GitLab CI job token", "glcbt-", "(?:" + WORD + "{1,5}_)?" + DASHED + "{20}"),
    token("gitlab-trigger", "GitLab pipeline trigger token", "glptt-", "(?:" + HEX + "{40}|" + DASHED + "{20})"),
    token("gitlab-feed", "GitLab feed token", "glft-", "(?:" + HEX + "{64}-[0-9]{1,12}|" + DASHED + "{20})"),
    token("gitlab-mail", "GitLab incoming mail token", "glimt-", "[a-z0-9]{25}"),
    token("gitlab-agent", "GitLab agent for Kubernetes token", "glagent-", DASHED + "{50,}"),
    token("gitlab-workspace", "GitLab workspace token", "glwt-", DASHED + "{20}"),
    token("gitlab-scim", "GitLab SCIM token", "glsoat-", DASHED + "{20}"),
    token("gitlab-flags", "GitLab feature flags client token", "glffct-", DASHED + "{20}"),
    token("gitlab-runner-registration", "GitLab runner registration token", "GR1348941", DASHED + "{20}"),
    token("gitlab-session", "GitLab session cookie", "_gitlab_session=", "(" + HEX + "{32})"),
    # Bitbucket and Atlassian, "API tokens": ATATT3, app passwords ATBB, repository and project access tokens ATCTT3.
    token("atlassian-api", "Atlassian API token", "ATATT3", "[A-Za-z0-9_=-]{180,200}"),
    token("bitbucket-access", "Bitbucket access token", "ATCTT3", "[A-Za-z0-9_=-]{180,200}"),
    token("bitbucket-app-password", "Bitbucket app password", "ATBB", WORD + "{32}"),
    named(
        "atlassian-old",
        "Atlassian API token",
        "atlassian_api_token jira_api_token confluence_api_token",
        WORD + "{24}",
        entropy=3.6,
    ),
    # Sourcegraph, "Access tokens"; Gitea and Forgejo, "API usage".
    token("sourcegraph", "Sourcegraph access token", "sgp_", "(?:(?:local|" + HEX + "{16})_)?" + HEX + "{40}"),
    named("gitea", "Gitea token", "gitea_token forgejo_token", HEX + "{40}"),
    # npm, "About access tokens", and GitHub's blog on the format: as GitHub's tokens. Before it: a UUID in .npmrc.
    token("npm", "npm access token", "npm_", WORD + "{36}", check="npm"),
    token("npm-legacy", "npm access token", ":_authToken=", "(" + UUID + ")"),
    # PyPI, "API tokens": pypi- and a macaroon, which begins with the host it is for.
    token("pypi", "PyPI API token", ("pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"), DASHED + "{50,1000}"),
    # RubyGems, "API key"; the Cargo book, "cargo login" (cio and 32); NuGet, "API keys" (oy2 and 43); Clojars, "Deploy tokens".
    token("rubygems", "RubyGems API key", "rubygems_", HEX + "{48}"),
    named("crates", "Cargo registry API token", "cargo_registry_token crates_io_token", "cio" + WORD + "{32}", entropy=3.8),
    token("crates-quoted", "Cargo registry API token", '"cio', WORD + "{32}", entropy=3.8, lead=1),
    token("nuget", "NuGet API key", "oy2", "[a-z0-9]{43}", entropy=3.6),
    token("clojars", "Clojars deploy token", "CLOJARS_", HEX + "{60}"),
    # Docker, "Personal access tokens" and "Organization access tokens".
    token("docker-pat", "Docker personal access token", "dckr_pat_", DASHED + "{27}"),
    token("docker-oat", "Docker organization access token", "dckr_oat_", DASHED + "{32}"),
    # JFrog, "Access tokens": API keys AKCp, reference tokens are the base 64 of reftkn:.
    token("artifactory-api-key", "JFrog Artifactory API key", "AKCp", WORD + "{69}"),
    token("artifactory-reference", "JFrog reference token", "cmVmdGtu", WORD + "{56}"),
    # CircleCI, "Managing API tokens"; Buildkite, "Token security"; Harness, "API keys"; Octopus Deploy, "API keys".
    token("circleci", "CircleCI token", ("CCIPAT_", "CCIPRJ_"), WORD + "{22}_" + HEX + "{40}"),
    token("buildkite", "Buildkite token", "bkua_", HEX + "{40}"),
    token("harness", "Harness token", ("pat.", "sat."), DASHED + r"{22}\.[0-9a-f]{24}\." + WORD + "{20}"),
    token("octopus", "Octopus Deploy API key", "API-", "[A-Z0-9]{25,31}", entropy=3.4),
    named("jenkins", "Jenkins API token", "jenkins_api_token jenkins_token", "(?:11)?" + HEX + "{32}"),
    named("travis", "Travis CI token", "travis_token travis_api_token", DASHED + "{22}", entropy=3.4),
    named("codecov", "Codecov token", "codecov_token", UUID),
    named("coveralls", "Coveralls token", "coveralls_repo_token", WORD + "{32,33}", entropy=3.6),
    # SonarQube, "Generating and using tokens": squ_ (user), sqp_ (project), sqa_ (global analysis).
    token("sonar", "SonarQube token", ("squ_", "sqp_", "sqa_"), HEX + "{40}"),
    named("sonar-old", "SonarQube token", "sonar_token sonar_login", HEX + "{40}"),
    # Snyk, Semgrep, Socket: "Authentication". Postman, "API keys": PMAK-. Localstack, "Auth token". Mergify.
    named("snyk", "Snyk token", "snyk_token snyk_api_token", UUID),
    token("socket", "Socket API token", "sktsec_", DASHED + "{40,}"),
    token("postman", "Postman API key", "PMAK-", HEX + "{24}-" + HEX + "{34}"),
    token("postman-collection", "Postman collection access key", "PMAT-", WORD + "{26}"),
    named("localstack", "LocalStack auth token", "localstack_auth_token localstack_api_key", "(?:ls-)?[A-Za-z0-9-]{10,44}"),
    token("stackhawk", "StackHawk API key", "hawk.", DASHED + r"{20}\." + DASHED + "{20}"),
    # ReadMe, Figma ("Personal access tokens"), Prefect ("API keys"), Rails ("Credentials": 32 hexadecimal digits).
    token("readme", "ReadMe API key", "rdme_", "[a-z0-9]{70}"),
    token("figma", "Figma personal access token", "figd_", DASHED + "{40,43}"),
    token("prefect", "Prefect Cloud API key", ("pnu_", "pnb_"), WORD + "{36}"),
    named("rails-master", "Rails master key", "rails_master_key", HEX + "{32}"),
    named("laravel", "Laravel application key", "app_key", "base64:[A-Za-z0-9+/]{43}=", entropy=4.0),
    # JSON Web Token, RFC 7519: three parts of base 64, the first two JSON objects. Many are samples or hold no secret.
    token(
        "jwt",
        "JSON Web Token",
        "eyJ",
        r"[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,6000}\.[A-Za-z0-9_-]{20,2000}",
        certainty="keyword",
        check="jwt",
    ),
)
