"""SES's list of addresses that it does not mail: what each of its answers means for an erasure."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import boto3
import pytest
from botocore.exceptions import ConnectTimeoutError
from botocore.stub import Stubber

from functions.adapters.suppressions import SuppressionList
from functions.domain.errors import MailThrottledError, SenderMisconfiguredError

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

ADDRESS = "anna@parliament.aruvia.example"
CALL, ASKED = "delete_suppressed_destination", {"EmailAddress": ADDRESS}


def listed(ses: Stubber) -> SuppressionList:
    return SuppressionList(cast("SESV2Client", ses.client))


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with Stubber(boto3.client("sesv2", region_name="eu-central-1")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def test_an_address_is_taken_off_the_list_and_one_that_was_not_there_is_no_error(ses: Stubber) -> None:
    ses.add_response(CALL, {}, ASKED)
    ses.add_client_error(CALL, "NotFoundException", expected_params=ASKED)
    assert [listed(ses).remove(ADDRESS), listed(ses).remove(ADDRESS)] == [True, False]


@pytest.mark.parametrize(
    ("code", "error"),
    [("TooManyRequestsException", MailThrottledError), ("AccessDeniedException", SenderMisconfiguredError)],
)
def test_a_refusal_says_whether_to_try_again_and_never_the_address(
    ses: Stubber, code: str, error: type[Exception]
) -> None:
    ses.add_client_error(CALL, code, f"{ADDRESS} is not yours", expected_params=ASKED)
    with pytest.raises(error) as raised:
        listed(ses).remove(ADDRESS)
    assert code in str(raised.value)
    assert ADDRESS not in str(raised.value)
    assert raised.value.__cause__ is None


def test_when_ses_is_out_of_reach_it_is_tried_again(ses: Stubber, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(**_: str) -> None:
        raise ConnectTimeoutError(endpoint_url="https://email.example")

    monkeypatch.setattr(ses.client, CALL, lost)
    with pytest.raises(MailThrottledError):
        listed(ses).remove(ADDRESS)
