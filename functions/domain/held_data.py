"""What is held about one delegate, in words that the delegate can read: everything but what is a secret of ours."""

from collections.abc import Iterable, Mapping
from typing import Any

#: How the rows begin that lie beside a registration, and what each is called.
_KINDS = {
    "AUDIT#": "history",
    "MAIL#": "mails",
    "PRESENCE#": "seen_in_the_meeting",
    "ATTENDANCE": "attendance",
    "REGISTRANT#": "numbers_at_zoom",
    "ASKED#": "links_asked_for",
}
#: By the token of a run that waits, and by the note of who is at work, nothing is known of the delegate.
_NOT_THEIRS = ("WAIT#", "ZOOM")
_OF_THE_TABLE = frozenset({"pk", "sk", "event_shard", "stands"})


def held_data(rows: Iterable[Mapping[str, Any]], feedback: Mapping[str, Any] | None) -> dict[str, Any]:
    """`rows` are those under the registration's reference, the registration among them; `feedback`, what was said under
    the delegate's name."""
    found: dict[str, Any] = {"registration": {}, "feedback": dict(feedback) if feedback else {}}
    for row in rows:
        name = str(row["sk"])
        if name == "REGISTRATION":
            found["registration"] = {"reference": row["pk"], **_plain(row)}
        elif not name.startswith(_NOT_THEIRS):
            kind = next((kind for begins, kind in _KINDS.items() if name.startswith(begins)), "other")
            found.setdefault(kind, []).append({"entry": name, **_plain(row)})
    return found


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in _OF_THE_TABLE and value not in ("", None)}
