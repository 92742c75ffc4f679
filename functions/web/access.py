"""Every route of the secretariat's pages, and the role that it needs.

The applications and the gateway are made from these tables: what does not stand here does not exist. Keys are API
Gateway's route keys. A route needs its role whatever its method: a search is sent by POST, and changes nothing.
"""

from functions.adapters.user_pool import CALLBACK, SIGNED_OUT
from functions.domain.staff import StaffRole
from functions.web.workflows import WORKFLOWS

_VIEWER, _OFFICER, _ADMINISTRATOR = StaffRole

HOME, SIGN_IN, SIGN_OUT = "/secretariat", "/secretariat/sign-in", "/secretariat/sign-out"
EVENT = "/secretariat/events/{event}"
REGISTRATION = "/secretariat/registrations/{reference}"
ROLL = "/secretariat/roll"

OPEN = frozenset(f"GET {path}" for path in (SIGN_IN, CALLBACK, SIGN_OUT, SIGNED_OUT))
"""For whoever has not signed in: signing in itself."""

PAGES = {
    f"GET {HOME}": _VIEWER,
    f"GET {EVENT}": _VIEWER,
    f"POST {EVENT}/resume": _OFFICER,
    f"GET {EVENT}/registrations": _VIEWER,
    f"POST {EVENT}/registrations": _VIEWER,
    f"POST {EVENT}/registrations/cancel": _OFFICER,
    f"GET {EVENT}/review": _VIEWER,
    f"POST {EVENT}/review": _OFFICER,
    f"GET {EVENT}/waiting": _VIEWER,
    f"GET {EVENT}/repair": _VIEWER,
    f"GET {EVENT}/unsent": _VIEWER,
    f"POST {EVENT}/unsent": _OFFICER,
    f"GET {EVENT}/report": _VIEWER,
    f"GET {EVENT}/report.xlsx": _OFFICER,
    f"GET {EVENT}/exports": _OFFICER,
    f"GET {EVENT}/exports/{{file}}": _OFFICER,
    f"GET {EVENT}/attendance": _VIEWER,
    f"POST {EVENT}/attendance": _OFFICER,
    f"POST {EVENT}/attendance/again": _OFFICER,
    f"GET {REGISTRATION}": _VIEWER,
    f"POST {REGISTRATION}/cancel": _OFFICER,
    f"POST {REGISTRATION}/protect": _OFFICER,
    f"POST {REGISTRATION}/reveal": _OFFICER,
    f"POST {REGISTRATION}/erase": _ADMINISTRATOR,
    f"GET {ROLL}": _VIEWER,
    f"POST {ROLL}/preview": _ADMINISTRATOR,
    f"POST {ROLL}": _ADMINISTRATOR,
}

RUNS = {
    "GET /secretariat/runs": _VIEWER,
    **{f"GET /secretariat/{workflow.folder}/{{run}}": _VIEWER for workflow in WORKFLOWS},
}


def may(role: StaffRole, route: str) -> bool:
    """Raises `KeyError` for a route that does not exist."""
    return role.covers((PAGES | RUNS)[route])
