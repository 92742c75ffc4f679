"""The sample roll, read by itself: whom the panel's audience admits without a person's decision."""

import csv
from functools import cache
from pathlib import Path

#: What the panel's file says: the categories that it admits, each with the delegates that an organisation may send.
AUDIENCE: dict[str, int | None] = {"member-parliament": None, "permanent-observer": 2}


@cache
def _roll() -> dict[str, dict[str, str]]:
    with Path("rolls/sample.csv").open(encoding="utf-8", newline="") as file:
        return {row["organisation"]: row for row in csv.DictReader(file)}


def belongs(email: str, organisation: str) -> bool:
    """Whether the address has a domain of the organisation, and that is in good standing and of the audience."""
    row = _roll().get(organisation)
    return (
        row is not None
        and email.rpartition("@")[2] in row["domains"].split()
        and row["standing"] == "active"
        and row["category"] in AUDIENCE
    )


def places(organisation: str) -> int | None:
    return AUDIENCE[_roll()[organisation]["category"]]
