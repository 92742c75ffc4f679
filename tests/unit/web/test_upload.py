"""A form with a file in it is read as strictly as the others."""

import pytest

from functions.web.request import Request, RequestRefusedError
from functions.web.upload import Part, read_parts
from tests.unit.web.multipart_body import BOUNDARY, MEDIA_TYPE, a_field, a_file, body

CSV = "organisation,name\r\n\r\n--aruvia,Räte\n".encode()


def sent(content: bytes, media_type: str = MEDIA_TYPE) -> Request:
    return Request({"content-type": media_type}, {}, content)


def refusal(request: Request) -> int:
    with pytest.raises(RequestRefusedError) as raised:
        read_parts(request)
    return raised.value.status


@pytest.mark.parametrize("content", [CSV, b"", b"\xff\xfe\x00", b"\r\n", b"--", BOUNDARY.encode()])
def test_a_file_comes_as_it_is_byte_by_byte(content: bytes) -> None:
    parts = read_parts(sent(body(a_field("over", "1"), a_file(content))))
    assert parts == {"over": Part(b"1"), "file": Part(content, "roll.csv")}


def test_no_file_chosen_is_a_file_without_a_name() -> None:
    assert read_parts(sent(body(a_file(b"", filename=""))))["file"] == Part(b"", "")


def test_whatever_a_file_is_called_it_is_a_file() -> None:
    name = "../../Räte’s%22roll.csv"
    assert read_parts(sent(body(a_file(CSV, filename=name))))["file"].content == CSV


@pytest.mark.parametrize(
    "media_type",
    ["", "text/csv", "application/x-www-form-urlencoded", "multipart/mixed; boundary=x", "multipart/form-data"],
)
def test_what_is_no_such_form_is_not_read(media_type: str) -> None:
    assert refusal(sent(body(a_file(CSV)), media_type)) == 415


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"organisation,name",
        body(a_file(CSV))[:-6],
        body(b"Content-Type: text/csv\r\n\r\nx"),
        body(b'Content-Disposition: form-data; name="file"\n\nx'),
        body(*(a_field(f"field-{number}", "x") for number in range(9))),
        body(b'Content-Disposition: form-data; name="\xff"\r\n\r\nx'),
        body(b"X: " + b"x" * 5_000 + b"\r\n\r\nx"),
    ],
    ids=["nothing", "no parts", "cut off", "no name", "LF", "too many", "not UTF-8", "long header"],
)
def test_what_is_broken_is_not_read(content: bytes) -> None:
    assert refusal(sent(content)) == 400


def test_a_part_that_comes_twice_is_refused() -> None:
    assert refusal(sent(body(a_file(CSV), a_file(CSV)))) == 422
    assert refusal(sent(body(a_field("file", "x"), a_file(CSV)))) == 422
