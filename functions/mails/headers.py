"""Mail headers that keep any name and any title whole.

The standard library folds a long text that is not ASCII wrongly: spaces and commas go missing where it breaks the line.
Here every text that is not short and plain is written as encoded words (RFC 2047), each on a line of its own.
"""

import base64
from collections.abc import Iterator
from email import policy
from email.headerregistry import (
    Address,
    HeaderRegistry,
    UniqueAddressHeader,
    UniqueUnstructuredHeader,
)
from typing import Any

_PLAIN = 60
"""Characters of ASCII that still fit on the header's first line."""
_WORD_BYTES = 39
"""A line with an encoded word has at most 76 characters, the header's name included."""


class _OneAddress(UniqueAddressHeader):
    name: str
    addresses: tuple[Address, ...]

    def fold(self, *, policy: Any) -> str:
        [address] = self.addresses
        if not address.display_name:
            return _lines(self.name, [address.addr_spec], policy.linesep)
        name = address.display_name
        words = [_quoted(name)] if _plain(name) else _encoded(name)
        return _lines(self.name, [*words, f"<{address.addr_spec}>"], policy.linesep)


class _Link(UniqueUnstructuredHeader):
    """An address in angle brackets: however long, it is neither broken nor encoded."""

    name: str

    def fold(self, *, policy: Any) -> str:
        return _lines(self.name, [str(self)], policy.linesep)


class _Subject(UniqueUnstructuredHeader):
    name: str

    def fold(self, *, policy: Any) -> str:
        text = str(self)
        return _lines(self.name, [text] if _plain(text) else _encoded(text), policy.linesep)


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    kinds = {"to": _OneAddress, "from": _OneAddress, "subject": _Subject, "list-unsubscribe": _Link}
    for name, kind in kinds.items():
        registry.map_to_type(name, kind)  # type: ignore[arg-type] # the registry mixes its base in by itself
    return registry


#: What our messages are written by: CRLF, ASCII on the wire, headers as above.
POLICY = policy.SMTP.clone(header_factory=_registry())


def _lines(name: str, words: list[str], line_end: str) -> str:
    return f"{name}: " + f"{line_end} ".join(words) + line_end


def _plain(text: str) -> bool:
    return text.isascii() and len(text) <= _PLAIN and "=?" not in text


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _encoded(text: str) -> list[str]:
    return [f"=?utf-8?b?{base64.b64encode(chunk).decode()}?=" for chunk in _chunks(text)]


def _chunks(text: str) -> Iterator[bytes]:
    """UTF-8 of `_WORD_BYTES` or so, never cut inside a character, nor before a space: readers would double it."""
    chunk = b""
    for character in text:
        encoded = character.encode()
        if len(chunk) + len(encoded) > _WORD_BYTES and character != " ":
            yield chunk
            chunk = b""
        chunk += encoded
    yield chunk
