"""Which command belongs to which stage of a pipeline: program, and words that must follow it. Data, to be extended by hand.

A row is a program and words: `helm upgrade`, `npm audit`, `terraform fmt`. Words without a dash have to be the first ones
of the command that are no options; words with one have to be among its options; `*` at a word's end is the rest of it. The
row with most words decides, and one that stands under two stages counts for both. `-` as stage: the command is for none.
`python -m NAME`, `npx NAME`, `bundle exec NAME` and their like are looked up as `NAME`.
"""

from __future__ import annotations

COMMANDS: dict[str, str] = {
    "validate": """
        eslint | prettier | stylelint | biome check | biome ci | biome lint | biome format | oxlint | xo | standard | tslint
        tsc --noEmit | vue-tsc | svelte-check | astro check | next lint | ng lint | nx lint | turbo lint | knip | depcheck
        madge | jshint | jscs | htmlhint | markdownlint | markdownlint-cli2 | remark | textlint | cspell | codespell
        misspell | alex | vale | commitlint | publint | attw | syncpack | sherif | manypkg check | dprint check | typos
        lint-staged | i18next | api-extractor | size-limit | bundlesize | ember-template-lint
        ruff | black | flake8 | pylint | pyflakes | pycodestyle | pydocstyle | isort | autoflake | autopep8 | yapf | mypy
        pyright | basedpyright | pytype | pyre | ty check | vulture | radon | xenon | interrogate | djlint | curlylint
        pre-commit run | prek run | prek | pre-commit | pyupgrade | check-manifest | validate-pyproject
        twine check | deptry | refurb | import-linter | lint-imports | slotscheck | darglint | doc8 | rstcheck | sqlfluff
        vermin | manage.py makemigrations --check | manage.py makemigrations | manage.py check | django-admin check
        uv lock --check | poetry check | poetry lock --check | pdm lock --check | nbqa | pip check | cookstyle | zuban
        deno lint | deno fmt | deno check | oxfmt | pyrefly check | kustomize build
        golangci-lint | gofmt | gofumpt | goimports | go vet | go fmt | golint | staticcheck | revive | errcheck | gocyclo
        ineffassign | deadcode | buf lint | buf format | buf breaking | protolint | go mod verify | go mod tidy | goheader
        cargo fmt | cargo clippy | cargo check | cargo machete | cargo udeps | cargo semver-checks | rustfmt | taplo
        rubocop | standardrb | reek | erb_lint | erblint | haml-lint | slim-lint | sorbet | srb | steep | rbs | fasterer
        rails_best_practices | i18n-tasks | packwerk | database_consistency | active_record_doctor | herb | solargraph
        rake rubocop | rake standard | rake lint
        phpcs | php-cs-fixer | phpstan | psalm | phan | phpmd | phplint | parallel-lint | pint | rector | larastan | deptrac
        composer validate | twigcs | twig-cs-fixer | php -l | composer normalize | infection
        mvn checkstyle* | mvn spotless* | mvn spotbugs* | mvn pmd* | mvn sonar* | mvn *:check | mvn enforcer* | mvn sortpom*
        gradle checkstyle* | gradle spotless* | gradle spotbugs* | gradle pmd* | gradle detekt* | gradle ktlint* | gradle lint*
        gradle check | gradle sonar* | gradle apiCheck | ktlint | detekt | checkstyle | pmd | spotbugs | scalafmt | scalafix
        sbt scalafmt* | sbt scalafix* | google-java-format | dotnet format | dotnet-format | jb inspectcode | csharpier
        mix format | mix credo | mix dialyzer | mix xref | dialyzer | elvis | hlint | ormolu | fourmolu | stylish-haskell
        swiftlint | swiftformat | swift-format | dart analyze | dart format | flutter analyze | flutter format | dartfmt
        clang-format | clang-tidy | cppcheck | cpplint | cmake-format | include-what-you-use | iwyu | astyle | uncrustify
        shellcheck | shfmt | bashate | checkbashisms | hadolint | dockerfilelint | dockerfile_lint | docker build --check
        actionlint | yamllint | yamlfmt | jsonlint | check-jsonschema | jsonschema | ajv | editorconfig-checker | ec | eclint
        terraform validate | terraform fmt | tofu validate | tofu fmt | terragrunt validate | terragrunt hclfmt | terragrunt run-all fmt | terragrunt run-all validate | tflint
        terraform-docs | packer validate | packer fmt | cfn-lint | ansible-lint | puppet-lint | foodcritic | salt-lint
        helm lint | helm template | ct lint | kubeconform | kubeval | kube-linter | kube-score | polaris | pluto
        kubectl apply --dry-run* | kubectl create --dry-run* | helm upgrade --dry-run* | helm install --dry-run* | kubectl diff
        helmfile lint | helm-docs | conftest | opa check | opa fmt | regal | nomad validate | promtool check | amtool check-config
        docker compose config | docker-compose config | dclint | spectral | redocly lint | openapi-generator validate
        swagger-cli validate | vacuum | graphql-inspector | graphql-schema-linter | rover | squawk | prisma validate
        prisma format | sonar-scanner | sonarscanner | dotnet-sonarscanner | dotnet sonarscanner | codacy | codeclimate
        qodana | deepsource | megalinter | mega-linter-runner | super-linter | reviewdog | danger | lychee | linkchecker
        markdown-link-check | mlc | htmlproofer | htmltest | muffet | reuse lint | licensee | addlicense | license-checker
        license-eye | fossa | woke | nixpkgs-fmt | alejandra | statix | treefmt | zig fmt | gleam format
        terraform-compliance | just --fmt | luacheck | stylua | selene | perlcritic | perltidy | lintr | credo | ansible-playbook --syntax-check
        git diff --exit-code | git diff --quiet | git diff --check | checkmake
    """,
    "test": """
        pytest | py.test | tox | nox | nosetests | unittest | trial | behave | robot | pabot | locust | mutmut
        manage.py test | setup.py test | coverage run | django-admin test | runtests.py | test.py | stestr | testr
        npm test | npm t | npm tst | yarn test | pnpm test* | pnpm t | bun test | deno test | jest | vitest | mocha | ava | tap | c8 | nyc
        karma start | ng test | playwright test | cypress run | cypress-parallel | cypress-repeat | wdio | nightwatch | testcafe
        detox test | web-test-runner | wtr | uvu | jasmine | react-scripts test | vue-cli-service test* | lerna test | nx test
        nx e2e | ember test | qunit | test-storybook | chromatic | percy | node --test | newman run | newman
        lhci autorun | lighthouse | pa11y | pa11y-ci | k6 run | k6 | artillery run | gatling | jmeter | vegeta | backstop test
        start-server-and-test | stryker | tsd | dredd | schemathesis | postman collection | playwright-core test | cucumber-js
        go test | gotestsum | ginkgo | richgo test | godog | go tool cover | gocov | cargo test | cargo nextest | cargo llvm-cov
        cargo tarpaulin | cargo bench | cargo miri | cargo hack | wasm-pack test | cross test | trybuild
        mvn test | mvn verify | mvn integration-test | mvn surefire* | mvn failsafe* | mvn package | mvn install
        gradle test* | gradle check | gradle build | gradle integrationTest | gradle connected* | gradle *Test | gradle jacoco*
        gradle verify* | sbt test* | sbt *:test | lein test | clojure -M:test | ant test | kotlinc test | mill test
        rspec | minitest | rake test* | rake spec* | rake cucumber | rails test* | rails spec | cucumber | parallel_rspec
        dub test | rake | parallel_test | flatware | turbo_tests | rake default | ruby -Itest | knapsack | knapsack_pro | appraisal rspec
        phpunit | pest | codecept run | behat | phpspec | paratest | simple-phpunit | atoum | tester | composer test* | artisan test
        bin/phpunit | wp-phpunit | mix test | mix coveralls* | rebar3 eunit | rebar3 ct | rebar3 proper | gleam test
        dotnet test | vstest* | xunit* | nunit* | coverlet | dotnet coverage | dotnet-coverage | dotnet vstest
        ctest | bats | shunit2 | shellspec | cmake --target=test | meson test | ninja test | catch2 | gtest*
        swift test | xcodebuild test | xcodebuild test-without-building | fastlane test | fastlane tests | fastlane scan
        stack test | cabal test | dart test | flutter test | flutter drive | maestro test | zig test | zig build test | crystal spec
        bazel test | bazelisk test | buck test | pants test | please test | earthly +test | dagger test | nix flake check
        R CMD check | devtools::test | julia test | perl Build test | prove | busted | luaunit | opa test | conftest verify | semgrep --test | semgrep scan --test
        terraform test | tofu test | helm unittest | helm-unittest | ct install | kuttl test | chainsaw test | molecule test
        kitchen test | inspec exec | goss validate | dgoss run | container-structure-test | testinfra | promtool test
        codecov | coveralls | codecovcli | make test* | make check | make spec | make e2e* | make unit* | make integration*
        just test* | task test* | invoke test* | inv test* | poe test* | hatch test | dbt test | great_expectations | soda scan
    """,
    "security-scan": """
        trivy | grype | snyk test | snyk container | snyk code | snyk iac | snyk monitor | snyk | gitleaks | trufflehog | ggshield
        detect-secrets | detect-secrets-hook | talisman | git-secrets | whispers | noseyparker | betterleaks | kingfisher | secretlint
        semgrep | codeql | bandit | safety | pip-audit | npm audit | yarn audit | yarn npm audit | pnpm audit | bun audit
        audit-ci | better-npm-audit | npm-audit-resolver | auditjs | retire | njsscan | nodejsscan
        bundle audit | bundle-audit | bundler-audit | brakeman | ruby-audit | dawn | rake brakeman | rake bundle:audit | rake audit
        cargo audit | cargo deny | cargo vet | cargo geiger | govulncheck | gosec | nancy | gokart | osv-scanner
        checkov | tfsec | terrascan | kics | kubesec | kube-bench | kube-hunter | kubescape | datree | regula | driftctl | cfn_nag
        cfn-nag | cfn_nag_scan | prowler | scoutsuite | dependency-check | dependency-check.sh | mvn dependency-check* | mvn *:check-dependency
        gradle dependencyCheck* | ossindex | mvn ossindex* | hawk | zap.sh | zap-baseline.py | zap-full-scan.py | zap-api-scan.py | nikto
        nuclei | wapiti | sqlmap | sobelow | mix deps.audit | mix hex.audit | mix sobelow | composer audit | security-checker
        local-php-security-checker | symfony check:security | symfony security:check | progpilot | dotnet list --vulnerable
        clair | clair-scanner | dockle | docker scout | docker scan | anchore | anchore-cli | twistcli | sysdig-cli-scanner | wizcli
        analyzer run | horusec | flawfinder | mobsfscan | mobsf | veracode | fortify | checkmarx | cx | blackduck | detect.sh
        synopsys | whitesource | mend | zizmor | importmap audit | scorecard | legitify | poutine | cosign verify | sigstore verify | clamscan | freshclam
    """,
    "build": """
        go build | ko build --local | cargo build | cross build | maturin build | maturin sdist | wasm-pack build | rustc | trunk build
        vite build | next build | nuxt build | nuxt generate | webpack | rollup | esbuild | parcel build | tsc | tsup | tsdown | swc | babel
        ng build | react-scripts build | vue-cli-service build | gatsby build | astro build | remix build | svelte-kit build | storybook build
        build-storybook | nx build | turbo build | lerna build | gulp build | grunt build | gulp | grunt | ember build | microbundle | unbuild
        bun build | deno compile | deno bundle | ncc build | electron-builder | electron-forge make | tauri build | expo export | eas build
        cap sync | ionic build | quasar build | docusaurus build | vitepress build | vuepress build | next export | wxt build | sam build
        react-native bundle | expo prebuild | npm pack | pnpm pack | yarn pack | cdk synth | serverless package | turbo run build
        build | python -m build | setup.py sdist | setup.py bdist_wheel | setup.py build | poetry build | flit build | hatch build | uv build
        pdm build | pip wheel | cibuildwheel | pyinstaller | nuitka | briefcase build | meson compile | ninja | cmake --build* | shiv | pex
        make | make all | make build* | make dist | make compile | make docker-build | make html | make binary | make release-build
        just build* | task build* | invoke build* | xmake | scons | waf build | zig build | gcc | g++ | clang | cc | msbuild | nmake
        mvn compile | mvn package | mvn install | mvn verify | gradle build | gradle assemble* | gradle bootJar | gradle jar | gradle shadowJar
        gradle bundle* | gradle compile* | gradle classes | gradle war | gradle installDist | gradle distZip | gradle bootBuildImage
        ant | ant build | ant compile | sbt compile | sbt assembly | sbt package | sbt stage | sbt dist | lein uberjar | lein compile | mill compile
        dotnet build | dotnet publish | dotnet pack | dotnet msbuild | nuget pack | xbuild | vcbuild
        rake build | rake assets:precompile | rails assets:precompile | gem build | jekyll build | bridgetown build | middleman build
        mix compile | mix release | rebar3 compile | rebar3 release | stack build | cabal build | dune build | opam install | crystal build
        swift build | xcodebuild | xcodebuild build | xcodebuild archive | gym | fastlane build* | fastlane gym | flutter build | dart compile
        artisan optimize | composer dump-autoload | bin/console assets:install | asset-map:compile
        bazel build | bazelisk build | buck build | pants package | please build | earthly +build | nix build | nix-build | packer build
        hugo | mkdocs build | sphinx-build | zensical build | antora | mdbook build | asciidoctor | pandoc | latexmk | tectonic | typedoc | jsdoc
        goreleaser build | goreleaser release --snapshot | goreleaser --snapshot | pack build | s2i build | nixpacks build | docker-compose build
        docker compose build | docker buildx bake | buildctl build | mvn jib:dockerBuild | gradle jibDockerBuild
        nfpm package | fpm | dpkg-buildpackage | rpmbuild | debuild | snapcraft | flatpak-builder | makepkg | appimagetool
        protoc | buf generate | emcc | dub build | gomobile bind | xgo | elm make | purs | spago build | gleam build | haxe
    """,
    "package": """
        docker push | docker image push | docker compose push | docker-compose push | docker manifest push | docker buildx imagetools
        docker buildx bake --push | podman push | podman manifest push | buildah push | nerdctl push | skopeo copy | crane push | crane copy
        crane cp | crane tag | crane index | oras push | regctl image | helm push | helm cm-push | helm package | cr upload | cr index | img push
        ko build | ko publish | ko apply | pack build --publish | mvn jib:build | gradle jib | s2i build --push | jib build
        npm publish | yarn publish | yarn npm publish | pnpm publish | pnpm -r publish | lerna publish | changeset publish | changeset tag | semantic-release
        release-it | auto shipit | standard-version | bun publish | jsr publish | deno publish | nx release | vsce publish | ovsx publish
        twine upload | poetry publish | flit publish | uv publish | hatch publish | pdm publish | maturin publish | maturin upload
        anaconda upload | python-semantic-release | semantic-release publish | cargo publish | cargo release | cargo workspaces publish | release-plz release
        gem push | rake release | gem release | mvn deploy | mvn release* | gradle publish* | gradle uploadArchives | gradle artifactoryPublish
        gradle dockerPush | gradle closeAndRelease* | sbt publish* | sbt ci-release | lein deploy | dotnet nuget push | nuget push | octo push | octo pack
        goreleaser release | goreleaser | gh release | glab release | release-cli create | hub release | ghr | github-release | jreleaser full-release
        mix hex.publish | pod trunk push | rebar3 hex | jf rt upload | jfrog rt upload | jf docker push | cloudsmith push | aws codeartifact publish*
        az acr build | gcloud builds submit | gcloud artifacts upload | az artifacts universal publish | make publish* | make push* | make docker-push*
        make release | just publish* | task publish* | fastlane supply | conan upload | luarocks upload | quarto publish | asdf publish
        electron-builder --publish | electron-forge publish
        snapcraft upload | dput | cosign sign | docker trust sign
    """,
    "deploy": """
        kubectl apply | kubectl set | kubectl replace | kubectl patch | kubectl create -f | kubectl create | kubectl rollout restart | kubectl scale
        helm upgrade | helm install | helmfile apply | helmfile sync | helm secrets upgrade | oc apply | oc rollout | oc process | oc set | oc start-build
        kustomize edit set | argocd app sync | argocd app set | flux reconcile | flux bootstrap | werf converge | skaffold run | skaffold deploy | tilt ci | kapp deploy
        kluctl deploy | nomad run | nomad job run | levant deploy | timoni apply | timoni bundle apply | docker stack deploy | docker service update | docker service create | garden deploy
        terraform apply | tofu apply | terragrunt apply | terragrunt run-all apply | cdktf deploy | pulumi up | cdk deploy
        ansible-playbook | ansible-pull | ansible | puppet apply | puppet agent | chef-client | knife ssh | salt | bolt plan | bolt task
        aws ecs update-service | aws ecs deploy | aws ecs run-task | aws ecs register-task-definition | aws lambda update-function-code | aws lambda publish-version
        aws lambda update-alias | aws cloudformation deploy | aws cloudformation create-stack | aws cloudformation update-stack | aws s3 sync | aws deploy create-deployment
        aws deploy push | aws elasticbeanstalk update-environment | aws elasticbeanstalk create-application-version | aws amplify start-job | aws amplify start-deployment
        aws apprunner start-deployment | aws cloudfront create-invalidation | aws ssm send-command | aws autoscaling start-instance-refresh | eb deploy | sam deploy | copilot deploy
        copilot svc deploy | ecs-deploy | ecs-cli compose | ecspresso deploy | lambroll deploy | serverless deploy | sls deploy | apex deploy | up deploy | zappa deploy | zappa update | chalice deploy
        gcloud run deploy | gcloud run services | gcloud run jobs | gcloud app deploy | gcloud functions deploy | gcloud deploy releases | gcloud compute instances update-container | gcloud beta run
        gsutil rsync | gcloud storage rsync | az webapp deploy* | az webapp up | az webapp restart | az webapp config container | az webapp deployment source | az functionapp deploy* | az functionapp deployment
        az containerapp update | az containerapp up | az containerapp job | az aks command | az deployment | az storage blob upload-batch | az staticwebapp | az spring | azd deploy | azd up | swa deploy | func azure
        fly deploy | flyctl deploy | heroku container:release | heroku releases | heroku run | railway up | railway redeploy | render deploys | render deploy | vercel | vercel deploy | vercel alias | vercel promote | now
        netlify deploy | ntl deploy | wrangler deploy | wrangler publish | wrangler pages deploy | wrangler pages publish | firebase deploy | surge | gh-pages | angular-cli-ghpages | ng deploy | amplify publish
        cf push | cf v3-push | cf rolling-restart | cf blue-green-deploy | ibmcloud ce | doctl apps create-deployment | doctl apps update | dokku | caprover deploy | captain deploy | koyeb deploy | koyeb services update | scalingo deploy | clever deploy | platform push | northflank
        cap | dep deploy | envoy run | mina deploy | kamal deploy | kamal redeploy | pm2 deploy | shipit | dpl | deployctl deploy | fab deploy | mage deploy | codedeploy push | octo create-release | octo deploy-release | octopus release
        mkdocs gh-deploy | mike deploy | docusaurus deploy | gatsby-plugin-s3 deploy | s3cmd sync | s3deploy | rclone sync | rclone copy | lftp | ncftpput | git-ftp push | git-ftp | ftp-deploy | sftp | rsync | scp
        eas submit | eas update | expo publish | appcenter codepush | appcenter distribute | fastlane deploy* | fastlane beta | fastlane release | fastlane pilot | fastlane deliver | fastlane submit* | pilot | altool --upload-app | bundletool
        liquibase update | flyway migrate | dotnet ef database update | sqlpackage
        wp deploy | terminus env:deploy | drush deploy | acli push | make deploy* | just deploy* | task deploy* | invoke deploy* | npm deploy* | yarn deploy* | pnpm deploy*
        supabase functions deploy | supabase db push | convex deploy | hasura migrate apply | sst deploy | modal deploy | nixops deploy | deploy-rs | colmena apply | aptible deploy | porter apply | porter update | okteto deploy | devspace deploy | draft up | waypoint up
        hokusai production | hokusai staging | hokusai pipeline promote | spin deploy | tsuru app-deploy | convox deploy | balena push | balena deploy
    """,
    "health-check": """
        kubectl rollout status | kubectl wait | kubectl get --watch | oc rollout status | argocd app wait | helm status | flux get | helm upgrade --wait | helm install --wait | helm upgrade --atomic
        aws ecs wait | aws deploy wait | aws elbv2 wait | aws elbv2 describe-target-health | aws elasticbeanstalk wait | aws cloudformation wait | aws lambda wait | eb health | eb status
        fly status | fly checks | flyctl status | heroku ps:wait | az webapp show | nomad deployment status | nomad job status | docker service ps | cf app | kamal healthcheck | kapp inspect
        krane deploy | kubernetes-deploy | ecs-wait | checkly trigger | argo rollouts get | kubectl-argo-rollouts status
    """,
    "smoke-test": """
        helm test | make smoke* | just smoke* | task smoke* | npm smoke* | yarn smoke* | pnpm smoke* | smoke | smoke-test | smoke_test
    """,
    "rollback": """
        kubectl rollout undo | helm rollback | oc rollout undo | argocd app rollback | heroku rollback | heroku releases:rollback | fly releases rollback | cap rollback | kamal rollback | dep rollback | mina rollback
        vercel rollback | netlify rollback | wrangler rollback | aws deploy stop-deployment | aws ecs rollback | gcloud app versions migrate | gcloud run services update-traffic | nomad job revert | docker service rollback
        aws elasticbeanstalk abort-environment-update | eb abort | copilot svc rollback | kubectl-argo-rollouts undo | kubectl-argo-rollouts abort | make rollback* | just rollback* | task rollback* | npm rollback* | cf cancel-deployment
    """,
    "notify": """
         slackcat | sentry-cli releases | sentry-cli deploys | newrelic deployments | honeymarker add | datadog-ci | pd-send | opsgenie | notify-send | notify | apprise | telegram-send | sendmail
    """,
    "-": """
        helm repo | helm dependency | helm plugin | helm version | helm pull | kubectl config | kubectl get | kubectl version | kubectl cluster-info | kubectl create namespace | kubectl create secret | kubectl create clusterrolebinding
        docker login | docker logout | docker pull | docker tag | docker images | docker info | docker version | docker buildx create | docker buildx ls | docker buildx use | docker buildx inspect
        trivy --version | xcodebuild -version | xcodebuild -showsdks | gh release view | gh release list | gh release download | glab release list | snyk auth | semgrep --version | ansible --version | vercel pull | vercel link | vercel inspect | netlify link | vercel env
        vercel ls | heroku login | heroku config* | cargo install | go get | go install | go mod download | npm ci | npm install | pytest --version | pip | prettier --version | goreleaser check | make install | make clean | make deps | make setup | make help
        playwright install | cypress install | cypress verify | pre-commit install | pre-commit autoupdate | codecov --version | terraform init | terraform plan | terraform output | terraform workspace | tflint --init
        gradle clean | gradle wrapper | mvn clean | mvn dependency:* | mvn versions:* | gradle dependencies | dotnet restore | dotnet tool | dotnet workload | composer install | mix deps.get | mix local.hex | stack setup | flutter pub | swift package
        rails db:* | rake db:* | nx affected:* | lerna bootstrap | turbo prune | turbo login | gulp --tasks | scp -r | docker compose up | docker compose down | docker compose pull | docker-compose up | docker-compose down | gem install
        git-secrets --install | safety --version | snyk --version | kubectl create ns | hugo version | hugo mod | yarn | yarn install | ansible-galaxy | bundle install | fly auth | fly secrets | flyctl auth | wrangler secret | pack config | act --list
    """,
}

# Programs whose goals may stand at any place among others: `mvn -B clean verify`, `make lint test`.
GOALS: frozenset[str] = frozenset(
    "mvn gradle make just task rake nx turbo ant sbt lein lerna gulp grunt rails poe invoke inv mix msbuild nox bazel xcodebuild".split()
)

# Other names of the same program.
SAME: dict[str, str] = {
    "mvnw": "mvn",
    "mvnd": "mvn",
    "gradlew": "gradle",
    "gradlew.bat": "gradle",
    "mvnw.cmd": "mvn",
    "gmake": "make",
    "go-task": "task",
    "python3": "python",
    "pip3": "pip",
    "nodejs": "node",
    "tf": "terraform",
    "k": "kubectl",
    "kubectl.exe": "kubectl",
    "helm3": "helm",
    "flyctl": "fly",
    "markdownlint-cli": "markdownlint",
    "sls": "serverless",
    "podman-compose": "docker-compose",
}

# Words that begin the name of a script or a target: `npm run lint:fix`, `make deploy-staging`. Only where nothing better is known.
TASK_WORDS: dict[str, str] = {
    **dict.fromkeys(
        "lint linter lints linting format formatting fmt prettier eslint stylelint typecheck typescript tsc types type mypy flake8 black ruff"
        " isort rubocop style stylecheck static phpstan phpcs cs clippy vet golangci shellcheck yamllint pylint analyse analyze checkstyle spellcheck"
        " validate".split(),
        "validate",
    ),
    **dict.fromkeys(
        "test tests testing unittest unittests unit integration spec specs coverage cover e2e jest vitest mocha cypress playwright pytest"
        " phpunit rspec regression acceptance functional tdd bats".split(),
        "test",
    ),
    **dict.fromkeys(
        "audit security scan trivy gitleaks bandit snyk semgrep gosec vuln vulncheck govulncheck brakeman sast".split(),
        "security-scan",
    ),
    **dict.fromkeys("build compile bundle assemble dist production binaries assets".split(), "build"),
    **dict.fromkeys("publish push".split(), "package"),
    **dict.fromkeys("deploy".split(), "deploy"),
    **dict.fromkeys("smoke smoketest smoketests".split(), "smoke-test"),
    **dict.fromkeys("healthcheck".split(), "health-check"),
    **dict.fromkeys("rollback".split(), "rollback"),
}
# `check` and `verify` say what they look at: `check-format` is one of the above, `check_publish` is not a publication.
CHECKING: frozenset[str] = frozenset(("check", "checks", "verify", "ci", "run", "do", "all", "ensure"))
CHECKED: dict[str, str] = {
    **dict.fromkeys(
        "lint format formatting fmt prettier eslint style types type typescript typing code imports black ruff isort mypy licenses license docs"
        " spelling links".split(),
        "validate",
    ),
    **dict.fromkeys("test tests unit integration coverage".split(), "test"),
    **dict.fromkeys("security audit secrets vulnerabilities deps".split(), "security-scan"),
    **dict.fromkeys("build compile".split(), "build"),
}

# Images whose program is one of the above: `docker run aquasec/trivy image …`.
IMAGES: dict[str, str] = {
    "aquasec/trivy": "trivy",
    "anchore/grype": "grype",
    "zricethezav/gitleaks": "gitleaks",
    "trufflesecurity/trufflehog": "trufflehog",
    "returntocorp/semgrep": "semgrep",
    "semgrep/semgrep": "semgrep",
    "hadolint/hadolint": "hadolint",
    "koalaman/shellcheck": "shellcheck",
    "mvdan/shfmt": "shfmt",
    "bridgecrew/checkov": "checkov",
    "checkmarx/kics": "kics",
    "owasp/zap2docker-stable": "zap-baseline.py",
    "zaproxy/zap-stable": "zap-baseline.py",
    "sonarsource/sonar-scanner-cli": "sonar-scanner",
    "golangci/golangci-lint": "golangci-lint",
    "postman/newman": "newman",
    "grafana/k6": "k6",
    "loadimpact/k6": "k6",
    "rhysd/actionlint": "actionlint",
    "cytopia/yamllint": "yamllint",
    "goreleaser/goreleaser": "goreleaser",
    "github/super-linter": "super-linter",
    "oxsecurity/megalinter": "megalinter",
    "quay.io/helmpack/chart-testing": "ct",
    "squidfunk/mkdocs-material": "mkdocs",
    "jekyll/jekyll": "jekyll",
    "bats/bats": "bats",
    "owasp/dependency-check": "dependency-check",
    "snyk/snyk": "snyk",
    "docker/docker-bench-security": "trivy",
    "goodwithtech/dockle": "dockle",
    "tufin/oasdiff": "spectral",
    "stoplight/spectral": "spectral",
    "gcr.io/kaniko-project/executor": "executor",
}

# End-to-end tools: after a deployment in the same pipeline what they run is a smoke test.
END_TO_END: frozenset[str] = frozenset(
    "playwright cypress wdio nightwatch testcafe newman postman k6 artillery lhci lighthouse schemathesis dredd robot maestro detox".split()
)

# Jobs whose name begins with one of these do not deploy, whatever environment they name.
NOT_DEPLOYING: frozenset[str] = frozenset(
    "cleanup clean destroy teardown delete stop remove prune plan notify sync backup drain uninstall down tear cancel report".split()
)

# What is run on another machine is a deployment when it does one of these there.
REMOTE_DEPLOYS: tuple[tuple[str, ...], ...] = (
    *(("systemctl", verb) for verb in ("restart", "reload", "start", "reload-or-restart")),
    ("service",),
    ("supervisorctl",),
    ("docker", "compose"),
    ("docker-compose",),
    ("docker", "pull"),
    ("docker", "run"),
    ("docker", "stack"),
    ("docker", "service"),
    ("git", "pull"),
    ("git", "fetch"),
    ("git", "checkout"),
    ("git", "reset"),
    ("pm2",),
    ("ln",),
    ("kubectl",),
    ("podman",),
    ("make",),
    ("bash",),
    ("sh",),
    ("sudo",),
    ("tar",),
    ("unzip",),
    ("php", "artisan"),
    ("composer", "install"),
)

# Throwaway clusters: what is deployed there is a part of a test.
TEST_CLUSTERS: frozenset[str] = frozenset("kind minikube k3d k3s microk8s".split())

# Addresses in a request that tell what it is for: regular expressions.
HEALTH_PATHS = r"(?i)/(?:_?health[a-z_-]*|healthz|livez|readyz?|readiness|liveness|ping|_?status|up|heartbeat|actuator/health|alive|version)(?:[/?\"'\s.]|$)"
LOCAL_HOSTS = r"(?i)(?:^|//|@)(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)(?:[:/]|$)"
NOTIFY_HOSTS = r"(?i)hooks\.slack\.com|slack\.com/api|discord(?:app)?\.com/api/webhooks|webhook\.office\.com|api\.telegram\.org|events\.pagerduty\.com|SLACK|DISCORD|TEAMS_WEBHOOK|pushover|opsgenie"
PUBLISH_HOSTS = (
    r"(?i)push\.fury\.io|uploads\.github\.com|upload\.pypi\.org|/packages/generic/|/api/packages/|artifactory|/repository/[\w-]{1,60}/"
    r"|api\.cloudsmith\.io|packagecloud\.io"
)
DEPLOY_HOOKS = r"(?i)api\.render\.com/deploy|api\.netlify\.com/build_hooks|api\.vercel\.com/v\d+/integrations/deploy|DEPLOY_?(?:HOOK|WEBHOOK)|(?:HOOK|WEBHOOK)_?DEPLOY|RENDER_DEPLOY|api\.cloudflare\.com/.*deploy_hooks"
