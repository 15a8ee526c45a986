"""Asks the carriers for news of every parcel that is on its way."""

import os
import time

import psycopg

from .carriers import latest


def once(connection):
    for (number,) in connection.execute("select number from parcels where status <> 'delivered'").fetchall():
        status = latest(number)
        connection.execute("update parcels set status = %s, seen_at = now() where number = %s", (status, number))
    connection.commit()


def main():
    pause = int(os.environ.get("POLL_SECONDS", "60"))
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        while True:
            once(connection)
            time.sleep(pause)


if __name__ == "__main__":
    main()
