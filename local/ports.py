"""Ports on loopback: three in a row for `make run`, any three for a stack that nobody types the address of."""

import socket
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"


class PortTakenError(Exception):
    """Somebody listens on a port that we need; the message says what to do."""

    def __init__(self, port: int, another: int) -> None:
        super().__init__(f"Port {port} is in use. Stop what uses it, or choose another: make run PORT={another}")
        self.port = port


@dataclass(frozen=True, slots=True)
class Ports:
    front: int
    zoom: int
    ministack: int


def ports_from(first: int) -> Ports:
    """The three ports that begin with `first`. Raises `PortTakenError` unless all are free."""
    ports = Ports(first, first + 1, first + 2)
    for port in (ports.front, ports.zoom, ports.ministack):
        if not _is_free(port):
            raise PortTakenError(port, another=9000 if first != 9000 else 9100)
    return ports


def free_ports() -> Ports:
    """Three ports that nobody used a moment ago."""
    with ExitStack() as held:
        taken = [held.enter_context(socket.create_server((LOOPBACK, 0))) for _ in range(3)]
        front, zoom, ministack = (each.getsockname()[1] for each in taken)
    return Ports(front, zoom, ministack)


def _is_free(port: int) -> bool:
    try:
        # create_server sets SO_REUSEADDR: a port that a stack gave back a second ago counts as free.
        with socket.create_server((LOOPBACK, port)):
            return True
    except OSError:
        return False


def answers(url: str) -> bool:
    """Whether somebody listens at the address."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((str(parts.hostname), parts.port or 80), timeout=2):
            return True
    except OSError:
        return False
