"""Whether applications log and measure so that somebody can find out what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.observability.instrumentation import instrumented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.observability.instrumentation import Instrumented


def _served(one: Instrumented, what: str) -> str:
    files = "one file was" if one.files == 1 else f"{one.files} files were"
    return f"{what}; {files} looked into"


@rule(
    "OBS007",
    "logs-not-structured",
    reads=instrumented,
    items=("7.1.1",),
    severity="info",
    at="audit",
    title="Logs are lines of text",
    risk="nobody can ask for all errors of one customer: a line of text has to be guessed apart first",
    remedy="write one JSON object a line: structlog's JSONRenderer, pino, slog's JSONHandler, a logstash encoder, lograge",
)
def logs_not_structured(one: Instrumented, repo: Repository) -> Iterator[Outcome]:
    if place := one.has("structured"):
        yield passes(one.symbol, "logs are written as structured records", place)
    elif place := one.has("text"):
        yield gap(one.symbol, "logs are written as text here, and nothing writes them as JSON", place)
    else:
        yield unknown(one.symbol, _served(one, "nothing tells how it logs"), one.application.place)


@rule(
    "OBS008",
    "log-level-pinned",
    reads=instrumented,
    items=("7.1.2",),
    severity="info",
    at="audit",
    title="The log's level cannot be changed without a new version",
    risk="the detail that is needed in an incident takes a deployment, or everything is written all the time",
    remedy="take the level from the environment, as in `logging.getLogger().setLevel(os.environ.get('LOG_LEVEL', 'INFO'))`",
)
def log_level_pinned(one: Instrumented, repo: Repository) -> Iterator[Outcome]:
    if place := one.has("pinned"):
        yield gap(one.symbol, "production writes everything to its log: take the level from the environment", place)
    elif place := one.has("level"):
        yield passes(one.symbol, "the level comes from the configuration", place)
    elif (place := one.has("text")) and not one.has("structured"):
        yield gap(one.symbol, "logs are set up here, and nothing takes their level from the configuration", place)
    else:
        yield unknown(one.symbol, _served(one, "nothing tells where the level comes from"), one.application.place)


@rule(
    "OBS009",
    "no-request-id",
    reads=instrumented,
    items=("7.1.3",),
    severity="info",
    at="audit",
    title="Log entries of one request cannot be told from those of the next",
    risk="in an incident the lines of a hundred requests lie mixed, and nobody knows which belong together",
    remedy="give each request an id where it comes in, put it into every entry, and send it on as `X-Request-ID`",
)
def no_request_id(one: Instrumented, repo: Repository) -> Iterator[Outcome]:
    if place := one.has("request-id"):
        yield passes(one.symbol, "requests have an id", place)
    elif place := one.has("structured") or one.has("text"):
        name = one.application.framework
        yield gap(one.symbol, f"`{name}` serves requests and this writes their log, and nothing gives them an id", place)
    else:
        yield unknown(one.symbol, _served(one, "nothing gives requests an id"), one.application.place)


@rule(
    "OBS010",
    "requests-not-measured",
    reads=instrumented,
    items=("7.2.1",),
    severity="info",
    at="audit",
    title="Nobody counts requests, their time and their failures",
    risk="whether the last deployment made it slower is a matter of opinion",
    remedy="measure requests in a histogram by route and status, and let it be scraped",
)
def requests_not_measured(one: Instrumented, repo: Repository) -> Iterator[Outcome]:
    if place := one.has("metrics"):
        yield passes(one.symbol, "requests are measured", place)
    elif one.files:
        name = one.application.framework
        yield gap(one.symbol, _served(one, f"`{name}` serves requests, and nothing measures them"), one.application.place)
    else:
        yield unknown(one.symbol, _served(one, "nothing tells whether requests are measured"), one.application.place)
