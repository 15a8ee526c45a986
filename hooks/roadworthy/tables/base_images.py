"""What is publicly known about base images: who they start as, what they are made of, what they are for.

Keyed by the familiar repository name (`python`, `grafana/grafana`, `gcr.io/distroless/static`); a key that ends in `*` stands
for every name that begins so. Only what a publisher's own Dockerfile or documentation says stands here; what is not known
is left empty and is never taken for an answer. The publisher's repository is named above each group.

A row is `(user, distribution, size, role, ports)`:
- user: `root`; `=NAME` a USER instruction in the image; `~NAME` starts as root and its entrypoint steps down to NAME before
  the server runs; `+NAME` a root master stays and its workers run as NAME; empty: not known. An answer that depends on the
  tag stands in `USER_BY_VERSION` or `USER_BY_TAG`, which are asked first;
- distribution: what a tag that names none is built on;
- size: `minimal`, `full-os`, `full-language`, `application`, or empty;
- role: `service`, `language`, `os`, `tool`, or empty;
- ports: what the server listens on by default (TCP).
"""

from __future__ import annotations

Row = tuple[str, str, str, str, tuple[int, ...]]

# Operating systems. github.com/docker-library/official-images (library/), each image's own repository named there: none of
# them has a USER instruction.
SYSTEMS: dict[str, Row] = {
    "scratch": ("root", "", "minimal", "os", ()),
    "alpine": ("root", "alpine", "minimal", "os", ()),
    "busybox": ("root", "busybox", "minimal", "os", ()),
    "debian": ("root", "debian", "full-os", "os", ()),
    "ubuntu": ("root", "ubuntu", "full-os", "os", ()),
    "centos": ("root", "rhel", "full-os", "os", ()),
    "fedora": ("root", "rhel", "full-os", "os", ()),
    "amazonlinux": ("root", "rhel", "full-os", "os", ()),
    "rockylinux": ("root", "rhel", "full-os", "os", ()),
    "rockylinux/rockylinux": ("root", "rhel", "full-os", "os", ()),
    "almalinux": ("root", "rhel", "full-os", "os", ()),
    "oraclelinux": ("root", "rhel", "full-os", "os", ()),
    "archlinux": ("root", "arch", "full-os", "os", ()),
    "opensuse/leap": ("root", "suse", "full-os", "os", ()),
    "opensuse/tumbleweed": ("root", "suse", "full-os", "os", ()),
    "kalilinux/kali-rolling": ("root", "debian", "full-os", "os", ()),
    "photon": ("root", "photon", "minimal", "os", ()),
    "mageia": ("root", "", "full-os", "os", ()),
    "clearlinux": ("root", "", "full-os", "os", ()),
    "gentoo/stage3": ("root", "gentoo", "full-os", "os", ()),
    "nixos/nix": ("root", "nix", "", "tool", ()),
    "bitnami/minideb": ("root", "debian", "minimal", "os", ()),  # github.com/bitnami/minideb
    "phusion/baseimage": ("root", "ubuntu", "full-os", "os", ()),  # github.com/phusion/baseimage-docker
    # Red Hat's Universal Base Images, catalog.redhat.com
    "registry.access.redhat.com/ubi7/ubi": ("root", "rhel", "full-os", "os", ()),
    "registry.access.redhat.com/ubi8/ubi": ("root", "rhel", "full-os", "os", ()),
    "registry.access.redhat.com/ubi8": ("root", "rhel", "full-os", "os", ()),
    "registry.access.redhat.com/ubi8/ubi-minimal": ("root", "ubi-minimal", "minimal", "os", ()),
    "registry.access.redhat.com/ubi8/ubi-micro": ("root", "ubi-micro", "minimal", "os", ()),
    "registry.access.redhat.com/ubi8-minimal": ("root", "ubi-minimal", "minimal", "os", ()),
    "registry.access.redhat.com/ubi9/ubi": ("root", "rhel", "full-os", "os", ()),
    "registry.access.redhat.com/ubi9": ("root", "rhel", "full-os", "os", ()),
    "registry.access.redhat.com/ubi9/ubi-minimal": ("root", "ubi-minimal", "minimal", "os", ()),
    "registry.access.redhat.com/ubi9/ubi-micro": ("root", "ubi-micro", "minimal", "os", ()),
    "registry.access.redhat.com/ubi9-minimal": ("root", "ubi-minimal", "minimal", "os", ()),
    "redhat/ubi8": ("root", "rhel", "full-os", "os", ()),
    "redhat/ubi8-minimal": ("root", "ubi-minimal", "minimal", "os", ()),
    "redhat/ubi8-micro": ("root", "ubi-micro", "minimal", "os", ()),
    "redhat/ubi9": ("root", "rhel", "full-os", "os", ()),
    "redhat/ubi9-minimal": ("root", "ubi-minimal", "minimal", "os", ()),
    "redhat/ubi9-micro": ("root", "ubi-micro", "minimal", "os", ()),
    "redhat/ubi10": ("root", "rhel", "full-os", "os", ()),
    "redhat/ubi10-minimal": ("root", "ubi-minimal", "minimal", "os", ()),
    # github.com/microsoft/azurelinux; Windows containers start as ContainerUser or ContainerAdministrator, by version
    "mcr.microsoft.com/azurelinux/base/core": ("root", "azurelinux", "minimal", "os", ()),
    "mcr.microsoft.com/azurelinux/distroless/*": ("", "distroless", "minimal", "os", ()),
    "mcr.microsoft.com/windows/servercore": ("", "windows", "full-os", "os", ()),
    "mcr.microsoft.com/windows/nanoserver": ("", "windows", "minimal", "os", ()),
    # github.com/GoogleContainerTools/distroless: root unless the tag says nonroot
    "gcr.io/distroless/*": ("root", "distroless", "minimal", "os", ()),
    # images.chainguard.dev and github.com/chainguard-images: 65532 in these; other names there differ, so they are left out
    "cgr.dev/chainguard/static": ("=65532", "distroless", "minimal", "os", ()),
    "cgr.dev/chainguard/glibc-dynamic": ("=65532", "distroless", "minimal", "os", ()),
    "cgr.dev/chainguard/python": ("=65532", "wolfi", "minimal", "language", ()),
    "cgr.dev/chainguard/node": ("=65532", "wolfi", "minimal", "language", ()),
    "cgr.dev/chainguard/jre": ("=65532", "wolfi", "minimal", "language", ()),
    "cgr.dev/chainguard/nginx": ("=65532", "wolfi", "minimal", "service", (8080,)),
    "cgr.dev/chainguard/wolfi-base": ("", "wolfi", "minimal", "os", ()),
    "cgr.dev/chainguard/*": ("", "wolfi", "minimal", "", ()),
    # github.com/nvidia/cuda (nvidia/container-images)
    "nvidia/cuda": ("root", "", "full-os", "os", ()),
}

# Languages. docker-library/{python,php,ruby,golang,…}, nodejs/docker-node, adoptium/containers, rust-lang/docker-rust, all by
# way of docker-library/official-images: no USER instruction in any.
LANGUAGES: dict[str, Row] = {
    "python": ("root", "debian", "full-language", "language", ()),
    "pypy": ("root", "debian", "full-language", "language", ()),
    "node": ("root", "debian", "full-language", "language", ()),
    "ruby": ("root", "debian", "full-language", "language", ()),
    "jruby": ("root", "", "full-language", "language", ()),
    "php": ("root", "debian", "full-language", "language", ()),
    "perl": ("root", "debian", "full-language", "language", ()),
    "golang": ("root", "debian", "full-language", "tool", ()),
    "rust": ("root", "debian", "full-language", "tool", ()),
    "gcc": ("root", "debian", "full-language", "tool", ()),
    "buildpack-deps": ("root", "debian", "full-language", "tool", ()),
    "haskell": ("root", "debian", "full-language", "tool", ()),
    "swift": ("root", "ubuntu", "full-language", "language", ()),
    "dart": ("root", "debian", "full-language", "tool", ()),
    "elixir": ("root", "debian", "full-language", "language", ()),
    "erlang": ("root", "debian", "full-language", "language", ()),
    "julia": ("root", "debian", "full-language", "language", ()),
    "r-base": ("", "debian", "full-language", "language", ()),
    "clojure": ("root", "debian", "full-language", "tool", ()),
    "groovy": ("", "ubuntu", "full-language", "language", ()),
    "openjdk": ("root", "", "full-language", "language", ()),
    "java": ("root", "debian", "full-language", "language", ()),
    "eclipse-temurin": ("root", "ubuntu", "full-language", "language", ()),
    "adoptopenjdk": ("root", "ubuntu", "full-language", "language", ()),
    "amazoncorretto": ("root", "rhel", "full-language", "language", ()),
    "ibm-semeru-runtimes": ("root", "ubuntu", "full-language", "language", ()),
    "sapmachine": ("root", "ubuntu", "full-language", "language", ()),
    "azul/zulu-openjdk": ("root", "ubuntu", "full-language", "language", ()),
    "azul/zulu-openjdk-alpine": ("root", "alpine", "minimal", "language", ()),
    "maven": ("root", "", "full-language", "tool", ()),  # github.com/carlossg/docker-maven
    "gradle": ("root", "ubuntu", "full-language", "tool", ()),  # github.com/keeganwitt/docker-gradle ends with USER root
    "composer": ("root", "alpine", "", "tool", ()),  # github.com/composer/docker
    # github.com/dotnet/dotnet-docker; the chiseled and distroless tags are in USER_BY_TAG
    "mcr.microsoft.com/dotnet/sdk": ("root", "debian", "full-language", "tool", ()),
    "mcr.microsoft.com/dotnet/aspnet": ("root", "debian", "minimal", "language", ()),
    "mcr.microsoft.com/dotnet/runtime": ("root", "debian", "minimal", "language", ()),
    "mcr.microsoft.com/dotnet/runtime-deps": ("root", "debian", "minimal", "language", ()),
    "mcr.microsoft.com/dotnet/core/sdk": ("root", "debian", "full-language", "tool", ()),
    "mcr.microsoft.com/dotnet/core/aspnet": ("root", "debian", "minimal", "language", ()),
    "mcr.microsoft.com/dotnet/core/runtime": ("root", "debian", "minimal", "language", ()),
    "mcr.microsoft.com/powershell": ("root", "", "full-language", "tool", ()),
    # github.com/denoland/deno_docker, oven-sh/bun (dockerhub/), astral-sh/uv
    "denoland/deno": ("root", "debian", "", "language", ()),
    "oven/bun": ("root", "debian", "", "language", ()),
    # github.com/ContinuumIO/docker-images, mamba-org/micromamba-docker, tensorflow/tensorflow, pytorch/pytorch
    "continuumio/anaconda3": ("root", "debian", "full-language", "language", ()),
    "continuumio/miniconda3": ("root", "debian", "full-language", "language", ()),
    "mambaorg/micromamba": ("=mambauser", "debian", "", "language", ()),
    "tensorflow/tensorflow": ("root", "ubuntu", "full-language", "language", ()),
    "pytorch/pytorch": ("root", "ubuntu", "full-language", "language", ()),
    "rocker/r-ver": ("root", "ubuntu", "full-language", "language", ()),
    # github.com/tiangolo/uvicorn-gunicorn-fastapi-docker and its neighbours, built on python
    "tiangolo/uvicorn-gunicorn-fastapi": ("root", "debian", "full-language", "service", (80,)),
    "tiangolo/uvicorn-gunicorn": ("root", "debian", "full-language", "service", (80,)),
    "tiangolo/uwsgi-nginx-flask": ("+nginx", "debian", "full-language", "service", (80, 443)),
    # github.com/sclorg (s2i-nodejs-container, s2i-python-container, …): 1001 in all of them
    "registry.access.redhat.com/ubi8/nodejs-*": ("=1001", "rhel", "full-language", "language", (8080,)),
    "registry.access.redhat.com/ubi8/python-*": ("=1001", "rhel", "full-language", "language", (8080,)),
    "registry.access.redhat.com/ubi8/php-*": ("=1001", "rhel", "full-language", "language", (8080, 8443)),
    "registry.access.redhat.com/ubi8/ruby-*": ("=1001", "rhel", "full-language", "language", (8080,)),
    "registry.access.redhat.com/ubi9/nodejs-*": ("=1001", "rhel", "full-language", "language", (8080,)),
    "registry.access.redhat.com/ubi9/python-*": ("=1001", "rhel", "full-language", "language", (8080,)),
    "registry.access.redhat.com/ubi9/php-*": ("=1001", "rhel", "full-language", "language", (8080, 8443)),
    "registry.access.redhat.com/ubi9/ruby-*": ("=1001", "rhel", "full-language", "language", (8080,)),
    "registry.access.redhat.com/ubi8/nginx-*": ("=1001", "rhel", "application", "service", (8080, 8443)),
    "registry.access.redhat.com/ubi9/nginx-*": ("=1001", "rhel", "application", "service", (8080, 8443)),
}

# Official application images. github.com/docker-library/{redis,postgres,mysql,mongo,rabbitmq,cassandra,ghost,memcached,
# haproxy,httpd,tomcat,wordpress,drupal,joomla}, MariaDB/mariadb-docker, nginxinc/docker-nginx, 31z4/zookeeper-docker,
# apache/flink-docker, apache/couchdb-docker, neo4j/docker-neo4j, influxdata/influxdata-docker,
# caddyserver/caddy-docker, nats-io/nats-docker,
# traefik/traefik-library-image, Kong/docker-kong, odoo/docker, TimWolla/docker-adminer, SonarSource/docker-sonarqube,
# docker-solr/docker-solr, varnish/docker-varnish, nextcloud/docker, phpmyadmin/docker, eclipse-mosquitto/mosquitto,
# fluent/fluentd-docker-image, mongo-express/mongo-express-docker, matomo-org/docker, distribution/distribution-library-image.
OFFICIAL: dict[str, Row] = {
    "nginx": ("+nginx", "debian", "application", "service", (80,)),
    "httpd": ("+www-data", "debian", "application", "service", (80,)),
    "caddy": ("root", "alpine", "application", "service", (80, 443)),
    "traefik": ("root", "", "application", "service", (80,)),
    "haproxy": ("", "debian", "application", "service", ()),
    "varnish": ("", "debian", "application", "service", (80,)),
    "kong": ("=kong", "", "application", "service", (8000, 8443)),
    "tomcat": ("root", "ubuntu", "application", "service", (8080,)),
    "tomee": ("root", "", "application", "service", (8080,)),
    "jetty": ("=jetty", "", "application", "service", (8080,)),
    "open-liberty": ("=1001", "", "application", "service", (9080, 9443)),
    "websphere-liberty": ("=1001", "", "application", "service", (9080, 9443)),
    "postgres": ("~postgres", "debian", "application", "service", (5432,)),
    "mysql": ("~mysql", "rhel", "application", "service", (3306,)),
    "mariadb": ("", "ubuntu", "application", "service", (3306,)),
    "percona": ("", "", "application", "service", (3306,)),
    "mongo": ("~mongodb", "ubuntu", "application", "service", (27017,)),
    "mongo-express": ("root", "alpine", "application", "service", (8081,)),
    "redis": ("~redis", "debian", "application", "service", (6379,)),
    "memcached": ("=memcache", "debian", "application", "service", (11211,)),
    "rabbitmq": ("~rabbitmq", "ubuntu", "application", "service", (5672,)),
    "cassandra": ("~cassandra", "debian", "application", "service", (9042,)),
    "couchdb": ("~couchdb", "debian", "application", "service", (5984,)),
    "neo4j": ("~neo4j", "", "application", "service", (7474, 7687)),
    "influxdb": ("", "debian", "application", "service", (8086,)),
    "telegraf": ("", "debian", "application", "service", ()),
    "chronograf": ("", "debian", "application", "service", (8888,)),
    "kapacitor": ("", "debian", "application", "service", (9092,)),
    "elasticsearch": ("", "", "application", "service", (9200,)),
    "kibana": ("", "", "application", "service", (5601,)),
    "logstash": ("", "", "application", "service", (5044,)),
    "solr": ("=solr", "", "application", "service", (8983,)),
    "zookeeper": ("~zookeeper", "", "application", "service", (2181,)),
    "flink": ("", "ubuntu", "application", "service", (8081,)),
    "storm": ("~storm", "", "application", "service", ()),
    "nats": ("root", "", "application", "service", (4222,)),
    "eclipse-mosquitto": ("~mosquitto", "alpine", "application", "service", (1883,)),
    "fluentd": ("", "", "application", "service", (24224,)),
    "registry": ("root", "alpine", "application", "service", (5000,)),
    "sonarqube": ("", "", "application", "service", (9000,)),
    "ghost": ("~node", "debian", "application", "service", (2368,)),
    "wordpress": ("+www-data", "debian", "application", "service", (80,)),
    "drupal": ("+www-data", "debian", "application", "service", (80,)),
    "joomla": ("+www-data", "debian", "application", "service", (80,)),
    "matomo": ("+www-data", "debian", "application", "service", (80,)),
    "nextcloud": ("+www-data", "debian", "application", "service", (80,)),
    "phpmyadmin": ("+www-data", "debian", "application", "service", (80,)),
    "phpmyadmin/phpmyadmin": ("+www-data", "debian", "application", "service", (80,)),
    "yourls": ("+www-data", "debian", "application", "service", (80,)),
    "postfixadmin": ("+www-data", "debian", "application", "service", (80,)),
    "owncloud": ("+www-data", "debian", "application", "service", (80,)),
    "adminer": ("=adminer", "alpine", "application", "service", (8080,)),
    "odoo": ("=odoo", "", "application", "service", (8069,)),
    "redmine": ("~redmine", "debian", "application", "service", (3000,)),
    "rocket.chat": ("", "", "application", "service", (3000,)),
    "vault": ("~vault", "alpine", "application", "service", (8200,)),
    "consul": ("~consul", "alpine", "application", "service", (8500,)),
    "sentry": ("", "", "application", "service", (9000,)),
    "docker": ("", "alpine", "", "tool", ()),
    "bash": ("root", "alpine", "minimal", "tool", ()),
    "hello-world": ("root", "", "minimal", "tool", ()),
    "spiped": ("", "", "application", "service", ()),
    "crate": ("", "", "application", "service", (4200, 5432)),
    "liquibase": ("=liquibase", "", "", "tool", ()),
}

# Images of their projects; each line's repository is named where it is not the image's own name on GitHub.
PROJECTS: dict[str, Row] = {
    "nginxinc/nginx-unprivileged": ("=101", "debian", "application", "service", (8080,)),  # nginxinc/docker-nginx-unprivileged
    "openresty/openresty": ("+nobody", "", "application", "service", (80,)),  # openresty/docker-openresty
    "envoyproxy/envoy": ("~envoy", "ubuntu", "application", "service", (10000,)),
    "valkey/valkey": ("~valkey", "debian", "application", "service", (6379,)),  # valkey-io/valkey-container
    "postgis/postgis": ("~postgres", "debian", "application", "service", (5432,)),  # postgis/docker-postgis, FROM postgres
    "pgvector/pgvector": ("~postgres", "debian", "application", "service", (5432,)),  # FROM postgres
    "timescale/timescaledb": ("~postgres", "alpine", "application", "service", (5432,)),  # timescale/timescaledb-docker
    "clickhouse/clickhouse-server": ("~clickhouse", "ubuntu", "application", "service", (8123, 9000)),
    "cockroachdb/cockroach": ("", "", "application", "service", (26257, 8080)),
    "minio/minio": ("", "", "application", "service", (9000,)),
    "prom/prometheus": ("=nobody", "busybox", "application", "service", (9090,)),  # prometheus/prometheus
    "prom/alertmanager": ("=nobody", "busybox", "application", "service", (9093,)),  # prometheus/alertmanager
    "prom/node-exporter": ("=nobody", "busybox", "application", "service", (9100,)),  # prometheus/node_exporter
    "prom/pushgateway": ("=nobody", "busybox", "application", "service", (9091,)),  # prometheus/pushgateway
    "grafana/grafana": ("=472", "", "application", "service", (3000,)),
    "grafana/grafana-oss": ("=472", "", "application", "service", (3000,)),
    "grafana/loki": ("=10001", "", "application", "service", (3100,)),
    "grafana/promtail": ("", "", "application", "service", (9080,)),
    "grafana/k6": ("=12345", "alpine", "", "tool", ()),
    "otel/opentelemetry-collector": ("=10001", "", "application", "service", (4317, 4318)),
    "otel/opentelemetry-collector-contrib": ("=10001", "", "application", "service", (4317, 4318)),
    "jaegertracing/all-in-one": ("", "", "application", "service", (16686,)),
    "openzipkin/zipkin": ("=zipkin", "", "application", "service", (9411,)),
    "jenkins/jenkins": ("=jenkins", "", "application", "service", (8080,)),  # jenkinsci/docker
    "jenkins/inbound-agent": ("=jenkins", "", "application", "service", ()),  # jenkinsci/docker-agents
    "jenkins/agent": ("=jenkins", "", "application", "", ()),
    "sonatype/nexus3": ("=nexus", "", "application", "service", (8081,)),  # sonatype/docker-nexus3
    "quay.io/keycloak/keycloak": ("=1000", "ubi-micro", "application", "service", (8080,)),
    "jboss/keycloak": ("=1000", "rhel", "application", "service", (8080,)),
    "jboss/wildfly": ("=jboss", "rhel", "application", "service", (8080,)),
    "quay.io/wildfly/wildfly": ("=jboss", "", "application", "service", (8080,)),
    "payara/server-full": ("=payara", "", "application", "service", (8080,)),
    "payara/micro": ("=payara", "", "application", "service", (8080,)),
    "dpage/pgadmin4": ("=5050", "alpine", "application", "service", (80,)),  # pgadmin-org/pgadmin4
    "hashicorp/vault": ("~vault", "alpine", "application", "service", (8200,)),  # hashicorp/docker-vault
    "hashicorp/consul": ("~consul", "alpine", "application", "service", (8500,)),  # hashicorp/docker-consul
    "docker.elastic.co/elasticsearch/elasticsearch": ("", "", "application", "service", (9200,)),
    "docker.elastic.co/kibana/kibana": ("", "", "application", "service", (5601,)),
    "docker.elastic.co/logstash/logstash": ("", "", "application", "service", (5044,)),
    "opensearchproject/opensearch": ("=1000", "", "application", "service", (9200,)),  # opensearch-project/opensearch-build
    "opensearchproject/opensearch-dashboards": ("=1000", "", "application", "service", (5601,)),
    "apache/kafka": ("=appuser", "alpine", "application", "service", (9092,)),
    "apache/airflow": ("=airflow", "debian", "application", "service", (8080,)),
    "apache/superset": ("=superset", "debian", "application", "service", (8088,)),
    "apache/nifi": ("=nifi", "", "application", "service", (8443,)),
    "confluentinc/cp-kafka": ("", "", "application", "service", (9092,)),
    "confluentinc/cp-zookeeper": ("", "", "application", "service", (2181,)),
    "wurstmeister/kafka": ("", "", "application", "service", (9092,)),
    "n8nio/n8n": ("=node", "alpine", "application", "service", (5678,)),
    "metabase/metabase": ("~metabase", "", "application", "service", (3000,)),
    "gitea/gitea": ("", "alpine", "application", "service", (3000,)),
    "gitlab/gitlab-ce": ("", "ubuntu", "application", "service", (80, 443)),
    "gitlab/gitlab-ee": ("", "ubuntu", "application", "service", (80, 443)),
    "mailhog/mailhog": ("=mailhog", "alpine", "application", "service", (1025, 8025)),
    "axllent/mailpit": ("", "", "application", "service", (1025, 8025)),
    "postgrest/postgrest": ("=1000", "", "application", "service", (3000,)),
    "hasura/graphql-engine": ("", "", "application", "service", (8080,)),
    "localstack/localstack": ("", "debian", "application", "service", (4566,)),
    "portainer/portainer-ce": ("", "", "application", "service", (9000,)),
    "pihole/pihole": ("", "", "application", "service", (53, 80)),
    "vaultwarden/server": ("", "", "application", "service", (80,)),  # dani-garcia/vaultwarden
    "louislam/uptime-kuma": ("", "", "application", "service", (3001,)),
    "netdata/netdata": ("", "", "application", "service", (19999,)),
    "homeassistant/home-assistant": ("", "alpine", "application", "service", (8123,)),
    "itzg/minecraft-server": ("", "", "application", "service", (25565,)),
    "ollama/ollama": ("", "", "application", "service", (11434,)),
    "mher/flower": ("", "", "application", "service", (5555,)),
    "rundeck/rundeck": ("=rundeck", "", "application", "service", (4440,)),
    "swaggerapi/swagger-ui": ("", "", "application", "service", (8080,)),
    "linuxserver/*": ("", "", "application", "service", ()),
    # github.com/jupyter/docker-stacks: NB_UID 1000, `jovyan`
    "jupyter/*": ("=jovyan", "ubuntu", "application", "service", (8888,)),
    "quay.io/jupyter/*": ("=jovyan", "ubuntu", "application", "service", (8888,)),
    # github.com/SeleniumHQ/docker-selenium: SEL_UID 1200, `seluser`
    "selenium/hub": ("=1200", "ubuntu", "application", "service", (4444,)),
    "selenium/node-*": ("=1200", "ubuntu", "application", "service", ()),
    "selenium/standalone-*": ("=1200", "ubuntu", "application", "service", (4444,)),
    "mcr.microsoft.com/playwright": ("root", "ubuntu", "full-language", "tool", ()),
    "cypress/included": ("root", "debian", "full-language", "tool", ()),
    "ghcr.io/puppeteer/puppeteer": ("=pptruser", "debian", "full-language", "tool", ()),
    "cimg/*": ("=circleci", "ubuntu", "full-language", "tool", ()),  # CircleCI-Public/cimg-base
    "curlimages/curl": ("=curl_user", "alpine", "minimal", "tool", ()),  # curl/curl-container
    "alpine/git": ("root", "alpine", "minimal", "tool", ()),
    "alpine/k8s": ("root", "alpine", "", "tool", ()),
    "hashicorp/terraform": ("root", "alpine", "", "tool", ()),
    "hashicorp/packer": ("root", "alpine", "", "tool", ()),
    "amazon/aws-cli": ("root", "rhel", "", "tool", ()),
    "google/cloud-sdk": ("root", "debian", "", "tool", ()),
    "mcr.microsoft.com/azure-cli": ("root", "", "", "tool", ()),
    "gcr.io/kaniko-project/executor": ("root", "", "", "tool", ()),
    "aquasec/trivy": ("root", "alpine", "", "tool", ()),
    "restic/restic": ("root", "alpine", "", "tool", ()),
    "l.gcr.io/google/bazel": ("root", "", "full-language", "tool", ()),
    # github.com/bitnami/containers (also published as bitnamilegacy): USER 1001 in the server images listed here. The
    # folder has others that start as root, so the name alone proves nothing.
    **{
        f"{owner}/{name}": ("=1001", "debian", "application", "service", (port,))
        for owner in ("bitnami", "bitnamilegacy")
        for name, port in (
            ("apache", 8080),
            ("cassandra", 9042),
            ("elasticsearch", 9200),
            ("etcd", 2379),
            ("grafana", 3000),
            ("kafka", 9092),
            ("keycloak", 8080),
            ("mariadb", 3306),
            ("memcached", 11211),
            ("mongodb", 27017),
            ("mysql", 3306),
            ("nginx", 8080),
            ("postgresql", 5432),
            ("rabbitmq", 5672),
            ("redis", 6379),
            ("redis-sentinel", 26379),
            ("wordpress", 8080),
            ("zookeeper", 2181),
        )
    },
}

IMAGES: dict[str, Row] = {**SYSTEMS, **LANGUAGES, **OFFICIAL, **PROJECTS}

# The user where a word of the tag (between `-`) decides, asked before everything else: (name or prefix*, word, user).
USER_BY_TAG: tuple[tuple[str, str, str], ...] = (
    ("gcr.io/distroless/*", "nonroot", "=65532"),  # its README: uid 65532
    ("mcr.microsoft.com/dotnet/*", "chiseled", "=app"),  # dotnet-docker: USER $APP_UID
    ("mcr.microsoft.com/dotnet/*", "distroless", "=app"),
    ("mcr.microsoft.com/dotnet/nightly/*", "chiseled", "=app"),
    ("mariadb", "ubi", "=mysql"),
    ("mariadb", "ubi9", "=mysql"),
    ("mariadb", "ubi10", "=mysql"),
    ("wordpress", "cli", "=www-data"),
    ("php", "apache", "+www-data"),
    ("php", "fpm", "+www-data"),
    ("gitea/gitea", "rootless", "=1000"),
    ("oven/bun", "distroless", ""),
    ("denoland/deno", "distroless", ""),
    ("eclipse-mosquitto", "openssl", "~mosquitto"),
    ("docker", "rootless", "=rootless"),
    ("docker", "dind", "root"),
    ("docker", "cli", "root"),
)

# The user where the version decides: (name, from this version on, below the next, user). A tag without a version stands
# for the newest.
USER_BY_VERSION: tuple[tuple[str, tuple[int, ...], tuple[int, ...] | None, str], ...] = (
    ("haproxy", (2, 4), None, "=haproxy"),  # docker-library/haproxy: USER since 2.4
    ("haproxy", (1,), (2, 4), "root"),
    ("varnish", (7, 7), None, "=varnish"),
    ("mariadb", (5,), None, "~mysql"),
    ("influxdb", (2,), (3,), "~influxdb"),
    ("influxdb", (3,), None, "=influxdb3"),
    ("sonarqube", (10,), None, "=sonarqube"),
    ("elasticsearch", (8,), None, "=1000"),  # elastic/dockerfiles
    ("docker.elastic.co/elasticsearch/elasticsearch", (8,), None, "=1000"),
    ("kibana", (7, 17), None, "=1000"),
    ("docker.elastic.co/kibana/kibana", (7, 17), None, "=1000"),
    ("logstash", (7, 17), None, "=1000"),
    ("docker.elastic.co/logstash/logstash", (7, 17), None, "=1000"),
    ("confluentinc/cp-kafka", (6,), None, "=appuser"),  # confluentinc/kafka-images: USER appuser since 6.0
    ("confluentinc/cp-zookeeper", (6,), (8,), "=appuser"),
)

# A user that stands ready in an image that starts as root, for the remedy: (name, from version, user).
READY_USER: tuple[tuple[str, tuple[int, ...], str], ...] = (
    ("node", (), "node"),
    ("php", (), "www-data"),
    ("nginx", (), "nginx"),
    ("httpd", (), "www-data"),
    ("wordpress", (), "www-data"),
    ("nextcloud", (), "www-data"),
    ("gradle", (), "gradle"),
    ("denoland/deno", (), "deno"),
    ("oven/bun", (), "bun"),
    ("mcr.microsoft.com/playwright", (), "pwuser"),
    ("mcr.microsoft.com/dotnet/aspnet", (8,), "app"),  # dotnet-docker: APP_UID since .NET 8
    ("mcr.microsoft.com/dotnet/runtime", (8,), "app"),
    ("mcr.microsoft.com/dotnet/runtime-deps", (8,), "app"),
    ("mcr.microsoft.com/dotnet/sdk", (8,), "app"),
)

# Images whose own Dockerfile has a HEALTHCHECK (a `*` as above).
HEALTHCHECKS: tuple[str, ...] = (
    "kong",
    "jupyter/*",
    "quay.io/jupyter/*",
    "gitlab/gitlab-ce",
    "gitlab/gitlab-ee",
    "pihole/pihole",
    "vaultwarden/server",
    "louislam/uptime-kuma",
    "netdata/netdata",
    "itzg/minecraft-server",
    "openzipkin/zipkin",
    "mysql/mysql-server",
    "ghcr.io/open-webui/open-webui",
)

# What a word of a tag says of the distribution; alpine3.20 and the like are recognised by their beginning.
DISTRIBUTION_WORDS: dict[str, str] = {
    **dict.fromkeys(("jessie", "stretch", "buster", "bullseye", "bookworm", "trixie", "debian", "slim"), "debian"),
    **dict.fromkeys(("xenial", "bionic", "focal", "jammy", "noble", "resolute", "ubuntu"), "ubuntu"),
    **dict.fromkeys(("al2", "al2023", "amazonlinux2", "amazonlinux2023", "ubi8", "ubi9", "ubi10"), "rhel"),
    **dict.fromkeys(("oracle", "oraclelinux8", "oraclelinux9"), "rhel"),
    **dict.fromkeys(("chiseled", "distroless"), "distroless"),
    **dict.fromkeys(("windowsservercore", "nanoserver"), "windows"),
}

# Words of a tag that make any image but those in ALWAYS_FULL a minimal one.
MINIMAL_WORDS: frozenset[str] = frozenset(("slim", "minimal", "micro", "chiseled", "distroless", "jre", "nanoserver"))

# A compiler or a build tool comes with every tag: nothing of it is needed where the program runs.
ALWAYS_FULL: frozenset[str] = frozenset(
    ("golang", "rust", "gcc", "buildpack-deps", "haskell", "dart", "maven", "gradle", "clojure", "mcr.microsoft.com/dotnet/sdk")
)

PACKAGE_MANAGERS: dict[str, str] = {
    "debian": "apt",
    "ubuntu": "apt",
    "alpine": "apk",
    "wolfi": "apk",
    "rhel": "dnf",
    "ubi-minimal": "microdnf",
    "photon": "tdnf",
    "azurelinux": "tdnf",
    "suse": "zypper",
    "arch": "pacman",
    "gentoo": "portage",
}

# Repositories whose tags have a `slim` form, and where the word stands beside a Debian release: 3.12-slim-bookworm (before)
# or 20-bookworm-slim (after); empty: it does not stand beside one. From the tag lists in docker-library/official-images.
SLIM_TAGS: dict[str, str] = {
    "python": "before",
    "pypy": "before",
    "ruby": "before",
    "perl": "before",
    "node": "after",
    "debian": "after",
    "elixir": "",
    "erlang": "",
    "oraclelinux": "",
}
MINIMAL_TAGS: frozenset[str] = frozenset(("rockylinux", "almalinux"))  # 9 and 9-minimal
DEBIAN_RELEASES: frozenset[str] = frozenset(("stretch", "buster", "bullseye", "bookworm", "trixie"))

# The long-term releases of Java, for which eclipse-temurin has a `-jre` tag (adoptium/containers).
JAVA_RELEASES: frozenset[str] = frozenset(("8", "11", "17", "21", "25"))

# Where only the program's language is known: an image made for running it.
RUNTIMES: dict[str, str] = {
    "python": "python:3.13-slim",
    "node": "node:24-slim",
    "javascript": "node:24-slim",
    "typescript": "node:24-slim",
    "ruby": "ruby:3.4-slim",
    "php": "php:8.4-fpm-alpine",
    "perl": "perl:5-slim",
    "java": "eclipse-temurin:21-jre",
    "kotlin": "eclipse-temurin:21-jre",
    "scala": "eclipse-temurin:21-jre",
    "go": "gcr.io/distroless/static-debian12:nonroot",
    "rust": "gcr.io/distroless/cc-debian12:nonroot",
    "c": "gcr.io/distroless/cc-debian12:nonroot",
    "c++": "gcr.io/distroless/cc-debian12:nonroot",
    "dotnet": "mcr.microsoft.com/dotnet/aspnet:8.0",
    "c#": "mcr.microsoft.com/dotnet/aspnet:8.0",
    "elixir": "elixir:1.18-slim",
    "erlang": "erlang:27-slim",
}

# Docker's own images, by github.com/docker-library/official-images, of which nothing else is said here; old ones among them.
OTHER_OFFICIAL: frozenset[str] = frozenset(
    "aerospike alt api-firewall arangodb backdrop bonita celery cirros clefos convertigo couchbase crux django docker-dev"
    " eggdrop elastic emqx euleros express-gateway fsharp friendica gazebo geonetwork glassfish haxe hipache hitch hylang"
    " ibmjava iojs irssi kaazing-gateway known krakend lightstreamer mediawiki monica mono nats-streaming neurodebian nuxeo"
    " opensuse orientdb php-zendserver piwik plone rails rakudo-star rapidoid rethinkdb rocket.chat ros satosa scratch"
    " silverpeas sl sourcemage spark swarm swipl teamspeak thrift ubuntu-debootstrap ubuntu-upstart unit xwiki znc".split()
)

# Names under which other places keep the official images, and an architecture before the name.
OFFICIAL_PREFIXES: tuple[str, ...] = (
    "docker.io/library/",
    "docker.io/",
    "index.docker.io/library/",
    "library/",
    "public.ecr.aws/docker/library/",
    "mirror.gcr.io/library/",
    *("amd64/", "arm32v5/", "arm32v6/", "arm32v7/", "arm64v8/", "armhf/", "i386/", "ppc64le/", "riscv64/", "s390x/"),
)
