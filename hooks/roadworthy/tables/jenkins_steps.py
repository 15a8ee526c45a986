"""What the steps of Jenkins and of its common plugins are for. https://www.jenkins.io/doc/pipeline/steps/"""

from __future__ import annotations

# In lower case, as a step's `uses` is called without `jenkins/`.
STAGES: dict[str, str] = {
    "validate": "waitforqualitygate sonarqubescanner codequality",
    "test": "nunit xunit robot",
    "security-scan": "dependencycheck trivyscan snyksecurity aquascanner aqua prismacloudscanimage anchore",
    "build": "docker.build rtmavenbuild rtgradlebuild msbuild",
    "package": "docker.push nexusartifactuploader nexuspublisher rtupload s3upload rtpublishbuildinfo server.upload rtdockerpush "
    "artifactorydocker.push publishhelmchart",
    "deploy": "kubernetesdeploy sshpublisher deploy ecsdeploy cfndeploy cfnupdate azurewebapppublish azurefunctionapppublish "
    "pushtocloudfoundry createdeployment awscodedeploy ansibleplaybook openshiftdeploy step.deploy ansibletower",
    "notify": "slacksend mail emailext hipchatsend office365connectorsend discordsend rocketsend mattermostsend telegramsend "
    "googlechatnotification jirasendbuildinfo jirasenddeploymentinfo githubnotify step.mailer emailextrecipients",
}
# Steps that are neither somebody's shared library nor of a stage.
PLAIN = frozenset(
    """
    archive archiveartifacts artifactorymavenbuild bat booleanparam builddiscarder catcherror checkout checkpoint choice cleanws
    container cron currentbuild deletedir dir disableconcurrentbuilds disableresume durabilityhint echo env environment error
    fileexists file filepath findbuildscans findfiles fingerprint getcontext git githubpush input isunix jacoco cobertura
    javadoc jobdsl junit library libraryresource lock logrotator milestone newcontainerperbuild node nodejs nunit overrideindextriggers
    parallel parallelsalwaysfailfast parameters params password pipelinetriggers podtemplate pollscm powershell preservestashes
    println print printf properties publishcoverage publishhtml publishissues pwd pwsh quietperiod ratelimitbuilds readcsv readfile readjson
    readmanifest readmavenpom readproperties readtrusted readyaml recordcoverage recordissues replay resolvescm retry run
    script scanforissues sh sleep skipdefaultcheckout skipstagesafterunstable sshagent stage stash step string string.trim
    svn tee text throttle throttlejobproperty timeout timestamps tm tool touch triggers unarchive unstable unstash unzip
    upstream usernamepassword validatedeclarativepipeline waituntil warnerror withant withaws withcredentials withenv withgradle
    withmaven withsonarqubeenv wrap writecsv writefile writejson writemavenpom writeyaml ws zip when xvfb ansicolor collectenv
    load build assert super this buildname builddescription setbuildname choicesparameter extendedchoice gitparameter
    sha1 sha256 httprequest gitlabcommitstatus updategitlabcommitstatus addgitlabmrcomment gitlabbuilds setgithubpullrequeststatus
    addbadge addshorttext addinfobadge addwarningbadge adderrorbadge createsummary jiracomment jiraissueselector perfreport
    plot sonar discovergitreferencebuild minebuildlog mineRepository discoverreferencebuild logparser archiveunittestresults
    disablerestartfromstage copyartifacts copyartifactpermission lastsuccessful specific parametersdefinition compressbuildlog
    githubprojectproperty githubproject gitlabconnection rebuildsettings durabilityhint addhtmlbadge publishchecks withchecks
    configfileprovider configfile maven withdockercontainer withdockerregistry withdockerserver withkubeconfig withvault
    withkubecredentials hidden certificate sshuserprivatekey vaultstring usernamecolonpassword dockercert zipfile
    """.split()
)
# Objects that a file has without a library.
OBJECTS = frozenset(
    "env params currentBuild docker scm steps this manager jenkins Jenkins System String Math Integer java groovy hudson script "
    "binding super it e ex err error Date new JsonOutput JsonSlurper Calendar Eval Boolean Thread Arrays Collections List Map "
    "pipeline server Artifactory rtMaven buildInfo owner out logger log config Hudson Result TimeUnit UUID Paths Files".split()
)
