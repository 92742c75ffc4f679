"""One plain e-mail address, in the one spelling by which Rollcall knows its owner."""

import re
import unicodedata

import idna

from functions.domain.text import checked, refused
from functions.domain.wording import N_

NOT_ONE = N_("Enter one e-mail address and nothing else, like name@parliament.example")
NOT_MAILABLE = N_("This address cannot receive our mail")
LONG = N_("Enter an e-mail address of 128 characters or fewer: Zoom takes no more")

_LONGEST = 128
#: Marks and spaces of no width, which come along when an address is copied from a page or a letter.
_UNSEEN = "\u200b\u200e\u200f\u061c\ufeff"
_MORE_THAN_ONE = re.compile(r"[\s,;<>()\[\]\\:]")
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_TOP_LABEL = re.compile(r"xn--[a-z0-9-]+|[a-z]{2,63}")


def plain_address(text: str) -> str:
    """The address in lower case, compatibility forms folded, an internationalised domain as `xn--`.

    Raises a pydantic error of type `text`, for more than an address or for one that SES cannot mail.
    """
    address = unicodedata.normalize("NFKC", checked(text.strip(_UNSEEN + " \t"))).lower()
    local, at, domain = address.partition("@")
    if not (local and at and domain) or _MORE_THAN_ONE.search(address):
        raise refused(NOT_ONE)
    if not _LOCAL.fullmatch(local) or len(local) > 64:
        raise refused(NOT_MAILABLE)
    plain = f"{local}@{_ascii(domain)}"
    if len(plain) > _LONGEST:
        raise refused(LONG)
    return plain


def _ascii(domain: str) -> str:
    """The domain as the name system knows it. A name of one label, a number or a final dot is no mail domain."""
    try:
        name = idna.encode(domain, uts46=True, std3_rules=True).decode()
    except idna.IDNAError as error:
        raise refused(NOT_ONE) from error
    labels = name.split(".")
    if len(labels) < 2 or len(name) > 253 or not _TOP_LABEL.fullmatch(labels[-1]):
        raise refused(NOT_ONE)
    return name
