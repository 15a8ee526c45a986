"""The HTTP side: one page, one endpoint, one health check."""

import os

import psycopg
from flask import Flask, jsonify
from flask_static_digest import FlaskStaticDigest

app = Flask(__name__)
app.config.from_object(os.environ.get("APP_SETTINGS", "parcels.settings.development"))
FlaskStaticDigest(app)


def connect():
    return psycopg.connect(os.environ["DATABASE_URL"])


@app.get("/parcels/<number>")
def parcel(number):
    with connect() as connection:
        row = connection.execute("select status, seen_at from parcels where number = %s", (number,)).fetchone()
    if row is None:
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
