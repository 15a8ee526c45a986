"""Which GitHub action, and which keyword or template of GitLab, belongs to which stage. Data, to be extended by hand.

A name is lower case and without version; `*` at its end is the rest of it. A name under two stages counts for both. Actions
that push, or deploy, only when they are told to are decided in models/pipeline/action_stages.py.
"""

from __future__ import annotations

ACTIONS: dict[str, str] = {
    "validate": """
        golangci/golangci-lint-action github/super-linter* super-linter/super-linter* oxsecurity/megalinter* reviewdog/* psf/black
        astral-sh/ruff-action chartboost/ruff-action pre-commit/action hadolint/hadolint-action ludeeus/action-shellcheck
        ibiqlik/action-yamllint amannn/action-semantic-pull-request wagoid/commitlint-github-action sonarsource/* crate-ci/typos
        codespell-project/actions-codespell streetsidesoftware/cspell-action davidanson/markdownlint-cli2-action
        nosborn/github-action-markdown-cli avto-dev/markdown-lint articulate/actions-markdownlint errata-ai/vale-action
        raven-actions/actionlint docker://rhysd/actionlint* wearerequired/lint-action giraffate/clippy-action
        dominikh/staticcheck-action jetbrains/qodana-action codacy/codacy-analysis-cli-action lycheeverse/lychee-action
        gaurav-nelson/github-action-markdown-link-check fsfe/reuse-action apache/skywalking-eyes*
        editorconfig-checker/action-editorconfig-checker bufbuild/buf-lint-action bufbuild/buf-breaking-action
        instrumenta/kubeval-action zgosalvez/github-actions-ensure-sha-pinned-actions mszostok/codeowners-validator
        microsoft/psscriptanalyzer-action py-actions/flake8 suo/flake8-github-action rickstaa/action-black tsuyoshicho/action-mypy
        jakebailey/pyright-action standardrb/standard-ruby-action andrewmcodes/rubocop-linter-action
        oskarstark/php-cs-fixer-ga docker://oskarstark/* axel-op/googlejavaformat-action trunk-io/trunk-action
        andresz1/size-limit-action preactjs/compressed-size-action joelanford/go-apidiff ansible/ansible-lint*
        ansible-community/ansible-lint-action dprint/check cpp-linter/cpp-linter-action doozyx/clang-format-lint-action
        jidicula/clang-format-action norio-nomura/action-swiftlint fossas/fossa-action johnnymorganz/stylua-action
        j178/prek-action codescan-io/codescan-scanner-action facebook/pyre-action microsoft/msvc-code-analysis-action pmd/pmd-github-action stackrox/kube-linter-action tj-actions/verify-changed-files paambaati/codeclimate-action
        obi1kenobi/cargo-semver-checks-action
    """,
    "test": """
        datadog/synthetics-ci-github-action cypress-io/github-action codecov/codecov-action codecov/test-results-action coverallsapp/github-action dorny/test-reporter
        enricomi/publish-unit-test-result-action* mikepenz/action-junit-report phoenix-actions/test-reporting chromaui/action
        percy/exec-action treosh/lighthouse-ci-action matt-ball/newman-action grafana/k6-action grafana/run-k6-action
        reactivecircus/android-emulator-runner julia-actions/julia-runtest orgoro/coverage 5monkeys/cobertura-action
        irongut/codecoveragesummary romeovs/lcov-reporter-action artiomtr/jest-coverage-report-action
        davelosert/vitest-coverage-report-action google/clusterfuzzlite* google/oss-fuzz* php-actions/phpunit
        bats-core/bats-action d3adb5/helm-unittest-action schemathesis/action mattallty/jest-github-action
        r-lib/actions/check-r-package
    """,
    "security-scan": """
        aquasecurity/trivy-action anchore/scan-action snyk/actions* gitleaks/gitleaks-action zricethezav/gitleaks-action
        trufflesecurity/trufflehog github/codeql-action/analyze github/codeql-action/init returntocorp/semgrep-action
        semgrep/semgrep-action actions/dependency-review-action ossf/scorecard-action bridgecrewio/checkov-action
        aquasecurity/tfsec-action aquasecurity/tfsec-pr-commenter-action checkmarx/* triat/terraform-security-scan securego/gosec
        golang/govulncheck-action google/osv-scanner-action* rustsec/audit-check actions-rs/audit-check
        embarkstudios/cargo-deny-action pypa/gh-action-pip-audit pyupio/safety-action zaproxy/action-* stackhawk/hawkscan-action
        dependency-check/dependency-check_action gitguardian/* docker/scout-action azure/container-scan kubescape/github-action
        veracode/* fortify/* whitesource/* contrast-security-oss/* sysdiglabs/scan-action paloaltonetworks/prisma-cloud-scan
        synopsys-sig/* blackducksoftware/* jfrog/frogbot shiftleftsecurity/* microsoft/security-devops-action
        devmasx/brakeman-linter-action shundor/python-bandit-scan mdegis/bandit-action ajinabraham/njsscan-action
        symfonycorp/security-checker-action debricked/actions* bearer/bearer-action 42crunch/* nowsecure/* neuralegion/*
        endorlabs/* mobsf/mobsfscan xygeni/*
        david-a-wheeler/flawfinder zimperium/zscanmarketplace facebook/pysa-action appknox/appknox-github-action redhat-actions/crda
        microsoft/devskim-action forallsecure/mapi-action security-code-scan/security-code-scan-results-action
        soos-io/* sobelow/action psalm/psalm-github-security-scan prisma-cloud-shiftleft/* apisec-inc/* clj-holmes/* checkmarx-ts/*
        controlplaneio/kubesec-action github/ossar-action indeni/cloudrail-run-ga rigs-it/xanitizer-action datreeio/action-datree
        aquasecurity/tfsec-sarif-action blackduck-inc/*
        docker://cdssnc/seekret-github-action zizmorcore/zizmor-action cds-snc/security-tools/.github/actions/docker-scan
        cds-snc/security-tools/.github/actions/generate-sbom
    """,
    "build": """
        pypa/cibuildwheel tauri-apps/tauri-action pyo3/maturin-action messense/maturin-action actions/jekyll-build-pages
        samuelmeuli/action-electron-builder yukiarrr/ios-build-action game-ci/unity-builder redhat-actions/buildah-build
        hynek/build-and-inspect-python-package withastro/action peaceiris/actions-mdbook-build
        docker/bake-action depot/bake-action
    """,
    "package": """
        pypa/gh-action-pypi-publish goreleaser/goreleaser-action softprops/action-gh-release ncipollo/release-action
        shogo82148/actions-upload-release-asset actions/create-release actions/upload-release-asset svenstaro/upload-release-action js-devtools/npm-publish
        changesets/action cycjimmy/semantic-release-action codfish/semantic-release-action go-semantic-release/action
        helm/chart-releaser-action stefanprodan/helm-gh-pages appany/helm-oci-chart-releaser redhat-actions/push-to-registry
        aevea/action-kaniko elgohr/publish-docker-github-action macbre/push-to-ghcr mr-smithers-excellent/docker-build-push
        wangyoucao577/go-release-action marvinpinto/action-automatic-releases jreleaser/release-action rubygems/release-gem
        cadwallion/publish-rubygems-action katyo/publish-crates release-plz/action haaleo/publish-vscode-extension
        lannonbr/vsce-action brandedoutcast/publish-nuget cloudsmith-io/action meedamian/github-release
        eloquent/github-release-action taiki-e/upload-rust-binary-action taiki-e/create-gh-release-action
        noelware/docker-manifest-action int128/docker-manifest-create-action snapcore/action-publish
        actions/publish-immutable-action actions/publish-action gitlab:release
    """,
    "deploy": """
        actions/deploy-pages peaceiris/actions-gh-pages jamesives/github-pages-deploy-action crazy-max/ghaction-github-pages
        aws-actions/amazon-ecs-deploy-task-definition aws-actions/aws-cloudformation-github-deploy aws-actions/aws-lambda-deploy
        einaregilsson/beanstalk-deploy jakejarvis/s3-sync-action reggionick/s3-deploy appleboy/lambda-action
        google-github-actions/deploy-* google-github-actions/create-cloud-deploy-release
        google-github-actions/upload-cloud-storage azure/webapps-deploy azure/webapps-container-deploy azure/functions-action
        azure/k8s-deploy azure/aci-deploy azure/container-apps-deploy-action azure/static-web-apps-deploy azure/arm-deploy
        azure/bicep-deploy azure/spring-apps-deploy deliverybot/helm koslib/helm-eks-action wyrihaximus/github-action-helm3
        actions-hub/kubectl-deploy digitalocean/app_action* superfly/flyctl-actions superfly/fly-pr-review-apps
        akhileshns/heroku-deploy johnbeynon/render-deploy-action bounceapp/render-action amondnet/vercel-action
        nwtgck/actions-netlify netlify/actions* cloudflare/pages-action firebaseextended/action-hosting-deploy w9jds/firebase-action
        easingthemes/ssh-deploy burnett01/rsync-deployments samkirkland/ftp-deploy-action samkirkland/web-deploy
        appleboy/scp-action garygrossgarten/github-action-scp serverless/github-action dawidd6/action-ansible-playbook
        arillso/action.playbook hashicorp/tfc-workflows-github/actions/apply-run dflook/terraform-apply dflook/tofu-apply
        octopusdeploy/create-release-action octopusdeploy/deploy-release-action 10up/action-wordpress-plugin-deploy
        rtcamp/action-deploy-wordpress r0adkll/upload-google-play wzieba/firebase-distribution-github-action
        apple-actions/upload-testflight-build dokku/github-action caprover/deploy-from-github denoland/deployctl
        jbrooksuk/laravel-forge-action deployphp/action chetan/invalidate-cloudfront-action koyeb/action-git-deploy
        porter-dev/porter-update-action okteto/deploy* clowdhaus/argo-cd-action/sync gitlab:pages
    """,
    "health-check": """
        jtalk/url-health-check-action cygnetdigital/wait_for_response emilioschepis/wait-for-endpoint-action
        lakuapik/gh-actions-http-status
    """,
    "notify": """
        slackapi/slack-github-action 8398a7/action-slack rtcamp/action-slack-notify ravsamhq/notify-slack-action act10ns/slack
        voxmedia/github-action-slack-notify-build edge/simple-slack-notify ilshidur/action-discord
        sarisia/actions-status-discord appleboy/discord-action appleboy/telegram-action rjstone/discord-webhook-notify
        jdcargile/ms-teams-notification toko-bifrost/ms-teams-deploy-card skitionek/notify-microsoft-teams dawidd6/action-send-mail
        getsentry/action-release pagerduty/* newrelic/deployment-marker-action zulip/github-actions-zulip*
        mattermost/action-mattermost-notify tsickert/discord-webhook archive/github-actions-slack jason-etco/create-an-issue
    """,
}

# Actions whose inputs say whether they push: the name, and the inputs of which one has to be true, or to say so.
PUSHERS: dict[str, tuple[str, ...]] = {
    "docker/build-push-action": ("push", "outputs"),
    "depot/build-push-action": ("push", "outputs"),
    "docker/bake-action": ("push",),
    "depot/bake-action": ("push",),
}

# Actions that run the command that an input holds: `cloudflare/wrangler-action` with `command: deploy`.
COMMANDED: dict[str, tuple[str, str]] = {
    "cloudflare/wrangler-action": ("wrangler", "command"),
    "superfly/flyctl-actions": ("fly", "args"),
    "pulumi/actions": ("pulumi", "command"),
    "goreleaser/goreleaser-action": ("goreleaser", "args"),
    "gradle/gradle-build-action": ("gradle", "arguments"),
    "gradle/actions/setup-gradle": ("gradle", "arguments"),
    "burrunan/gradle-cache-action": ("gradle", "arguments"),
    "nick-fields/retry": ("", "command"),
    "nick-invision/retry": ("", "command"),
    "pyo3/maturin-action": ("maturin", "command"),
    "messense/maturin-action": ("maturin", "command"),
    "actions-rs/cargo": ("cargo", "command"),
    "azure/cli": ("", "inlinescript"),
    "appleboy/ssh-action": ("", "script"),
    "reactivecircus/android-emulator-runner": ("", "script"),
    "addnab/docker-run-action": ("", "run"),
    "helmfile/helmfile-action": ("helmfile", "helmfile-args"),
    "coactions/setup-xvfb": ("", "run"),
    "gabrielbb/xvfb-action": ("", "run"),
    "borales/actions-yarn": ("yarn", "cmd"),
    "expo/expo-github-action": ("expo", "command"),
    "maierj/fastlane-action": ("fastlane", "lane"),
    "w9jds/firebase-action": ("firebase", "args"),
    "actions-hub/kubectl": ("kubectl", "args"),
    "steebchen/kubectl": ("kubectl", "command"),
    "digitalocean/action-doctl": ("doctl", "args"),
    "hashicorp/terraform-github-actions": ("terraform", "tf_actions_subcommand"),
}

# GitLab's own templates and components, by how their name ends; their jobs are allowed to fail unless they are set otherwise.
TEMPLATES: dict[str, str] = {
    "security-scan": """
        sast.gitlab-ci.yml sast-iac.gitlab-ci.yml secret-detection.gitlab-ci.yml dependency-scanning.gitlab-ci.yml
        container-scanning.gitlab-ci.yml dast.gitlab-ci.yml dast-api.gitlab-ci.yml api-security.gitlab-ci.yml
        api-fuzzing.gitlab-ci.yml coverage-fuzzing.gitlab-ci.yml license-scanning.gitlab-ci.yml api-discovery.gitlab-ci.yml
        sast.latest.gitlab-ci.yml sast-iac.latest.gitlab-ci.yml secret-detection.latest.gitlab-ci.yml
        dependency-scanning.latest.gitlab-ci.yml container-scanning.latest.gitlab-ci.yml dast.latest.gitlab-ci.yml
        components/sast components/secret-detection components/dependency-scanning components/container-scanning
    """,
    "validate": "code-quality.gitlab-ci.yml code-intelligence.gitlab-ci.yml components/code-quality",
    "test": "browser-performance-testing.gitlab-ci.yml load-performance-testing.gitlab-ci.yml jobs/test.gitlab-ci.yml",
    "build": "jobs/build.gitlab-ci.yml",
}

# Actions that start a cluster for a test: what is deployed in the same job is a part of it.
TEST_CLUSTER_ACTIONS: frozenset[str] = frozenset(
    "helm/kind-action engineerd/setup-kind medyagh/setup-minikube manusa/actions-setup-minikube nolar/setup-k3d-k3s"
    " balchua/microk8s-actions debianmaster/actions-k3s container-tools/kind-action absaoss/k3d-action"
    " jupyterhub/action-k3s-helm replicatedhq/compatibility-actions/create-cluster".split()
)
