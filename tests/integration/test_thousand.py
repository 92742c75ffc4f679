"""A large event: what is done once for each event must not be done once for each delegate."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.domain.events import MailKind
from functions.domain.registration import Status, reference_for
from tests.integration.office import Office
from tests.samples import a_registration

DELEGATES = 1_000


@pytest.mark.ci
def test_a_postponement_of_a_thousand_costs_seven_schedule_updates_and_one_notice_each(
    template: Mapping[str, Any],
) -> None:
    with Office(template, datetime(2026, 8, 10, 9, tzinfo=UTC), capacity=DELEGATES) as office:
        references = []
        for number in range(DELEGATES):
            email = f"delegate{number}@parliament.aruvia.example"
            references.append(reference_for(office.event.code, office.event.salt, email))
            office.table.add(
                a_registration(
                    reference=references[-1],
                    event=office.event.id,
                    email=email,
                    organisation="parliament-aruvia",
                    status=Status.CONFIRMED,
                    seat=True,
                    join_url=f"http://127.0.0.1:8001/w/{number}",
                    submitted_at=office.event.published_at - timedelta(days=1),
                )
            )
        office.cloud.patience = 600
        office.cloud.settle()
        office.meanwhile.asked.clear()
        office.move(timedelta(days=7))
        office.cloud.settle()
        asked = [name for service, name in office.meanwhile.asked if service == "scheduler"]
        made = Counter(name for name in asked if not name.startswith(("Get", "List")))
        assert made == {"UpdateSchedule": 7}
        notices = Counter(str(mail["Message-ID"]).strip("<>").split(".")[0] for mail in office.cloud.mails())
        assert notices == {reference.lower(): 1 for reference in references}
        assert all(f".{MailKind.POSTPONEMENT}." in str(mail["Message-ID"]) for mail in office.cloud.mails())
