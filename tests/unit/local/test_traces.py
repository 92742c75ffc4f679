"""What must not be in a history or a log is found there, however it is written."""

import json

import pytest

from local.traces import Trace, leaks

NAME, ADDRESS = "O’Brannagh-Vexley", "q.vexley@parliament.aruvia.example"


@pytest.mark.parametrize(
    "text",
    [
        f"mailed {NAME}",
        json.dumps({"name": NAME}),
        json.dumps({"input": json.dumps({"name": NAME})}),
        ADDRESS.upper(),
        f"https://zoom.example/?to={ADDRESS}",
    ],
)
def test_a_name_or_address_is_found_in_any_case_and_escaping(text: str) -> None:
    assert leaks([Trace("log Mailer", text)], {NAME, ADDRESS}) == ["log Mailer"]


def test_where_it_stands_is_told_and_what_it_is_is_not() -> None:
    told = leaks([Trace("run A-1", NAME), Trace("log Pages", "A-1 confirmed")], {NAME, ADDRESS})
    assert told == ["run A-1"]


def test_ids_are_no_secret() -> None:
    assert leaks([Trace("run PS26-7K3M9Q-1", '{"reference": "PS26-7K3M9Q"}')], {NAME, ADDRESS}) == []
