"""Workloads of which there is one on purpose: databases, single writers, those that elect a leader, and those that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...parsing.yaml import Mapping, Scalar
from ...tables.datastores import IMAGES
from ..images.references import image_reference
from .objects import listed, look

if TYPE_CHECKING:
    from .renditions import Variant

_SAID = pattern(r"(?i)\b(?:singleton|single[ -](?:replica|instance|writer|node|pod)|(?:only|exactly) one|one replica|leader)\b")
_ELECTS = pattern(r"(?i)leader[-_]?elect|elect[-_]?leader|leader[-_]election")
_TOOLS = pattern(
    r"(?i)(?:^|[-_/.])(?:[\w]{0,40}operator|controller(?:-manager)?|exporter|dashboard|phpmyadmin|pgadmin\d?|adminer|mailhog"
    r"|mailpit|mailcatcher|grafana|prometheus|alertmanager|jaeger|zipkin|kibana|debug|load-?generator|loadgen|locust"
    r"|registry|jenkins|sonarqube|zookeeper|etcd|minio|localstack|tiller|kubernetes-dashboard|heapster|influxdb)(?:$|[-_/.])"
)


def why_single(variant: Variant) -> str:
    """Why there is one of it, as an end of "is one on purpose: …"; empty where nothing tells."""
    workload = variant.workload
    pod = workload.pod
    if pod is None:
        return ""
    said = _said(workload.body)
    if said:
        return "its file says so"
    for container in listed(look(pod, "containers"))[0]:
        image = look(container, "image")
        why = why_single_image(image.text if isinstance(image, Scalar) else "")
        if why:
            return why
        for key in ("args", "command", "env"):
            said_here = container.get(key)
            if said_here is not None and _ELECTS.search(said_here.base.text[said_here.start : said_here.end][:20_000]):
                return "it elects a leader"
    for volume in listed(look(pod, "volumes"))[0]:
        if any(key in volume for key in _SINGLE_VOLUMES):
            return "it keeps what it writes in a volume"
    return ""


def why_single_image(name: str) -> str:
    """Why there is one of what this image runs; empty where the image does not tell."""
    reference = image_reference(name)
    if reference is None:
        return ""
    if reference.familiar in IMAGES or _STORES.search(reference.name[:100]):
        return "it runs a datastore"
    return "it runs a tool for operators" if _TOOLS.search(reference.name[:100]) else ""


_SINGLE_VOLUMES = (
    *("persistentVolumeClaim", "gcePersistentDisk", "awsElasticBlockStore", "azureDisk", "cinder", "iscsi", "fc", "rbd"),
    *("hostPath", "vsphereVolume", "portworxVolume"),
)
_STORES = pattern(
    r"(?i)(?:^|[-_])(?:postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|valkey|elasticsearch|opensearch|rabbitmq|kafka"
    r"|memcached|cassandra|cockroach(?:db)?|couchdb|rethinkdb|neo4j|clickhouse|nats|spanner|minio|vitess|storm|spark"
    r"|hazelcast|percona|master|slave)(?:$|[-_\d])"
)


def _said(body: Mapping) -> bool:
    """Whether a comment at `replicas` or `strategy`, or an annotation, says that there is to be one."""
    for name in ("replicas", "strategy"):
        spec = body.get("spec")
        key = spec.key(name) if isinstance(spec, Mapping) else None
        if key is not None and _SAID.search(_comments(key)):
            return True
    annotations = body.get("metadata", "annotations")
    if isinstance(annotations, Mapping):
        return any(_SAID.search(key.text[:200].replace("/", " ")) for key, _ in annotations.pairs())
    return False


def _comments(key: Scalar) -> str:
    """The comments on the line of a key, and on the lines above it."""
    source = key.base.source
    line = key.line
    found = [source.line(line).partition("#")[2]]
    for above in range(line - 1, max(0, line - 6), -1):
        text = source.line(above).strip()
        if not text.startswith("#"):
            break
        found.append(text)
    return " ".join(found)[:2_000]
