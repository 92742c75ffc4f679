"""SES's list of the addresses that it does not mail any more: mails to them bounced, or were complained of."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, HTTPClientError

from functions.domain.errors import MailThrottledError, SenderMisconfiguredError

if TYPE_CHECKING:
    from types_boto3_sesv2 import SESV2Client

_THROTTLED = {"TooManyRequestsException", "ThrottlingException", "Throttling", "RequestLimitExceeded"}


class SuppressionList:
    def __init__(self, client: "SESV2Client") -> None:
        self._client = client

    def remove(self, address: str) -> bool:
        """Takes the address out; says whether it stood there.

        Raises `MailThrottledError`, after which it may be asked again, or `SenderMisconfiguredError`.
        """
        try:
            self._client.delete_suppressed_destination(EmailAddress=address)
        except self._client.exceptions.NotFoundException:
            return False
        except ClientError as error:
            # SES's words stay out of ours: they may hold the address.
            code = error.response["Error"]["Code"]
            if code in _THROTTLED:
                raise MailThrottledError(f"SES asks to wait: {code}") from None
            raise SenderMisconfiguredError(f"SES does not let us change its list: {code}") from None
        except (HTTPClientError, ConnectTimeoutError, EndpointConnectionError):
            raise MailThrottledError("SES could not be reached") from None
        return True
