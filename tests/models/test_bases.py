"""What is known of base images by name and tag."""

from __future__ import annotations

import re

import pytest
from roadworthy.models.images import bases
from roadworthy.tables import base_images as table


@pytest.mark.parametrize(
    ("name", "tag", "kind", "user"),
    [
        ("python", "3.12-slim", "root", "root"),
        ("node", "20", "root", "root"),
        ("arm64v8/alpine", "3", "root", "root"),
        ("public.ecr.aws/docker/library/python", "3.12", "root", "root"),
        ("docker.io/grafana/grafana", "11.0.0", "named", "472"),
        ("scratch", None, "root", "root"),
        ("gcr.io/distroless/static-debian12", None, "root", "root"),
        ("gcr.io/distroless/static-debian12", "nonroot", "named", "65532"),
        ("gcr.io/distroless/python3-debian12", "debug-nonroot", "named", "65532"),
        ("mcr.microsoft.com/dotnet/aspnet", "8.0", "root", "root"),
        ("mcr.microsoft.com/dotnet/aspnet", "8.0-jammy-chiseled", "named", "app"),
        ("postgres", "16-alpine", "drops", "postgres"),
        ("redis", "7", "drops", "redis"),
        ("mariadb", "11", "drops", "mysql"),
        ("mariadb", "11-ubi9", "named", "mysql"),
        ("nginx", "1.27", "workers", "nginx"),
        ("php", "8.3-apache", "workers", "www-data"),
        ("php", "8.3-fpm-alpine", "workers", "www-data"),
        ("php", "8.3-cli", "root", "root"),
        ("wordpress", "cli-2", "named", "www-data"),
        ("nginxinc/nginx-unprivileged", "1.27", "named", "101"),
        ("jenkins/jenkins", "lts", "named", "jenkins"),
        ("bitnami/redis", "7.2", "named", "1001"),
        ("bitnami/something-new", "1", "unknown", ""),
        ("haproxy", "2.2", "root", "root"),
        ("haproxy", "2.4", "named", "haproxy"),
        ("haproxy", "2", "named", "haproxy"),
        ("haproxy", None, "named", "haproxy"),
        ("influxdb", "1.8", "unknown", ""),
        ("influxdb", "2.7-alpine", "drops", "influxdb"),
        ("elasticsearch", "8.15.0", "named", "1000"),
        ("elasticsearch", "6.8.0", "unknown", ""),
        ("registry.access.redhat.com/ubi9/nodejs-20", "1", "named", "1001"),
        ("selenium/node-chrome", "4", "named", "1200"),
        ("mycompany/api", "1.0", "unknown", ""),
        ("python-custom", None, "unknown", ""),
        ("ghcr.io/mycompany/python", "3.12", "unknown", ""),
    ],
)
def test_who_an_image_starts_as(name: str, tag: str | None, kind: str, user: str) -> None:
    assert bases.default_user(name, tag)[:2] == (kind, user)


def test_a_ready_user_is_named_for_the_remedy() -> None:
    assert bases.default_user("node", "20-slim").ready == "node"
    assert bases.default_user("mcr.microsoft.com/dotnet/aspnet", "8.0").ready == "app"
    assert bases.default_user("mcr.microsoft.com/dotnet/aspnet", "6.0").ready == ""
    assert bases.default_user("python", "3.12").ready == ""


@pytest.mark.parametrize(
    ("name", "tag", "size"),
    [
        ("alpine", "3.20", "minimal"),
        ("debian", "bookworm", "full-os"),
        ("debian", "bookworm-slim", "minimal"),
        ("ubuntu", "24.04", "full-os"),
        ("python", None, "full-language"),
        ("python", "3.12-slim-bookworm", "minimal"),
        ("python", "3.12-alpine3.20", "minimal"),
        ("node", "lts", "full-language"),
        ("golang", "1.23-alpine", "full-language"),
        ("maven", "3-eclipse-temurin-21-alpine", "full-language"),
        ("eclipse-temurin", "21", "full-language"),
        ("eclipse-temurin", "21-jre-jammy", "minimal"),
        ("mcr.microsoft.com/dotnet/sdk", "8.0", "full-language"),
        ("mcr.microsoft.com/dotnet/aspnet", "8.0", "minimal"),
        ("php", "8.3-apache", "application"),
        ("rockylinux", "9-minimal", "minimal"),
        ("nginx", "1.27", "application"),
        ("mycompany/slim", "1-slim", "unknown"),
    ],
)
def test_how_much_an_image_carries(name: str, tag: str | None, size: str) -> None:
    assert bases.size_class(name, tag) == size


@pytest.mark.parametrize(
    ("name", "tag", "language", "wanted"),
    [
        ("python", "3.12", None, "python:3.12-slim"),
        ("python", "3.12.4-bookworm", "python", "python:3.12.4-slim-bookworm"),
        ("python", "3.12-slim", None, None),
        ("python", "3.12-windowsservercore", None, None),
        ("python", None, None, "python:slim"),
        ("node", "20", "node", "node:20-slim"),
        ("node", "20-bookworm", None, "node:20-bookworm-slim"),
        ("node", "lts", None, "node:lts-slim"),
        ("ruby", "3.3", None, "ruby:3.3-slim"),
        ("debian", "bookworm", None, "debian:bookworm-slim"),
        ("debian", "12", None, "debian:12-slim"),
        ("debian", "bookworm", "node", "node:24-slim"),
        ("ubuntu", "22.04", None, None),
        ("ubuntu", "22.04", "python", "python:3.13-slim"),
        ("ubuntu", "22.04", "cobol", None),
        ("centos", "7", None, None),
        ("rockylinux", "9", None, "rockylinux:9-minimal"),
        ("golang", "1.23-alpine", None, "gcr.io/distroless/static-debian12:nonroot"),
        ("rust", "1.80", None, "gcr.io/distroless/cc-debian12:nonroot"),
        ("maven", "3.9-eclipse-temurin-21", None, "eclipse-temurin:21-jre"),
        ("maven", "3-jdk-11", None, "eclipse-temurin:11-jre"),
        ("gradle", "8.10-jdk17-alpine", None, "eclipse-temurin:17-jre"),
        ("eclipse-temurin", "21", None, "eclipse-temurin:21-jre"),
        ("openjdk", "17-jdk-bullseye", None, "eclipse-temurin:17-jre"),
        ("openjdk", "18", None, None),
        ("mcr.microsoft.com/dotnet/sdk", "8.0", None, "mcr.microsoft.com/dotnet/aspnet:8.0"),
        ("php", "8.3", None, "php:8.3-cli-alpine"),
        ("php", "8.3-fpm", None, "php:8.3-fpm-alpine"),
        ("php", "8.3-apache", None, None),
        ("nginx", "1.27", None, None),
        ("mycompany/api", "1", "python", None),
    ],
)
def test_the_smaller_image(name: str, tag: str | None, language: str | None, wanted: str | None) -> None:
    assert bases.smaller(name, tag, language) == wanted


@pytest.mark.parametrize("wanted", sorted(set(table.RUNTIMES.values())))
def test_what_is_suggested_needs_no_further_suggestion(wanted: str) -> None:
    name, _, tag = wanted.rpartition(":")
    assert bases.size_class(name, tag) == "minimal"
    assert bases.smaller(name, tag, None) is None


def test_roles_ports_and_healthchecks() -> None:
    assert bases.role("nginx") == "service"
    assert bases.role("maven") == "tool"
    assert bases.role("debian") == "os"
    assert bases.role("mycompany/api") == "unknown"
    assert bases.default_ports("postgres") == (5432,)
    assert bases.default_ports("alpine") == ()
    assert bases.has_healthcheck("kong")
    assert bases.has_healthcheck("jupyter/base-notebook")
    assert not bases.has_healthcheck("nginx")


@pytest.mark.parametrize(
    ("name", "tag", "manager", "shell", "fetch"),
    [
        ("python", "3.12-slim", "apt", True, []),
        ("python", "3.12", "apt", True, ["curl", "wget"]),
        ("node", "20-alpine3.20", "apk", True, ["wget"]),
        ("alpine", "3", "apk", True, ["wget"]),
        ("oraclelinux", "9", "dnf", True, None),
        ("oraclelinux", "9-slim", "microdnf", True, None),
        ("scratch", None, "", False, []),
        ("gcr.io/distroless/base", "latest", "", False, []),
        ("gcr.io/distroless/base", "debug", "", True, None),
        ("mcr.microsoft.com/dotnet/aspnet", "8.0-noble-chiseled", "", False, []),
        ("mycompany/api", None, "", None, None),
    ],
)
def test_what_is_inside(name: str, tag: str | None, manager: str, shell: bool | None, fetch: list[str] | None) -> None:
    assert bases.package_manager(name, tag) == manager
    assert bases.has_shell(name, tag) is shell
    assert bases.downloaders(name, tag) == (None if fetch is None else frozenset(fetch))


def test_every_row_of_the_table_is_well_formed() -> None:
    assert len(table.IMAGES) >= 150
    for name, (user, _, size, role, ports) in table.IMAGES.items():
        assert re.fullmatch(r"(root|[=~+][a-z0-9_-]+)?", user), name
        assert size in ("", "minimal", "full-os", "full-language", "application"), name
        assert role in ("", "service", "language", "os", "tool"), name
        assert all(0 < port < 65536 for port in ports), name
        assert name == name.lower()


@pytest.mark.parametrize("tag", [None, "", "-", "--", "9" * 100_000, "1." * 50_000, "v", "é-\x00", "-slim", "latest"])
@pytest.mark.parametrize(
    "name", ["python", "maven", "php", "haproxy", "openjdk", "", "docker.io/", "mcr.microsoft.com/dotnet/sdk"]
)
def test_any_tag_is_judged(name: str, tag: str | None) -> None:
    assert bases.default_user(name, tag).kind
    assert bases.size_class(name, tag)
    bases.smaller(name, tag, "python")
    bases.package_manager(name, tag)
    bases.has_shell(name, tag)
    bases.downloaders(name, tag)
