"""A link to join that was given up for another, since somebody is to be protected, or no longer.

Zoom is asked for the other one, and the delegate is told as soon as there is one."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

from functions.domain.events import MailKind
from functions.domain.registration import Status


class Relinked(StrEnum):
    """What a change of a registration asked for."""

    ASKED = "asked"
    """Zoom's queue is to give the old link up and to make the other one."""
    TOLD = "told"
    """The mail with the other link is queued."""
    NOTHING = "nothing"


class ZoomQueue(Protocol):
    def check(self, reference: str, event: str, attempt: int, /) -> None: ...


class MailQueue(Protocol):
    def put(self, references: Sequence[str], kind: MailKind, event_version: int, /) -> None: ...


class Parts(Protocol):
    def provisioning_queue(self) -> ZoomQueue: ...

    def mail_queue(self) -> MailQueue: ...


def follow_link(was: Mapping[str, Any], became: Mapping[str, Any], *, parts: Parts) -> Relinked:
    """Does what the change of one item of the registrations table asks for. Doing it again changes nothing more."""
    if {was.get("status"), became.get("status")} != {Status.CONFIRMED.value}:
        return Relinked.NOTHING
    reference, had, has = str(became["pk"]), was.get("registrant_id"), became.get("registrant_id")
    if had and not has:
        parts.provisioning_queue().check(reference, str(became["event"]), int(became["attempt"]))
        return Relinked.ASKED
    if has and not had:
        # One mail for each link, and not for each version of the event: protection may come and go.
        parts.mail_queue().put([reference], MailKind.LINK_CHANGED, int(became["version"]))
        return Relinked.TOLD
    return Relinked.NOTHING
