"""The HTTP side: one page, one endpoint, one health check."""

import os

import psycopg
import structlog
from flask import Flask, jsonify, request
from flask_static_digest import FlaskStaticDigest
from prometheus_flask_exporter import PrometheusMetrics

from .logs import set_up

set_up(os.environ.get("LOG_LEVEL", "INFO"))
log = structlog.get_logger()
app = Flask(__name__)
app.config.from_object(os.environ.get("APP_SETTINGS", "parcels.settings.development"))
FlaskStaticDigest(app)
metrics = PrometheusMetrics(app)


@app.before_request
def number_the_request():
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request.headers.get("X-Request-ID", ""))


def connect():
    return psycopg.connect(os.environ["DATABASE_URL"])


@app.get("/parcels/<number>")
def parcel(number):
    with connect() as connection:
        row = connection.execute("select status, seen_at from parcels where number = %s", (number,)).fetchone()
    if row is None:
        log.info("no such parcel", number=number)
        return jsonify(error="no such parcel"), 404
    return jsonify(number=number, status=row[0], seen_at=row[1].isoformat(), more=f"{os.environ['TRACKING_URL']}/{number}")


@app.get("/health")
def health():
    try:
        with connect() as connection:
            connection.execute("select 1")
    except psycopg.Error:
        return jsonify(status="database unreachable"), 503
    return jsonify(status="ok")
