"""Why a registration was declined, in the words that the delegate is told."""

from functions.domain.registration import Reason
from functions.domain.wording import N_

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
}


def reason_for(reason: Reason | None) -> str:
    """A message id of the catalogue; doubts about the address are told in one way, which helps no impostor."""
    return REASONS.get(reason, _NOT_SHOWN) if reason else _NOT_SHOWN
