"""Asks the carriers for news of every parcel that is on its way."""

import os
import time
import urllib.request

import psycopg

from .carriers import latest


def once(connection):
    for (number,) in connection.execute("select number from parcels where status <> 'delivered'").fetchall():
        status = latest(number)
        connection.execute("update parcels set status = %s, seen_at = now() where number = %s", (status, number))
    connection.commit()


def main():
    pause = int(os.environ.get("POLL_SECONDS", "60"))
    alerts = os.environ["ALERTS_URL"]
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        while True:
            try:
                once(connection)
            except psycopg.Error as error:
                connection.rollback()
                tell(alerts, f"a round failed: {error}")
            time.sleep(pause)


def tell(address, text):
    urllib.request.urlopen(address, data=text.encode(), timeout=5).close()


if __name__ == "__main__":
    main()
