"""What every call of the API goes through: token, faults, limits, one at a time; then its own work."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from flask import copy_current_request_context, current_app, request
from flask.typing import ResponseReturnValue

from local.zoom.faults import Fault, ReplyLostError
from local.zoom.limits import Label
from local.zoom.refusals import invalid

if TYPE_CHECKING:
    from local.zoom.sandbox import Sandbox

#: Takes the meeting, and by name whatever else its route holds.
type View = Callable[..., ResponseReturnValue]


def current_sandbox() -> "Sandbox":
    return cast("Sandbox", current_app.extensions["sandbox"])


def operation(name: str, label: Label) -> Callable[[View], View]:
    """Makes a view of a route with `kinds` (meetings or webinars) and `meeting_id`; it gets the meeting."""

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(*, kinds: str, meeting_id: str, **rest: Any) -> ResponseReturnValue:
            sandbox, kind = current_sandbox(), kinds.removesuffix("s")
            return _answer(name, label, kind, meeting_id, lambda: view(sandbox.open(kind, meeting_id), **rest))

        return answer

    return wrap


def account_operation(name: str, label: Label) -> Callable[[View], View]:
    """The same for a route that is about no meeting: the view gets what its route holds."""

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(**rest: Any) -> ResponseReturnValue:
            return _answer(name, label, "meeting", "", lambda: view(**rest))

        return answer

    return wrap


def _answer(
    name: str, label: Label, kind: str, meeting_id: str, work: Callable[[], ResponseReturnValue]
) -> ResponseReturnValue:
    sandbox = current_sandbox()
    with sandbox.lock:
        now = sandbox.clock()
        sandbox.catch_up()
        sandbox.tokens.check(request.headers.get("Authorization", ""), now)
        fault = sandbox.faults.take(name)
        refuse(sandbox, fault, kind, meeting_id)
        sandbox.limits.request(sandbox.plan, label, now)
        if fault and fault.mode == "late":
            sandbox.late.append((now + timedelta(seconds=fault.seconds), copy_current_request_context(work)))
            raise ReplyLostError("the connection broke on purpose, before the work was done")
        reply = work()
    lose(sandbox, fault)
    return reply


def refuse(sandbox: "Sandbox", fault: Fault | None, kind: str, meeting_id: str) -> None:
    """Raises the refusal that the fault puts in place of the work."""
    if fault and (refusal := fault.before(kind, meeting_id, sandbox.clock())):
        raise refusal


def lose(sandbox: "Sandbox", fault: Fault | None) -> None:
    """After the work: the answer is late, or never comes."""
    if fault and fault.mode == "slow":
        sandbox.sleep(fault.seconds)
    if fault and fault.mode == "reply-lost":
        raise ReplyLostError("the reply was lost on purpose")


def json_object() -> dict[str, Any]:
    """The request's body. Raises 300 unless it is a JSON object."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise invalid("body", "Request Body should be a valid JSON object.")
    return body


def page_of(entries: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The page that the query asks for, as Zoom wraps it: the entries are under `name`."""
    size = _number("page_size", "30")
    if not 1 <= size <= 300:
        raise invalid("page_size")
    start = _number("next_page_token", "0")
    more = start + size < len(entries)
    return {
        "page_size": size,
        "page_count": -(-len(entries) // size),
        "total_records": len(entries),
        "next_page_token": str(start + size) if more else "",
        name: entries[start : start + size],
    }


def _number(name: str, default: str) -> int:
    value = request.args.get(name) or default
    if not (value.isascii() and value.isdecimal()):
        raise invalid(name)
    return int(value)
