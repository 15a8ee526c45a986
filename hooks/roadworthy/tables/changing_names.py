"""Names of build arguments that have another value with every commit, or with every release. Data only."""

from __future__ import annotations

# Also at the end of a longer name: `APP_GIT_COMMIT`, `NEXT_PUBLIC_BUILD_ID`.
PER_COMMIT: frozenset[str] = frozenset(
    (
        "GIT_COMMIT GIT_COMMIT_SHA GIT_COMMIT_HASH GIT_COMMIT_ID GIT_COMMIT_SHORT GIT_SHA GIT_SHA1 GIT_SHORT_SHA"
        " GIT_REV GIT_REVISION GIT_HASH GIT_REF GIT_DESCRIBE GIT_BRANCH COMMIT_SHA COMMIT_SHA1 COMMIT_HASH COMMIT_ID"
        " COMMIT_REF COMMIT_REF_NAME SHORT_SHA VCS_REF VCS_REVISION VCS_COMMIT SOURCE_COMMIT SOURCE_VERSION BUILD_DATE"
        " BUILDDATE BUILD_TIME BUILD_TIMESTAMP BUILD_DATETIME BUILD_NUMBER BUILD_NUM BUILD_ID BUILD_SHA BUILD_COMMIT"
        " BUILD_REVISION BUILD_HASH BUILD_REF CI_PIPELINE_ID CI_JOB_ID GITHUB_SHA GITHUB_RUN_ID GITHUB_RUN_NUMBER"
        " CI_COMMIT_SHORT_SHA CI_COMMIT_REF_NAME CI_COMMIT_TAG"
    ).split()
)
# Whole names only.
PER_COMMIT_ALONE: frozenset[str] = frozenset("COMMIT SHA REVISION GITHASH GITSHA GITCOMMIT CREATED DATE TIMESTAMP".split())

# Mostly the release of what is built here, where the file gives no value and no command needs it.
PER_RELEASE: frozenset[str] = frozenset(
    "VERSION APP_VERSION BUILD_VERSION RELEASE RELEASE_VERSION IMAGE_VERSION SERVICE_VERSION PROJECT_VERSION IMAGE_TAG".split()
)

# Defaults that stand for "not given".
PLACEHOLDERS: frozenset[str] = frozenset(
    {"", "unknown", "dev", "develop", "development", "local", "latest", "none", "null", "n/a", "na", "undefined", "unset"}
    | {"snapshot", "head", "main", "master", "0", "0.0.0", "0.0.0-dev", "v0.0.0", "dirty", "test", "notset", "not-set"}
)
