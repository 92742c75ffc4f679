"""What the secretariat reads of reports and exports. All of it is message ids, but for what `group_name` makes."""

from collections.abc import Mapping

from functions.domain.events import Category
from functions.domain.registration import Role
from functions.domain.report import Dimension
from functions.domain.wording import N_
from functions.language import language_name, translator
from functions.web.secretariat_words import CATEGORY_NAMES
from functions.web.words import GENDERS, ROLES

DIMENSIONS = {
    Dimension.CATEGORY: N_("By category of organisation"),
    Dimension.REGION: N_("By region"),
    Dimension.ROLE: N_("By role"),
    Dimension.GENDER: N_("By gender"),
    Dimension.LANGUAGE: N_("By language of interpretation"),
}

#: What each figure counts: its name, and in a sentence what it means.
FIGURES = {
    "registered": (
        N_("Registered"),
        N_("Everybody who ever registered for this event, whatever became of it; each reference counts once."),
    ),
    "verified": (
        N_("Verified"),
        N_("Found, or decided, to be entitled to attend, whether or not they cancelled later."),
    ),
    "confirmed": (
        N_("Confirmed"),
        N_("Given a link to join, and not cancelled: whether they came or not."),
    ),
    "attended": (
        N_("Attended"),
        N_("Seen at the event for as long as it asks for."),
    ),
    "absent": (
        N_("Absent"),
        N_("Confirmed, and not seen at the event."),
    ),
}

NOT_KNOWN = N_("Not known")
NOT_SAID = N_("Not said")


def group_name(dimension: Dimension, group: str, locale: str) -> str:
    """A group in words."""
    translate = translator(locale).gettext
    if not group:
        return translate(NOT_SAID if dimension is Dimension.GENDER else NOT_KNOWN)
    match dimension:
        case Dimension.CATEGORY:
            return translate(CATEGORY_NAMES[Category(group)])
        case Dimension.ROLE:
            return translate(ROLES[Role(group)])
        case Dimension.LANGUAGE:
            return language_name(group, locale)
        case Dimension.GENDER if group in GENDERS:
            return translate(GENDERS[group])
        case _:
            return group


def question_text(labels: Mapping[str, str], locale: str) -> str:
    """A question, or an answer to choose, in the reader's language. The English text is a message id where the question
    is one of those that stand in, and otherwise unknown to the catalogue, which then leaves it as it is."""
    return labels[locale] if locale in labels else translator(locale).gettext(labels["en"])


def question_language(labels: Mapping[str, str], locale: str) -> str:
    """The language of `question_text`: the reader's, or English where it has no other words."""
    return "en" if question_text(labels, locale) == labels["en"] else locale
