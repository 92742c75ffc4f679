"""Why a registration was declined, expired or cancelled, in the words that the delegate is told: message ids, all."""

from dataclasses import dataclass

from functions.domain.registration import Reason
from functions.domain.wording import N_


@dataclass(frozen=True, slots=True)
class Told:
    """What happened, as the words before the event's title and time; then what that means and what to do."""

    subject: str
    happened: str
    then: str


_NOT_SHOWN = N_(
    "We could not establish that you belong to the organisation that you named, and this event is for its members and "
    "staff only."
)

REASONS: dict[Reason, str] = {
    Reason.ORGANISATION_SUSPENDED: N_(
        "According to our records, the organisation that you named cannot take part in our events at present. This "
        "concerns the organisation, not you personally."
    ),
    Reason.NOT_IN_AUDIENCE: N_(
        "This event is not open to the category of organisations to which the one that you named belongs."
    ),
    Reason.ORGANISATION_UNKNOWN: N_(
        "We could not find the organisation that you named among those that this event is open to."
    ),
    Reason.LIMIT_REACHED: N_("The places for delegates of your organisation are all taken."),
    Reason.ZOOM_REFUSED: N_("Zoom does not accept a registration with the details that you gave."),
    Reason.NOT_VOUCHED_FOR: N_("The organisation that you named could not confirm to us that you belong to it."),
    Reason.NOT_INVITED: N_("We have looked at your registration, and we cannot offer you a place at this event."),
}

_EXPIRED = N_("You are not registered: %(title)s")
_UNDECIDED = Told(
    _EXPIRED,
    N_("Registration has closed, and your registration could not be decided on in time. You are not registered for:"),
    N_("We are sorry. There is nothing that you need to do."),
)
_NO_SEAT = Told(
    _EXPIRED,
    N_("Registration has closed, and no seat has become free for you. You are not registered for:"),
    N_("We are sorry. There is nothing that you need to do: you are no longer on the waiting list."),
)

_CANCELLED = N_("Your registration is cancelled: %(title)s")
_BY_SECRETARIAT = Told(
    _CANCELLED,
    N_("We have cancelled your registration for:"),
    N_("If you think that this is a mistake, write to us: a person will read it."),
)
_CANCELLATIONS = {
    Reason.BY_DELEGATE: Told(
        _CANCELLED,
        N_("As you asked, your registration is cancelled. You will not attend:"),
        N_("If you change your mind, you can register again for as long as registration is open."),
    ),
    Reason.BY_ZOOM_HOST: Told(
        _CANCELLED,
        N_("Your registration was cancelled by the meeting’s host in Zoom. It was for:"),
        N_("If you think that this is a mistake, write to us: a person will read it."),
    ),
    Reason.ADDRESS_CHANGED: Told(
        N_("Your registration goes on under another address: %(title)s"),
        N_("As you asked, this address is no longer registered, because you gave us another one. This is about:"),
        N_(
            "There is nothing that you need to do: all further mails go to the new address. If it was not you who "
            "asked for this, write to us at once."
        ),
    ),
    Reason.EVENT_CANCELLED: Told(
        N_("This event will not take place: %(title)s"),
        N_("We are sorry: this event will not take place."),
        N_("Your registration is cancelled with it. There is nothing that you need to do."),
    ),
}


def reason_for(reason: Reason | None) -> str:
    """Why a registration was declined; doubts about the address are told in one way, which helps no impostor."""
    return REASONS.get(reason, _NOT_SHOWN) if reason else _NOT_SHOWN


def expiry(reason: Reason | None) -> Told:
    return _NO_SEAT if reason is Reason.NO_SEAT else _UNDECIDED


def cancellation(reason: Reason | None) -> Told:
    return _CANCELLATIONS.get(reason, _BY_SECRETARIAT) if reason else _BY_SECRETARIAT
