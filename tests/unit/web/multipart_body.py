"""A form with files in it, as a browser sends it."""

from collections.abc import Mapping

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
MEDIA_TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def a_file(content: bytes, filename: str = "roll.csv", name: str = "file") -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: text/csv\r\n\r\n'
    return head.encode() + content


def a_field(name: str, value: str) -> bytes:
    """Line ends become CRLF, as the HTML standard has it."""
    value = value.replace("\r\n", "\n").replace("\n", "\r\n")
    return f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()


def fields(values: Mapping[str, str]) -> list[bytes]:
    return [a_field(name, value) for name, value in values.items()]


def body(*parts: bytes) -> bytes:
    return b"".join(f"--{BOUNDARY}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{BOUNDARY}--\r\n".encode()
