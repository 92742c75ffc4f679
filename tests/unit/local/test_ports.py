"""A taken port is named, with what to do about it."""

import socket

import pytest

from local.ports import LOOPBACK, PortTakenError, free_ports, ports_from


def test_any_of_the_three_ports_that_is_taken_is_named() -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        for first in (port, port - 1, port - 2):
            with pytest.raises(PortTakenError, match=f"Port {port} is in use. Stop what uses it, or choose another"):
                ports_from(first)


def test_free_ports_are_three_different_ones() -> None:
    ports = free_ports()
    assert len({ports.front, ports.zoom, ports.ministack}) == 3
