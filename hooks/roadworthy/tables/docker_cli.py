"""Docker's command line: which options of `build` take a value, and what in a tag names the commit."""

from __future__ import annotations

# https://docs.docker.com/reference/cli/docker/buildx/build/ ; podman and buildah share the names
BUILD_VALUED = frozenset(
    "--add-host --allow --annotation --attest --build-arg --build-context --builder --cache-from --cache-to --call --cgroup-parent"
    " --cpu-period --cpu-quota --cpu-shares --cpuset-cpus --cpuset-mems --file -f --iidfile --isolation --label --memory -m"
    " --memory-swap --metadata-file --network --no-cache-filter --output -o --platform --progress --sbom --secret --shm-size --ssh"
    " --tag -t --target --ulimit --volume -v --authfile --format --runtime --layers --jobs --creds --cpu-shares -c".split()
)
BUILDERS = frozenset({"docker", "podman", "buildah", "nerdctl", "depot", "img"})
BUILD_VERBS = frozenset({("build",), ("buildx", "build"), ("image", "build"), ("bud",), ("builder", "build")})

# Variables that hold the commit, or the tag of a release, in the CI systems that set them.
COMMIT_VARIABLES = (
    r"(?i)(?:^|_)(?:sha|sha1|commit|revision|git_ref|git_rev|git_hash|git_tag|commit_tag|build_id|build_number|pipeline_id"
    r"|pipeline_iid|run_id|run_number|version|release|tag)(?:_|$)|^sha$|github\.(?:sha|ref_name|run_id|run_number)"
    r"|metadata-action|meta\.outputs"
)
