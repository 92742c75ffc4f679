"""Mail through SES. One place says which of its errors may be tried again, and which leave a doubt."""

from email.message import EmailMessage
from typing import TYPE_CHECKING

from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ProxyConnectionError,
    SSLError,
)
from botocore.parsers import ResponseParserError

from functions.domain.errors import (
    MailOutcomeUnknownError,
    MailRefusedError,
    MailThrottledError,
    RollcallError,
    SenderMisconfiguredError,
)

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

#: The client's configuration: botocore repeats a call whose reply was lost, and SES would then send a second mail.
ASK_ONCE = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 1})

_THROTTLED = {"TooManyRequestsException", "ThrottlingException", "Throttling", "RequestLimitExceeded"}
_SENDER = {
    "LimitExceededException",  # the account's quota for the day: a person has to see it
    "AccountSuspendedException",
    "SendingPausedException",
    "MailFromDomainNotVerifiedException",
    "NotFoundException",
    "AccessDeniedException",
    "AccessDenied",
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "ExpiredTokenException",
}
# SES says MessageRejected both for a bad message and for an identity that it has not verified (also in its sandbox,
# where it is the recipient that is not verified): only the words tell them apart.
_SENDER_WORDS = ("not verified", "sending paused", "configuration set")
_SERVER_ERROR = 500

_NEVER_LEFT = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError)
# HTTPClientError is the base of ReadTimeoutError, ConnectionClosedError and their like.
_MAY_HAVE_LEFT = (HTTPClientError, SSLError, ResponseParserError)


class Mailer:
    """`client` must be built with `ASK_ONCE`. `sender` is our own bare address, `configuration_set` an SES name."""

    def __init__(self, client: "SESV2Client", sender: str, configuration_set: str) -> None:
        self._client = client
        self._sender = sender
        self._configuration_set = configuration_set

    def send(self, message: EmailMessage) -> str:
        """Hands the message to SES once, and returns SES's own id of it. It has exactly one recipient, in To.

        Raises `MailThrottledError` (not sent, later it may be), `MailRefusedError` (this message or address never),
        `SenderMisconfiguredError` (nothing can be sent) or `MailOutcomeUnknownError` (it may have left).
        """
        [recipient] = message["To"].addresses
        try:
            answer = self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [recipient.addr_spec]},
                Content={"Raw": {"Data": message.as_bytes()}},
                ConfigurationSetName=self._configuration_set,
            )
        except ClientError as error:
            raise _meaning(error) from None
        except _NEVER_LEFT:
            raise MailThrottledError("SES could not be reached: nothing was sent") from None
        except _MAY_HAVE_LEFT:
            raise MailOutcomeUnknownError("SES was asked and its reply was lost: the mail may have left") from None
        return answer["MessageId"]


def _meaning(error: ClientError) -> RollcallError:
    """SES's words stay out of ours: they may hold the address."""
    code = error.response["Error"]["Code"]
    words = error.response["Error"].get("Message", "").lower()
    if code in _THROTTLED:
        return MailThrottledError(f"SES asks to wait: {code}")
    if code in _SENDER or any(sign in words for sign in _SENDER_WORDS):
        return SenderMisconfiguredError(f"SES does not let us send: {code}")
    if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= _SERVER_ERROR:
        return MailOutcomeUnknownError(f"SES failed after it was asked: {code}")
    return MailRefusedError(f"SES refused this mail: {code}")
