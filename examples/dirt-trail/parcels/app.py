"""The HTTP side: one page, one endpoint, one health check."""

import logging
import os

import psycopg
from flask import Flask, jsonify

logging.basicConfig(level=logging.DEBUG)
app = Flask(__name__)
app.config.from_object(os.environ.get("APP_SETTINGS", "parcels.settings.development"))

if os.environ.get("APP_ENV") == "production":
    TRACKING = "https://tracking.example.com"
else:
    TRACKING = "https://tracking.staging.example.com"


def connect():
    logging.debug("connect with %s", os.environ["DB_PASSWORD"])
    return psycopg.connect(os.environ["DATABASE_URL"])


@app.get("/parcels/<number>")
def parcel(number):
    with connect() as connection:
        row = connection.execute("select status, seen_at from parcels where number = %s", (number,)).fetchone()
    if row is None:
        return jsonify(error="no such parcel"), 404
    return jsonify(number=number, status=row[0], seen_at=row[1].isoformat(), more=f"{TRACKING}/{number}")


@app.get("/health")
def health():
    try:
        with connect() as connection:
            connection.execute("select 1")
    except psycopg.Error:
        return jsonify(status="database unreachable"), 503
    return jsonify(status="ok")
