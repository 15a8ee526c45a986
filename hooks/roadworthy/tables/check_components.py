"""What kind of check a tool is, within its stage. Data, to be extended by hand. What is in no row is the stage's first kind."""

from __future__ import annotations

# By stage: the kinds that are asked for, the most usual one first.
COMPONENTS: dict[str, tuple[str, ...]] = {
    "validate": ("lint", "format check", "static analysis"),
    "test": ("unit tests", "integration tests"),
    "security-scan": ("dependency audit", "secret scan"),
}
# Regular expressions over a program with its words, or an action's name; the first that fits decides.
KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "validate": (
        (r"pre-commit|prek|trunk|super-linter|megalinter|\bbiome\b|lint-staged|treefmt", "lint and format check"),
        (r"prettier|\bblack\b|fmt\b|format|isort|rustfmt|spotless|clang-format|styler|dprint|csharpier|normalize", "format check"),
        (
            (r"\bv?u?e?-?tsc\b|mypy|pyright|pytype|\bpyre\b|\bty check|typecheck|type-check|phpstan|psalm|\bphan\b|sonar|qodana|go vet"
            r"|staticcheck|spotbugs|detekt|codacy|codeclimate|cargo check|sorbet|steep|dialyzer|clang-tidy|cppcheck|semver-checks"
            r"|terraform validate|helm template|kubeconform|kubeval|conftest|deepsource|svelte-check|zuban|types?\b"),
            "static analysis",
        ),
    ),
    "test": (
        (
            (r"integration|e2e|end-to-end|playwright|cypress|selenium|wdio|detox|maestro|newman|k6|robot|behave|cucumber|acceptance"
            r"|system|testcafe|nightwatch|verify|failsafe|functional|ct install|kuttl|chainsaw|smoke|connected|feature"),
            "integration tests",
        ),
    ),
    "security-scan": (
        (r"gitleaks|trufflehog|detect-secrets|ggshield|gitguardian|talisman|git-secrets|secretlint|whispers|noseyparker|kingfisher|betterleaks|secret", "secret scan"),
        (r"semgrep|codeql|bandit|gosec|brakeman|sobelow|njsscan|sast|psalm|snyk code|horusec|flawfinder|mobsf|zizmor|scorecard", "static analysis"),
        (r"trivy (?:image|i\b)|grype|dockle|docker scout|container-scan|docker-scan|anchore|clair", "image scan"),
        (r"checkov|tfsec|kics|terrascan|kubesec|kubescape|trivy config|cfn.nag|terraform-security", "infrastructure scan"),
        (r"zap|nuclei|nikto|dast|wapiti", "dynamic scan"),
    ),
}  # fmt: skip
# Files of languages whose programs are built before they run, and of packages that are published.
BUILT = r"^(?:[^/]+/)?(?:go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|[^/]+\.(?:csproj|sln)|tsconfig\.json|CMakeLists\.txt)$"
PUBLISHED = r"^(?:[^/]+/)?(?:setup\.py|Cargo\.toml|[^/]+\.gemspec|pom\.xml)$"
