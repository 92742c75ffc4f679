"""YAML read as it is written, with the line of every field."""

import pytest

from operations.read_yaml import MAX_BYTES, YamlProblemError, read_yaml


def said(data: bytes | str) -> str:
    with pytest.raises(YamlProblemError) as raised:
        read_yaml(data.encode() if isinstance(data, str) else data)
    return str(raised.value)


def test_nothing_is_guessed_every_value_is_a_text() -> None:
    values = read_yaml(b"a: no\nb: 012\nc: 2026-09-29 15:00\nd: 1:30\ne:\nf: [1, ~]\n").values
    assert values == {"a": "no", "b": "012", "c": "2026-09-29 15:00", "d": "1:30", "e": "", "f": ["1", "~"]}


def test_each_field_knows_its_line_and_a_missing_one_its_group() -> None:
    document = read_yaml(b"# comment\nevent: x\nregistration:\n  opens: y\n  closes: z\nreminders:\n  - P7D\n  - P1D\n")
    assert document.line(("registration", "closes")) == 5
    assert document.line(("reminders", 1)) == 8
    assert document.line(("registration", "nothing")) == 3
    assert document.line(("nothing",)) == 2


def test_a_byte_order_mark_is_taken() -> None:
    assert read_yaml(b"\xef\xbb\xbfa: b\n").values == {"a": "b"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", "line 3: “a” stands twice"),
        ("g:\n  a: 1\n  a: 2\n", "line 3: “a” stands twice"),
        ("a: &x [1]\nb: *x\n", "line 2: references (*name) are not taken"),
        ("- a\n- b\n", "line 1: the file must begin with fields such as “event: …”"),
        ("", "line 1: the file must begin with fields such as “event: …”"),
        ("a: 1\n? [b]\n: 2\n", "line 2: a field's name must be a text"),
        ("a: " + "[" * 5000, "line 1: is nested too deeply"),
    ],
)
def test_what_is_no_event_is_refused_with_its_line(text: str, expected: str) -> None:
    assert said(text) == expected


def test_broken_yaml_names_the_line() -> None:
    assert said("a: 1\nb: [1, 2\nc: 3\n").startswith("line 3: while parsing a flow sequence")


def test_a_second_document_is_refused() -> None:
    assert said("a: 1\n---\nb: 2\n").startswith("line 2:")


def test_other_encodings_and_strange_characters_are_refused() -> None:
    assert said("a: 1\nb: Räte\n".encode("latin-1")) == "line 2: is not UTF-8"
    assert said(b"a: \x00\n") == "line 1: the file holds a character that YAML does not allow"


def test_a_file_of_unlikely_size_is_not_read() -> None:
    assert said(b"a: b\n" * MAX_BYTES) == "line 1: the file is larger than 64 KiB"
