"""What the carriers say. Each carrier has its own prefix of parcel numbers."""

from urllib.request import urlopen

PREFIXES = {"AB": "northern", "CD": "coastal"}


def carrier(number):
    return PREFIXES.get(number[:2], "unknown")


def latest(number):
    if carrier(number) == "unknown":
        return "not ours"
    with urlopen(f"http://localhost:9100/{carrier(number)}/{number}") as answer:
        return answer.read().decode()
