"""A signed link opens one thing, for one registration, until its end."""

import hashlib
from datetime import timedelta

import pytest
from itsdangerous import URLSafeSerializer

from functions.adapters.links import LinkClaim, LinkExpiredError, LinkForgedError, Links, Purpose
from tests.samples import STARTS, a_registration

REGISTRATION = a_registration()
LINKS = Links("https://events.example", ["old key", "new key"])
TOKEN = LINKS.token(REGISTRATION, Purpose.STATUS, STARTS)
BEFORE = STARTS - timedelta(days=1)


def test_a_link_names_its_registration() -> None:
    assert LINKS.read(TOKEN, Purpose.STATUS, BEFORE) == LinkClaim("solidarity", REGISTRATION.reference, 1)


def test_links_are_those_of_the_configured_address_and_carry_nothing_in_a_query() -> None:
    address = LINKS.status(REGISTRATION, STARTS)
    assert address.startswith("https://events.example/r/")
    assert "?" not in address


def test_nothing_personal_stands_in_a_link() -> None:
    from base64 import urlsafe_b64decode

    payload = TOKEN.split(".")[0]
    opened = urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    assert b"anna" not in opened.lower()


@pytest.mark.parametrize(
    "token",
    [TOKEN[:-1], TOKEN[:-3] + "AAA", TOKEN[5:], "x" + TOKEN, "", "nonsense", "é", TOKEN + ".x", TOKEN.swapcase()],
)
def test_a_link_that_was_cut_or_altered_is_forged(token: str) -> None:
    with pytest.raises(LinkForgedError):
        LINKS.read(token, Purpose.STATUS, BEFORE)


@pytest.mark.parametrize("made", Purpose)
@pytest.mark.parametrize("shown", Purpose)
def test_a_link_for_another_purpose_is_forged(made: Purpose, shown: Purpose) -> None:
    token = LINKS.token(REGISTRATION, made, STARTS)
    if made is shown:
        assert LINKS.read(token, shown, BEFORE).reference == REGISTRATION.reference
        return
    with pytest.raises(LinkForgedError):
        LINKS.read(token, shown, BEFORE)


def test_a_focal_point_is_asked_about_one_attempt() -> None:
    again = a_registration(attempt=2)
    token = LINKS.vouch(again, STARTS).removeprefix("https://events.example/v/")
    assert LINKS.read(token, Purpose.VOUCH, BEFORE) == LinkClaim("solidarity", again.reference, 2)


def test_a_link_from_before_attempts_were_told_apart_is_of_the_first() -> None:
    key = URLSafeSerializer("new key", salt="rollcall.status", signer_kwargs={"digest_method": hashlib.sha256})
    old = key.dumps(["solidarity", REGISTRATION.reference, int(STARTS.timestamp())])
    assert LINKS.read(str(old), Purpose.STATUS, BEFORE).attempt == 1


def test_a_link_signed_before_the_key_was_changed_still_opens() -> None:
    old = Links("https://events.example", ["old key"]).token(REGISTRATION, Purpose.STATUS, STARTS)
    assert LINKS.read(old, Purpose.STATUS, BEFORE).reference == REGISTRATION.reference


def test_a_link_of_a_key_that_was_withdrawn_is_forged() -> None:
    withdrawn = Links("https://events.example", ["withdrawn"]).token(REGISTRATION, Purpose.STATUS, STARTS)
    with pytest.raises(LinkForgedError):
        LINKS.read(withdrawn, Purpose.STATUS, BEFORE)


def test_a_link_whose_time_is_over_says_whom_it_was_for() -> None:
    with pytest.raises(LinkExpiredError) as caught:
        LINKS.read(TOKEN, Purpose.STATUS, STARTS + timedelta(seconds=1))
    assert caught.value.claim.reference == REGISTRATION.reference
