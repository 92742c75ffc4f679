"""Zoom's registrants and participants, over its HTTP API with server-to-server OAuth.

No call is repeated here, but for one new token: whoever asks decides, because asking twice can make two registrants.
Whatever Zoom may or may not have done is a `ZoomOutcomeUnknownError`: look with `find` before asking again.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from functions.adapters.zoom_calls import ZoomCalls
from functions.adapters.zoom_records import (
    APPROVED,
    PENDING,
    Meeting,
    Person,
    Registrant,
    read_capacity,
    read_meeting,
    read_participation,
    read_registrant,
)
from functions.adapters.zoom_token import ZoomCredentials
from functions.domain.errors import (
    MeetingMisconfiguredError,
    RegistrantRefusedError,
    UnexpectedZoomReplyError,
    ZoomOutcomeUnknownError,
)
from functions.domain.events import MeetingKind
from functions.domain.meeting_check import MeetingDetails
from functions.domain.participation import Participation

__all__ = ["BATCH", "Meeting", "MeetingDetails", "Person", "Registrant", "Zoom", "ZoomCredentials"]

BATCH = 30
PAGE = 300


class Zoom:
    """One Zoom account. Raises the errors that `zoom_errors` knows; others escape as they are."""

    def __init__(
        self,
        client: httpx.Client,
        *,
        api_url: str,
        token_url: str,
        credentials: ZoomCredentials,
        now: Callable[[], datetime],
    ) -> None:
        self._calls = ZoomCalls(client, api_url=api_url, token_url=token_url, credentials=credentials, now=now)

    def registrants(self, meeting: Meeting) -> Iterator[Registrant]:
        """Everyone who is pending or approved, page by page.

        The pending ones come first: somebody approved in between is then seen twice, and never missed.
        """
        path, subject = f"{meeting.path}/registrants", f"GET {meeting.path}"
        for status in (PENDING, APPROVED):
            for page in self._pages(path, subject, "registrants", {"status": status, "page_size": PAGE}):
                yield from (read_registrant(entry, status) for entry in page)

    def find(self, meeting: Meeting, emails: Collection[str]) -> dict[str, Registrant]:
        """Those of `emails` that are registered, by address in lower case; an approved registrant wins over a pending.

        Stops paging when all are found. A pending one has no place yet: `approve` gives it one.
        """
        missing = {email.lower() for email in emails}
        found: dict[str, Registrant] = {}
        for registrant in self.registrants(meeting) if missing else ():
            if registrant.email not in missing:
                continue
            found[registrant.email] = registrant
            if registrant.status == APPROVED:
                missing.discard(registrant.email)
            if not missing:
                break
        return found

    def find_all(self, meeting: Meeting, emails: Collection[str]) -> dict[str, list[Registrant]]:
        """Everybody pending or approved under each of `emails`, by address in lower case, duplicates included.

        For taking people out: it reads the whole list, and gives an empty one for whoever is not in it.
        """
        found: dict[str, dict[str, Registrant]] = {email.lower(): {} for email in emails}
        for registrant in self.registrants(meeting) if found else ():
            if registrant.email in found:
                # Somebody approved meanwhile comes twice; what was said last holds.
                found[registrant.email][registrant.id] = registrant
        return {email: list(registrants.values()) for email, registrants in found.items()}

    def add(self, meeting: Meeting, person: Person) -> Registrant:
        """Adds one person, approved, with a join link. Look with `find` first: a repeated add may make a second one."""
        by_zoom = meeting.kind is MeetingKind.MEETING  # a webinar's single add knows no approval
        body = person.alone | ({"auto_approve": True} if by_zoom else {})
        reply = self._ask("POST", meeting, "registrants", json=body, personal=True)
        status = APPROVED if by_zoom and reply.get("join_url") else PENDING
        return self.approve(meeting, read_registrant(reply | {"email": person.email}, status))

    def add_batch(self, meeting: Meeting, people: Sequence[Person]) -> dict[str, Registrant]:
        """Adds up to 30 people, approved, and gives each one's registrant by address in lower case.

        For meetings whose `MeetingDetails.takes_batches`. Raises `ZoomOutcomeUnknownError` unless Zoom answered for
        everyone who was asked for: `find` then tells who is in, and `add` why somebody is not.
        """
        if not 0 < len(people) <= BATCH:
            raise ValueError(f"a batch has 1 to {BATCH} people, not {len(people)}")
        body = {"auto_approve": True, "registrants": [person.in_batch for person in people]}
        reply = self._ask("POST", meeting, "batch_registrants", json=body, personal=True)
        entries = [read_registrant(entry, APPROVED) for entry in reply.get("registrants", [])]
        added = {entry.email: entry for entry in entries if entry.join_url}
        asked = {person.email.lower() for person in people}
        if missing := len(asked - added.keys()):
            raise ZoomOutcomeUnknownError(f"{meeting.path}: no answer for {missing} of a batch of {len(asked)}")
        return {email: added[email] for email in asked}

    def approve(self, meeting: Meeting, registrant: Registrant) -> Registrant:
        """The registrant, approved and with a join link; asks nothing of Zoom where that is so already."""
        if registrant.status != APPROVED:
            self._change(meeting, "approve", registrant.id, registrant.email)
        if not registrant.join_url:
            reply = self._ask("GET", meeting, f"registrants/{quote(registrant.id, safe='')}")
            registrant = read_registrant(reply | {"email": registrant.email}, APPROVED)
        if not registrant.join_url:
            raise ZoomOutcomeUnknownError(f"{meeting.path}: no join link for registrant {registrant.id}")
        return replace(registrant, status=APPROVED)

    def cancel(self, meeting: Meeting, registrant_id: str, email: str) -> None:
        """Withdraws the join link. Cancelling twice is one cancellation."""
        self._change(meeting, "cancel", registrant_id, email)

    def delete(self, meeting: Meeting, registrant_id: str) -> None:
        """Zoom forgets the registrant. One whom it does not know is forgotten already."""
        with suppress(RegistrantRefusedError):
            self._ask("DELETE", meeting, f"registrants/{quote(registrant_id, safe='')}", personal=True)

    def meeting(self, meeting: Meeting) -> MeetingDetails:
        return read_meeting(self._ask("GET", meeting, ""))

    def participants(self, meeting: Meeting) -> Iterator[Participation]:
        """Everybody in Zoom's report of the meeting that was held last, page by page; nobody while there is none.

        Raises `MeetingMisconfiguredError` for a meeting that Zoom has no report of yet, too.
        """
        path, subject = f"report/{meeting.path}/participants", f"GET report of {meeting.path}"
        for page in self._pages(path, subject, "participants", {"page_size": PAGE}):
            yield from (read_participation(entry) for entry in page if isinstance(entry, dict))

    def examined(self, meeting: Meeting) -> MeetingDetails:
        """The meeting with the capacity of its host's plan, as `meeting_check.check` wants it."""
        details = self.meeting(meeting)
        return replace(details, capacity=self.host_capacity(details.host_id, meeting.kind))

    def host_capacity(self, host_id: str, kind: MeetingKind) -> int | None:
        """Participants that the host's plan allows; None where Zoom does not say, or not to this app."""
        if not host_id:
            return None
        path = f"users/{quote(host_id, safe='')}/settings"
        try:
            return read_capacity(self._calls.ask("GET", path, "GET settings of the host"), kind)
        except (MeetingMisconfiguredError, UnexpectedZoomReplyError):
            return None

    def _pages(self, path: str, subject: str, name: str, query: dict[str, str | int]) -> Iterator[list[dict[str, Any]]]:
        while True:
            page = self._calls.ask("GET", path, subject, params=query)
            if name not in page:  # else somebody who is in would be taken for missing, and added twice
                raise ZoomOutcomeUnknownError(f"{subject}: Zoom's list cannot be read")
            yield page[name]
            if not page.get("next_page_token"):
                return
            query = query | {"next_page_token": page["next_page_token"]}

    def _change(self, meeting: Meeting, action: str, registrant_id: str, email: str) -> None:
        body = {"action": action, "registrants": [{"id": registrant_id, "email": email}]}
        self._ask("PUT", meeting, "registrants/status", json=body, personal=True)

    def _ask(self, method: str, meeting: Meeting, path: str, **request: Any) -> dict[str, Any]:
        target = f"{meeting.path}/{path}".rstrip("/")
        return self._calls.ask(method, target, f"{method} {meeting.path}", **request)
