"""Which orb of CircleCI, task of Azure Pipelines, pipe of Bitbucket, plugin or provider belongs to which stage. Data, to be
extended by hand.

Names are lower case, without version, and begin with what they are: `orb:` with the orb's namespace, name and command, `task:`,
`pipe:`, `plugin:` (an image of Drone or Woodpecker with settings, a plugin of Buildkite), `travis:` (a deployment provider);
`*` at the end is the rest of the name. Whatever does nothing for a stage (checkout, caches, tool set-up) is left out.
"""

from __future__ import annotations

PARTS: dict[str, str] = {
    "validate": """
        orb:circleci/eslint/* orb:circleci/shellcheck/* orb:circleci/hadolint/* orb:circleci/docker/dockerlint orb:circleci/docker/hadolint
        orb:sonarsource/sonarcloud/* orb:circleci/circleci-cli/* orb:hadolint/hadolint/* orb:dignio/pre-commit/*
        task:sonarqubeanalyze task:sonarqubepublish task:sonarcloudanalyze task:sonarcloudpublish task:publishcodequalityresults
        task:vsbuildcodeanalysis task:bicepbuild
        pipe:sonarsource/* pipe:atlassian/commitlint
        plugin:plugins/codacy plugin:aosapps/drone-sonar-plugin plugin:koalaman/shellcheck* plugin:woodpeckerci/plugin-editorconfig-checker
        plugin:woodpeckerci/plugin-prettier plugin:pipelinecomponents/* plugin:buildkite:shellcheck plugin:buildkite:plugin-linter
        plugin:buildkite:hadolint plugin:buildkite:golangci-lint plugin:lycheeverse/lychee
    """,
    "test": """
        orb:circleci/node/test orb:circleci/python/test orb:circleci/ruby/rspec-test orb:circleci/ruby/minitest orb:circleci/go/test
        orb:circleci/maven/test orb:circleci/gradle/test orb:circleci/rust/test orb:circleci/php/test orb:codecov/codecov/*
        orb:coveralls/coveralls/* orb:cypress-io/cypress/* orb:circleci/cypress/* orb:circleci/jmeter/* orb:postman/*
        orb:ghostinspector/* orb:getsentry/codecov/*
        task:vstest task:visualstudiotest task:publishtestresults task:publishcodecoverageresults task:cloudloadtest
        task:containerstructuretest task:runjmeterloadtest task:runloadtest task:quickperftest task:xamarintestcloud task:appcentertest task:azureloadtest task:azure-load-testing*
        pipe:atlassian/checkstyle-report pipe:codecov/* pipe:atlassian/cypress-* pipe:mabl/*
        plugin:plugins/codecov plugin:plugins/coverage plugin:robertstettner/drone-codecov plugin:woodpeckerci/plugin-codecov
        plugin:buildkite:junit-annotate plugin:buildkite:test-collector plugin:buildkite:test-summary plugin:buildkite:codecov
    """,
    "security-scan": """
        orb:snyk/snyk/* orb:circleci/aws-ecr/scan* orb:anchore/* orb:whitesource/* orb:checkmarx*/* orb:gitguardian/* orb:twistcli/*
        orb:fossa/* orb:salto/semgrep/* orb:apiiro/* orb:cci-x/zap/* orb:trivy/*
        task:credscan task:binskim task:securitydevops task:microsoftsecuritydevops task:whitesource task:snyksecurityscan
        task:checkmarx* task:veracode* task:dependency-check-build-task task:advancedsecurity-codeql-* task:advancedsecurity-dependency-scanning
        task:componentgovernancecomponentdetection task:trivy task:fortify* task:sdtreport task:postanalysis task:mend* task:blackduck*
        task:advancedsecurity-publish
        pipe:snyk/* pipe:atlassian/git-secrets-scan pipe:aquasecurity/* pipe:gitguardian/* pipe:synopsys-detect/* pipe:checkmarx/*
        plugin:aquasec/trivy* plugin:aquasecurity/trivy* plugin:aquasec-drone* plugin:anchore/* plugin:plugins/snyk plugin:elestio/ws-*
        plugin:plugins/drone-snyk plugin:woodpeckerci/plugin-trivy plugin:buildkite:trivy plugin:buildkite:snyk plugin:buildkite:ecr-scan-results
        plugin:zricethezav/gitleaks* plugin:codeberg.org/woodpecker-plugins/trivy
    """,
    "build": """
        orb:circleci/docker/build orb:circleci/aws-ecr/build-image orb:circleci/aws-ecr/build_image orb:circleci/gcp-gcr/build-image
        orb:circleci/maven/build orb:circleci/gradle/build orb:circleci/rust/build orb:circleci/node/build orb:circleci/android/build*
        orb:circleci/macos/build
        task:vsbuild task:msbuild task:xcode task:android task:xamarinandroid task:xamarinios task:cmake task:ant task:gulp task:grunt
        task:visualstudiobuild task:go task:containerbuild task:packer task:packerbuild task:jekyllbuild
        plugin:buildkite:docker-compose/build plugin:plugins/hugo plugin:cbrgm/drone-hugo plugin:plugins/webpack
    """,
    "package": """
        orb:circleci/docker/publish orb:circleci/docker/push orb:circleci/aws-ecr/build-and-push-image orb:circleci/aws-ecr/build_and_push_image
        orb:circleci/aws-ecr/push-image orb:circleci/gcp-gcr/build-and-push-image orb:circleci/gcp-gcr/push-image
        orb:circleci/azure-acr/build-and-push-image orb:circleci/gcp-artifact-registry/push* orb:circleci/github-cli/*release*
        orb:circleci/maven/deploy orb:circleci/python/dist orb:circleci/orb-tools/publish* orb:circleci/orb-tools/pack
        orb:goreleaser/* orb:circleci/artifactory/* orb:jfrog/* orb:artsy/remote-docker/*
        task:nugetpush task:nugetpublisher task:nugetpackager task:pypipublisher
        task:twineuploadpublisher task:universalpackages task:githubrelease task:cargopublish task:publishsymbols
        task:codesigning task:esrpcodesigning task:androidsigning
        pipe:atlassian/aws-ecr-push-image pipe:atlassian/npm-publish pipe:atlassian/pypi-publish pipe:atlassian/bitbucket-upload-file
        pipe:jfrog/* pipe:microsoft/azure-acr-* pipe:atlassian/google-gcr-push-image pipe:atlassian/github-release
        plugin:plugins/kaniko* plugin:banzaicloud/drone-kaniko plugin:plugins/github-release plugin:plugins/gitea-release
        plugin:plugins/npm plugin:plugins/pypi plugin:plugins/manifest plugin:plugins/artifactory plugin:plugins/nuget
        plugin:woodpeckerci/plugin-release plugin:woodpeckerci/plugin-kaniko plugin:woodpeckerci/plugin-docker plugin:woodpeckerci/plugin-ready-release-go
        plugin:codeberg.org/6543/docker-tag* plugin:goreleaser/goreleaser plugin:woodpeckerci/plugin-github-release plugin:woodpeckerci/plugin-gitea-release
        plugin:woodpeckerci/plugin-npm plugin:plugins/ansible-galaxy
        plugin:buildkite:github-release plugin:buildkite:docker-publish plugin:buildkite:docker-compose/push plugin:buildkite:kaniko plugin:buildkite:goreleaser
        travis:npm travis:pypi travis:rubygems travis:releases travis:cargo travis:packagecloud travis:bintray travis:cloudsmith
        travis:artifactory travis:hackage travis:puppetforge travis:anynines-package travis:chef_supermarket travis:snap travis:gitlab-releases
        travis:testfairy
    """,
    "deploy": """
        orb:circleci/aws-ecs/deploy-service-update orb:circleci/aws-ecs/deploy_service_update orb:circleci/aws-ecs/update-service
        orb:circleci/aws-ecs/update_service orb:circleci/aws-ecs/run-task orb:circleci/aws-eks/update-container-image
        orb:circleci/aws-eks/update-container-image-with-* orb:circleci/aws-s3/sync orb:circleci/aws-s3/copy
        orb:circleci/aws-code-deploy/deploy* orb:circleci/aws-elastic-beanstalk/deploy orb:circleci/aws-elastic-beanstalk/init_and_deploy
        orb:circleci/aws-sam-serverless/deploy orb:circleci/aws-serverless/deploy orb:circleci/serverless-framework/deploy
        orb:circleci/heroku/deploy* orb:circleci/kubernetes/create-or-update-resource orb:circleci/kubernetes/update-container-image
        orb:circleci/kubernetes/create_or_update_resource orb:circleci/kubernetes/rollout* orb:circleci/helm/install-helm-chart
        orb:circleci/helm/upgrade-helm-chart orb:circleci/helm/upgrade_helm_chart orb:circleci/helm/install_helm_chart
        orb:circleci/gcp-cloud-run/deploy* orb:circleci/gcp-gke/rollout-image orb:circleci/gcp-gke/publish-and-rollout-image
        orb:circleci/azure-aks/update-container-image* orb:circleci/terraform/apply orb:circleci/terraform/deploy
        orb:netlify/* orb:circleci/vercel/* orb:cloudfoundry/*/*push* orb:circleci/cloudfoundry/push orb:circleci/cloudfoundry/blue_green
        orb:superfly/* orb:circleci/aws-cdk/deploy orb:pulumi/pulumi/update orb:artsy/hokusai/deploy-* orb:digitalocean/*/deploy*
        task:azurewebapp task:azurewebappcontainer task:azurermwebappdeployment task:azureappservicemanage task:azurefunctionapp
        task:azurefunctionappcontainer task:azurestaticwebapp task:azurecontainerapps task:azurermresourcegroupdeployment
        task:azureresourcemanagertemplatedeployment task:azureresourcegroupdeployment task:azurespringcloud task:servicefabricdeploy
        task:servicefabriccomposedeploy task:azurecloudpowershelldeployment task:azurefilecopy task:azurermwebapppubishprofile
        task:sqlazuredacpacdeployment task:sqldacpacdeploymentonmachinegroup task:iiswebappdeploymentonmachinegroup
        task:iiswebappdeploy task:copyfilesoverssh task:windowsmachinefilecopy task:ftpupload task:appcenterdistribute task:googleplayrelease
        task:googleplaypromote task:googleplayrolloutupdate task:appstorerelease task:appstorepromote task:awselasticbeanstalkdeployversion
        task:elasticbeanstalkdeploy task:codedeploydeployapplication task:cloudformationcreateorupdatestack task:lambdadeployfunction
        task:s3upload task:octopusdeployrelease task:octopusdeployrelease* task:mysqldeploymentonmachinegroup task:azuremysqldeployment
        task:azurepowershelldeployment task:azuredeploymentstack task:azurevmssdeployment task:bicepdeploy task:sqlserverdacpacdeployment
        task:iiswebappdeployment task:azurefunctiononkubernetes
        pipe:atlassian/aws-ecs-deploy pipe:atlassian/aws-s3-deploy pipe:atlassian/aws-code-deploy pipe:atlassian/aws-lambda-deploy
        pipe:atlassian/aws-elasticbeanstalk-deploy pipe:atlassian/aws-cloudformation-deploy pipe:atlassian/aws-sam-deploy
        pipe:atlassian/aws-eks-kubectl-run pipe:atlassian/aws-cloudfront-invalidate pipe:atlassian/heroku-deploy pipe:atlassian/scp-deploy
        pipe:atlassian/sftp-deploy pipe:atlassian/ftp-deploy pipe:atlassian/rsync-deploy pipe:atlassian/firebase-deploy
        pipe:atlassian/google-app-engine-deploy pipe:atlassian/google-cloud-storage-deploy pipe:atlassian/google-gke-kubectl-run
        pipe:atlassian/google-cloud-run-deploy pipe:atlassian/kubectl-run pipe:atlassian/azure-*-deploy pipe:microsoft/azure-*-deploy
        pipe:atlassian/azure-web-apps-* pipe:atlassian/azure-aks-* pipe:microsoft/azure-web-apps-* pipe:microsoft/azure-aks-*
        pipe:microsoft/azure-functions-* pipe:microsoft/azure-storage-* pipe:atlassian/netlify-deploy pipe:vercel/* pipe:digitalocean/*
        pipe:atlassian/serverless-deploy pipe:atlassian/salesforce-deploy pipe:octopusdeploy/octopus-cli-run pipe:atlassian/terraform-apply
        pipe:atlassian/helm-run pipe:pantheon-systems/* pipe:elasticio/*
        plugin:plugins/s3-sync plugin:plugins/s3 plugin:plugins/gcs plugin:plugins/ecs plugin:plugins/gke plugin:plugins/heroku
        plugin:plugins/cloudfoundry plugin:plugins/gh-pages plugin:plugins/netlify plugin:plugins/ansible plugin:plugins/helm
        plugin:plugins/lambda plugin:plugins/elastic-beanstalk plugin:plugins/marathon plugin:plugins/rancher plugin:plugins/nomad
        plugin:bitsbeats/drone-helm3 plugin:pelotech/drone-helm3 plugin:quay.io/ipedrazas/drone-helm plugin:ipedrazas/drone-helm
        plugin:drillster/drone-rsync plugin:danielgormly/drone-plugin-kube plugin:sinlead/drone-kubectl plugin:zc2638/drone-k8s-plugin
        plugin:honestbee/drone-kubernetes plugin:quay.io/honestbee/drone-kubernetes plugin:josmo/drone-ecs plugin:drone/drone-gke
        plugin:nytimes/drone-gke plugin:jmccann/drone-terraform plugin:woodpeckerci/plugin-surge* plugin:woodpeckerci/plugin-s3
        plugin:woodpeckerci/plugin-ansible plugin:woodpeckerci/plugin-codeberg-pages plugin:codeberg.org/xfix/plugin-codeberg-pages-deploy
        plugin:codeberg.org/codeberg-ci/plugin-codeberg-pages-deploy plugin:appleboy/drone-scp plugin:cschlosser/drone-ftps
        plugin:buildkite:ecs-deploy plugin:buildkite:kubernetes-deploy plugin:buildkite:netlify plugin:buildkite:cloudformation
        plugin:buildkite:aws-lambda-deploy plugin:buildkite:elastic-beanstalk plugin:buildkite:k8s-deploy plugin:buildkite:argocd-deployment
        plugin:buildkite:helm-deploy plugin:buildkite:cdk
        travis:heroku travis:s3 travis:gcs travis:pages travis:elasticbeanstalk travis:codedeploy travis:lambda travis:gae
        travis:azure_web_apps travis:cloudfoundry travis:firebase travis:netlify travis:openshift travis:surge travis:engineyard
        travis:opsworks travis:cloud66 travis:boxfuse travis:cloudformation travis:convox travis:hephy travis:scalingo travis:transifex
        travis:bluemixcloudfoundry travis:catalyze travis:deis travis:flynn travis:launchpad travis:modulus travis:nodejitsu
        travis:anynines travis:azure-web-apps travis:cloudfiles travis:divshot travis:ecs travis:vercel
    """,
    "health-check": "plugin:plugins/webhook-health plugin:woodpeckerci/plugin-healthcheck",
    "rollback": "orb:circleci/helm/rollback* orb:circleci/kubernetes/rollout-undo*",
    "notify": """
        orb:circleci/slack/* orb:circleci/pagerduty/* orb:circleci/discord/* orb:circleci/jira/* orb:antonioned/discord/*
        orb:circleci/microsoft-teams/* orb:cloudmailin/* orb:honeycombio/buildevents/* orb:sentry/* orb:datadog/*
        task:slacknotification task:postmessagetoslack task:teamsnotification task:sendemail task:invokerestapinotification
        pipe:atlassian/slack-notify pipe:atlassian/email-notify pipe:atlassian/msteams-notify pipe:atlassian/opsgenie-send-alert
        pipe:atlassian/pagerduty-send-alert pipe:atlassian/discord-notify pipe:sentryio/* pipe:atlassian/datadog-send-event
        plugin:plugins/slack plugin:plugins/webhook plugin:drillster/drone-email plugin:appleboy/drone-discord plugin:appleboy/drone-telegram
        plugin:plugins/matrix plugin:plugins/irc plugin:plugins/hipchat plugin:plugins/gitter plugin:plugins/pushover plugin:plugins/email
        plugin:woodpeckerci/plugin-webhook plugin:woodpeckerci/plugin-slack plugin:woodpeckerci/plugin-matrix plugin:woodpeckerci/plugin-email
        plugin:deblan/woodpecker-email plugin:codeberg.org/l-x/woodpecker-ntfy plugin:appleboy/drone-line plugin:plugins/twitter
        plugin:woodpeckerci/plugin-mastodon-post plugin:woodpeckerci/plugin-bluesky plugin:buildkite:slack plugin:buildkite:pagerduty
    """,
}

# Whose stage an input decides: the input, what it is where it is not given, and the stages of its values. A value that is not
# here belongs to none; one that is only known when it runs counts as the one that is not given.
DECIDED: dict[str, tuple[str, str, dict[str, str]]] = {
    "task:docker": ("command", "buildandpush", {"build": "build", "push": "package", "buildandpush": "package"}),
    "task:dockercompose": (
        "action",
        "run services",
        {"build services": "build", "push services": "package", "run services": "test", "lock services": ""},
    ),
    "task:dockerinstaller": ("", "", {}),
    "task:helmdeploy": (
        "command",
        "ls",
        {"install": "deploy", "upgrade": "deploy", "rollback": "rollback", "package": "package", "push": "package"},
    ),
    "task:packageandeployhelmcharts": ("command", "ls", {"install": "deploy", "upgrade": "deploy", "package": "package"}),
    "task:kubernetesmanifest": (
        "action",
        "deploy",
        {"deploy": "deploy", "promote": "deploy", "patch": "deploy", "scale": "deploy", "bake": "build", "reject": "rollback"},
    ),
    "task:kubernetes": (
        "command",
        "",
        {"apply": "deploy", "set": "deploy", "create": "deploy", "run": "deploy", "rollout": "deploy", "replace": "deploy"},
    ),
    "task:dotnetcorecli": (
        "command",
        "build",
        {"build": "build", "publish": "build", "test": "test", "pack": "package", "push": "package"},
    ),
    "task:nugetcommand": ("command", "restore", {"pack": "package", "push": "package"}),
    "task:npm": ("command", "install", {"publish": "package"}),
    "task:azureappservicemanage": (
        "action",
        "swap slots",
        {"swap slots": "deploy", "start azure app service": "deploy", "restart azure app service": "deploy"},
    ),
    "task:azureresourcemanagertemplatedeployment": (
        "deploymentmode",
        "incremental",
        {"incremental": "deploy", "complete": "deploy", "validation": "validate"},
    ),
    "task:terraformtask": (
        "command",
        "init",
        {"apply": "deploy", "destroy": "deploy", "validate": "validate", "plan": "validate"},
    ),
    "task:terraformcli": (
        "command",
        "init",
        {"apply": "deploy", "destroy": "deploy", "validate": "validate", "plan": "validate"},
    ),
    "task:terraformtaskv1": ("command", "init", {"apply": "deploy", "validate": "validate", "plan": "validate"}),
    "plugin:plugins/docker": ("dry_run", "false", {"false": "package", "true": "build"}),
    "plugin:plugins/ecr": ("dry_run", "false", {"false": "package", "true": "build"}),
    "plugin:plugins/gcr": ("dry_run", "false", {"false": "package", "true": "build"}),
    "plugin:plugins/acr": ("dry_run", "false", {"false": "package", "true": "build"}),
    "plugin:plugins/gar": ("dry_run", "false", {"false": "package", "true": "build"}),
    "plugin:thegeeklab/drone-docker-buildx": ("dry_run", "false", {"false": "package", "true": "build"}),
    "plugin:woodpeckerci/plugin-docker-buildx": ("dry_run", "false", {"false": "package", "true": "build"}),
    "plugin:codeberg.org/woodpecker-plugins/docker-buildx": ("dry_run", "false", {"false": "package", "true": "build"}),
}

# What runs the command that an input holds: what is put before it, and the input's name, the first that is given. The readers
# make a script of it, so that it is followed like any other.
SCRIPTED: dict[str, tuple[tuple[str, str], ...]] = {
    "orb:circleci/node/run": (("npm run", "npm-run"), ("yarn run", "yarn-run"), ("pnpm run", "pnpm-run")),
    "orb:circleci/node/test": (("npm run", "run-command"),),
    "task:maven": (("mvn", "goals"),),
    "task:gradle": (("gradle", "tasks"),),
    "task:azurecli": (("", "inlinescript"),),
    "task:npm": (("npm", "customcommand"),),
    "task:awsshellscript": (("", "inlinescript"),),
    "task:ansible": (("ansible-playbook", "playbookpathonansiblemachine"),),
    "pipe:pulumi/pulumi-pipe": (("pulumi", "pulumi_command"),),
    "pipe:atlassian/kubectl-run": (("kubectl", "kubectl_command"),),
    "pipe:atlassian/aws-eks-kubectl-run": (("kubectl", "kubectl_command"),),
    "pipe:atlassian/google-gke-kubectl-run": (("kubectl", "kubectl_command"),),
    "travis:script": (("", "script"),),
}

# What runs the command that an input holds on another machine.
REMOTE: dict[str, str] = {
    "task:ssh": "inline",
    "pipe:atlassian/ssh-run": "command",
    "plugin:appleboy/drone-ssh": "script",
}
