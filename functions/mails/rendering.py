"""The templates of the mails, filled in as plain text and as HTML."""

from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from markupsafe import Markup

from functions.language import environment
from functions.mails.plain_text import wrapped

TEMPLATES = Path(__file__).parent / "templates"


def write(message: EmailMessage, locale: str, name: str, values: Mapping[str, Any]) -> None:
    """Fills in the two templates of this name, as the two bodies of the message."""
    templates = environment(TEMPLATES, locale)
    templates.filters.update(_FILTERS)
    text = wrapped(templates.get_template(f"{name}.txt").render(values))
    message.set_content(text, cte="quoted-printable")
    html = templates.get_template(f"{name}.html").render(values)
    message.add_alternative(html, subtype="html", cte="quoted-printable")


def _mailto(address: str) -> Markup:
    return Markup('<a class="link" href="mailto:{0}" style="color:#0b4f9e">{0}</a>').format(address)


_FILTERS: dict[str, Callable[[str], Markup]] = {
    "bdi": Markup("<bdi>{}</bdi>").format,
    "strong": Markup("<strong>{}</strong>").format,
    # One line, for whoever copies it.
    "whole": Markup('<strong style="white-space:nowrap">{}</strong>').format,
    "mailto": _mailto,
}
