"""What happens in the middle of something else: just before a call of the application to AWS or to Zoom, or just after.

Nothing here runs beside anything: the application stands still at its call, and what others do meanwhile is done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import boto3
import httpx
from botocore.exceptions import ClientError, ReadTimeoutError
from botocore.loaders import create_loader
from botocore.session import Session

#: What boto3 knows of AWS is read from files once, not for each session.
_models = create_loader()

type Act = Callable[[], object]


@dataclass(frozen=True)
class _Planned:
    call: str
    after: bool
    about: tuple[str, ...]
    act: Act

    def falls(self, call: str, after: bool, about: str) -> bool:
        return (call, after) == (self.call, self.after) and all(part in about for part in self.about)


class Meanwhile:
    """Calls are named as AWS names them, such as `PutItem`; those of Zoom are `POST registrants` and their like."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []
        self.witnesses: dict[str, Callable[[Mapping[str, Any]], object]] = {}
        """By call: each is shown every request that was answered, before its answer is seen."""
        self.asked: list[tuple[str, str]] = []
        """Service and name of each call to AWS."""

    def before(self, call: str, act: Act, *about: str) -> None:
        """Does `act` once, before the next such call whose request holds all of the texts `about`.

        What `act` raises is what the application meets in place of an answer.
        """
        self._planned.append(_Planned(call, False, about, act))

    def after(self, call: str, act: Act, *about: str) -> None:
        """The same once the call has been answered."""
        self._planned.append(_Planned(call, True, about, act))

    def forget(self) -> list[str]:
        """Takes back what has not happened; says of which calls."""
        left, self._planned = self._planned, []
        return [planned.call for planned in left]

    def at(self, call: str, after: bool, request: object) -> None:
        """A call is reached: whatever was planned for it happens now."""
        about = str(request) if self._planned else ""
        for planned in [each for each in self._planned if each.falls(call, after, about)]:
            if planned in self._planned:  # one act may have brought about what another waited for
                self._planned.remove(planned)
                planned.act()

    # Every client that is made from now on

    def __enter__(self) -> Self:
        session = Session()
        session.register_component("data_loader", _models)
        boto3.setup_default_session(botocore_session=session)
        events = boto3.DEFAULT_SESSION.events  # type: ignore[union-attr]
        events.register("before-parameter-build", self._before)
        events.register("after-call", self._after)
        return self

    def __exit__(self, *_: object) -> None:
        self.forget()
        boto3.setup_default_session()

    def _before(self, params: Any, model: Any, context: dict[str, Any], **_: Any) -> None:
        context["request"] = params
        self.asked.append((model.service_model.service_name, model.name))
        self.at(model.name, False, params)

    def _after(self, model: Any, context: dict[str, Any], **_: Any) -> None:
        request = context.get("request", {})
        if witness := self.witnesses.get(model.name):
            witness(request)
        self.at(model.name, True, request)


class Interrupted(httpx.BaseTransport):
    """The way to Zoom, with what happens meanwhile."""

    def __init__(self, inner: httpx.BaseTransport, meanwhile: Meanwhile) -> None:
        self._inner = inner
        self._meanwhile = meanwhile

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        call = f"{request.method} {request.url.path.rpartition('/')[2]}"
        self._meanwhile.at(call, False, request.read())
        response = self._inner.handle_request(request)
        self._meanwhile.at(call, True, request.read())
        return response


def lose_answer() -> None:
    raise ReadTimeoutError(endpoint_url="https://aws.example")


def throttle() -> None:
    raise ClientError({"Error": {"Code": "TooManyRequestsException", "Message": "slower"}}, "SendEmail")
