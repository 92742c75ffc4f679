"""Who visits: invented delegates of one organisation of the sample roll, each with an address of their own."""

from dataclasses import replace

from local.people import Delegate, free_mail, member
from local.samples import ROLL
from operations.import_roll import roll_file

REHEARSED = "rehearsed"


def somebody(name: str) -> Delegate:
    """The member of the sample roll under another address, so that they are another registration."""
    delegate = member(roll_file(ROLL))
    return replace(delegate, email=f"{name}.{delegate.email}")


def stranger(name: str) -> Delegate:
    """Of the same organisation, with an address that anybody can have: a person has to decide."""
    delegate = free_mail(roll_file(ROLL))
    return replace(delegate, email=f"{name}.{delegate.email}")
