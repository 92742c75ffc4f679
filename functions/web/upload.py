"""A form with a file in it (multipart/form-data), read as strictly as the other forms."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from functions.web.request import REPEATED, UNREADABLE, WRONG_TYPE, Request, RequestRefusedError

MULTIPART = "multipart/form-data"
_PARTS_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Part:
    content: bytes
    filename: str | None = None
    """None for a field that is no file; empty where no file was chosen."""


def read_parts(request: Request) -> dict[str, Part]:
    """The parts of the form by their names, each once. Raises `RequestRefusedError`.

    The whole body is taken, which the gateway limits: whoever wants less of it looks at its length before.
    """
    media_type, options = parse_options_header(request.header("content-type"))
    if media_type != MULTIPART or not options.get("boundary"):
        raise RequestRefusedError(415, WRONG_TYPE)
    try:
        parts = list(_parts(options["boundary"], request.body))
    except (MultipartError, ValueError):
        raise RequestRefusedError(400, UNREADABLE) from None
    found = dict(parts)
    if len(found) < len(parts):
        raise RequestRefusedError(422, REPEATED)
    return found


def _parts(boundary: str, body: bytes) -> Iterator[tuple[str, Part]]:
    segment: Any = None
    content = b""
    with PushMultipartParser(boundary, len(body), max_segment_count=_PARTS_LIMIT, strict=True) as parser:
        for event in parser.parse(body):
            if isinstance(event, MultipartSegment):
                segment, content = event, b""
            elif event is not None:
                content += event
            else:
                yield segment.name, Part(content, segment.filename)
