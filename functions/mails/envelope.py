"""The headers that all our mails have."""

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from unicodedata import category

from functions.mails.headers import POLICY

_BREAKS = {"Cc", "Zl", "Zp"}


def envelope(
    *, organiser: str, sender: str, to: str, name: str, reply_to: str, subject: str, identity: str, now: datetime
) -> EmailMessage:
    """A mail with headers and no content. `to` has one address, `name` may be empty. `identity` is the same for the
    same mail and only for it."""
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(_one_line(organiser), addr_spec=sender)
    message["To"] = Address(_one_line(name), addr_spec=to)
    message["Reply-To"] = Address(addr_spec=reply_to)
    message["Date"] = format_datetime(now.astimezone(UTC))
    message["Message-ID"] = f"<{identity}@{domain_of(sender)}>".lower()
    # RFC 3834: no out-of-office notice comes back; the second header says so to Exchange.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Subject"] = subject
    return message


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def _one_line(name: str) -> str:
    """A name can hold nothing that would end a header; the joiners of Persian and Hindi stay."""
    return " ".join("".join(" " if category(letter) in _BREAKS else letter for letter in name).split())
