"""Words in the names of environments, and what they mean. Data, to be extended by hand.

`development` and `staging` are both before production; what a person would call live is production. A word that is not here
says nothing.
"""

from __future__ import annotations

WORDS: dict[str, str] = {
    **dict.fromkeys("prod prods production prd live".split(), "production"),
    **dict.fromkeys(
        "staging stage stg stag preprod preproduction preprd nonprod nonproduction uat qa qas acceptance accept acc demo sandbox preview previews"
        " review reviews reviewapp testing sit int integration rc beta perf training trial candidate canary ephemeral loadtest pr prs mr"
        " testnet testflight".split(),
        "staging",
    ),
    **dict.fromkeys("dev devel develop development local playground scratch devel1 dev1 dev2".split(), "development"),
}

# Words that are only names of environments where nothing else is meant: the name of an environment, not of a job.
ONLY_AS_ENVIRONMENT: frozenset[str] = frozenset(
    "stage review reviews testing int integration acceptance accept acc perf live local pr prs mr rc beta candidate canary trial training"
    " preview previews scratch playground".split()
)

# In front of a word for production they turn it round: `pre-prod`, `non_production`.
BEFORE: frozenset[str] = frozenset(("pre", "non", "not", "no", "pseudo", "like", "mock", "fake", "near"))

# GitLab's `deployment_tier`: https://docs.gitlab.com/ci/environments/#deployment-tier-of-environments
TIERS: dict[str, str] = {
    "production": "production",
    "staging": "staging",
    "testing": "staging",
    "development": "development",
    "other": "",
}

# Options of deploying commands whose value names the environment, and those whose value may have its name in it.
TARGET_OPTIONS: frozenset[str] = frozenset(
    "-e --env --environment --stage --namespace -n --context --kube-context --cluster --target --profile --workspace -i --inventory --config -c"
    " --values -f --var-file -var-file --app -a --service --project --project-name --stack --stack-name --function-name --services --region-env --remote"
    " --resource-group -g --name --limit -l --tag --destination --channel --branch --release-channel --environment-name --deployment-group-name --track"
    " --context-name --overlay -k --kustomize --set --parameter-overrides --env-name --configuration".split()
)
