"""WSGI programs served from threads of this process."""

import logging
from threading import Thread
from types import TracebackType
from typing import Any, Self

import waitress
from flask import Flask
from waitress import wasyncore

from local.ports import LOOPBACK

# Requests that wait are what this is for: no news.
logging.getLogger("waitress.queue").setLevel(logging.ERROR)


class Server:
    """Serves `app` on loopback while it is entered. Requests beyond `threads` wait their turn."""

    def __init__(self, app: Flask, port: int = 0, threads: int = 4) -> None:
        self._sockets: dict[int, Any] = {}
        self._server = waitress.create_server(
            app, map=self._sockets, host=LOOPBACK, port=port, threads=threads, clear_untrusted_proxy_headers=False
        )
        self._thread = Thread(target=self._server.run, name=f"server-{self.port}", daemon=True)

    @property
    def port(self) -> int:
        """The port, chosen by the system where none was asked for."""
        return int(self._server.effective_port)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.task_dispatcher.shutdown(cancel_pending=True, timeout=2)
        # In the server's own thread: a socket closed from here could be one that it just waits for.
        self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._sockets, ignore_all=True))
        self._thread.join(3)
