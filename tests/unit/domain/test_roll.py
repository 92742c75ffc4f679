"""A roll's file: taken whole, or refused with everything that is wrong with it."""

from datetime import date

import pytest

from functions.domain.events import Category
from functions.domain.membership import Organisation, Standing
from functions.domain.roll import MAX_ROWS, RollRefusedError, RollTooLargeError, read_roll

HEADER = "organisation,name,category,standing,domains,focal_point,valid_from,valid_until"
ARUVIA = "aruvia,Parliament of Aruvia,member-parliament,active,parliament.aruvia.example,office@aruvia.example,,"
BELMAR = "belmar,Diet of Belmar,associate-member,active,diet.belmar.example,,,"


def roll(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def problems(data: bytes) -> list[str]:
    with pytest.raises(RollRefusedError) as raised:
        read_roll(data)
    return [str(problem) for problem in raised.value.problems]


def row(**cells: str) -> str:
    names = HEADER.split(",")
    return ",".join({**dict(zip(names, ARUVIA.split(","), strict=True)), **cells}[name] for name in names)


def test_a_row_is_an_organisation() -> None:
    dated = row(
        domains="parliament.aruvia.example senate.aruvia.example", valid_from="2024-01-31", valid_until="2026-12-31"
    )
    assert read_roll(roll(dated)) == [
        Organisation(
            id="aruvia",
            name="Parliament of Aruvia",
            category=Category.MEMBER_PARLIAMENT,
            standing=Standing.ACTIVE,
            domains=("parliament.aruvia.example", "senate.aruvia.example"),
            focal_point="office@aruvia.example",
            valid_from=date(2024, 1, 31),
            valid_until=date(2026, 12, 31),
        )
    ]


def test_a_roll_may_say_in_which_region_an_organisation_is() -> None:
    regions = roll(f"{ARUVIA},Arab States", f"{BELMAR},", header=f"{HEADER},region")
    assert [entry.region for entry in read_roll(regions)] == ["Arab States", ""]
    assert [entry.region for entry in read_roll(roll(ARUVIA, BELMAR))] == ["", ""]


def test_a_region_that_nobody_could_read_is_named_with_its_line() -> None:
    wrong = roll(f"{ARUVIA},{'x' * 61}", f"{BELMAR},Eu\u202erope", header=f"{HEADER},region")
    assert problems(wrong) == [
        "line 2, region: is longer than 60 characters",
        "line 3, region: holds control characters or hidden characters",
    ]


def test_a_column_that_may_be_left_out_may_not_stand_twice() -> None:
    twice = roll(f"{ARUVIA},,", header=f"{HEADER},region,region")
    assert problems(twice) == ["line 1, region: the column stands twice"]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + roll(ARUVIA, BELMAR),
        roll(ARUVIA, BELMAR).replace(b",", b";"),
        roll(ARUVIA, BELMAR).replace(b"\n", b"\r\n"),
        roll(ARUVIA, BELMAR).replace(b"\n", b"\r"),
        roll(ARUVIA, "", ",,,,,,,", BELMAR),
        roll(ARUVIA, BELMAR, header=HEADER.title()),
    ],
    ids=["byte order mark", "semicolons", "CRLF", "CR", "blank rows", "capital letters in the header"],
)
def test_what_spreadsheets_write_is_taken(data: bytes) -> None:
    assert [entry.id for entry in read_roll(data)] == ["aruvia", "belmar"]


def test_columns_may_stand_in_any_order() -> None:
    mixed = "\n".join(",".join(reversed(line.split(","))) for line in (HEADER, ARUVIA)).encode()
    assert read_roll(mixed) == read_roll(roll(ARUVIA))


@pytest.mark.parametrize(
    "name", ["O'Brien", "Câmara, dos Deputados", "国民议会", "مجلس النواب", "=SUM(A1)", "<b>", "{{7*7}}"]
)
def test_any_name_is_taken_as_it_is_written(name: str) -> None:
    assert read_roll(roll(row(name=f'"{name}"')))[0].name == name


def test_an_internationalised_domain_is_kept_as_the_name_system_knows_it() -> None:
    assert read_roll(roll(row(domains="Örnland.example")))[0].domains == ("xn--rnland-vxa.example",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (roll(ARUVIA).decode().encode("utf-16"), "the file is written in UTF-16: save it as UTF-8"),
        (roll(ARUVIA).decode().encode("utf-16-le"), "the file is written in UTF-16: save it as UTF-8"),
        (
            roll(BELMAR, row(name="Räte")).decode().encode("windows-1252"),
            "line 3: is not UTF-8; the file looks like Windows-1252: save it as UTF-8",
        ),
        (b"PK\x03\x04" + bytes(90), "the file is a spreadsheet, not CSV: save it as “CSV UTF-8”"),
        (roll(ARUVIA, BELMAR.replace("Diet", "Di\0et")), "line 3: holds a NUL byte"),
        (roll(header=HEADER), "the file holds no organisation"),
    ],
    ids=["UTF-16", "UTF-16 without a mark", "Windows-1252", "spreadsheet", "NUL", "no rows"],
)
def test_a_file_that_is_no_roll_is_refused_saying_what_it_is(data: bytes, said: str) -> None:
    assert problems(data) == [said]


def test_a_missing_or_doubled_or_unknown_column_is_named() -> None:
    header = HEADER.replace("standing", "name").replace("valid_until", "until")
    assert sorted(problems(roll(ARUVIA, header=header))) == [
        "line 1, name: the column stands twice",
        "line 1, standing: the column is missing",
        "line 1, until: a roll has no such column",
        "line 1, valid_until: the column is missing",
    ]


def test_an_empty_file_lacks_every_column() -> None:
    assert len(problems(b"")) == len(HEADER.split(","))


def test_an_unclosed_quotation_mark_is_found_where_it_opens() -> None:
    assert problems(roll(ARUVIA, row(organisation="b", name='"Diet'), BELMAR)) == [
        "line 3: a quotation mark is not closed, or something follows it"
    ]


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("organisation", "Aruvia!", "must be an id of small letters, digits and hyphens, such as parliament-aruvia"),
        ("name", " ", "is empty"),
        ("name", "Aru\tvia", "holds control characters or hidden characters"),
        ("name", "Aru\u202evia", "holds control characters or hidden characters"),
        ("name", "x" * 161, "is longer than 160 characters"),
        ("category", "parliament", "must be one of member-parliament, associate-member, permanent-observer"),
        ("standing", "", "must be one of active, member-suspended, rights-suspended, former"),
        ("domains", "nothing", "holds something that is no e-mail domain"),
        ("domains", "aruvia.example/x", "holds something that is no e-mail domain"),
        ("domains", "a@aruvia.example", "holds something that is no e-mail domain"),
        ("domains", "gmail.com", "gmail.com gives addresses to anyone: it cannot belong to an organisation"),
        ("domains", "a.example A.example", "names a domain twice"),
        ("focal_point", "the office", "must be one e-mail address, or empty"),
        ("valid_from", "31.12.2025", "must be a day such as 2026-09-30, or empty"),
        ("valid_until", "2026-02-30", "is a day that does not exist"),
    ],
)
def test_a_cell_that_cannot_be_is_named_by_line_and_column(column: str, cell: str, said: str) -> None:
    assert problems(roll(BELMAR, row(**{column: cell}))) == [f"line 3, {column}: {said}"]


def test_an_entry_does_not_end_before_it_begins() -> None:
    assert problems(roll(row(valid_from="2026-01-02", valid_until="2026-01-01"))) == [
        "line 2, valid_until: is before valid_from"
    ]


def test_a_row_with_too_few_cells_is_named() -> None:
    assert problems(roll("aruvia,Parliament")) == ["line 2: has 2 cells where the header has 8"]


def test_a_domain_a_name_and_an_id_belong_to_one_organisation_only() -> None:
    same_domain = row(organisation="belmar", name="Diet")
    same_name = row(domains="x.example", name="PARLIAMENT of Aruvia")
    assert problems(roll(ARUVIA, same_domain, same_name)) == [
        "line 3, domains: “parliament.aruvia.example” already stands on line 2",
        "line 4, name: “parliament of aruvia” already stands on line 2",
        "line 4, organisation: “aruvia” already stands on line 2",
    ]


def test_one_bad_row_of_a_thousand_refuses_all_and_every_problem_is_told() -> None:
    rows = [row(organisation=f"o{n}", name=f"Body {n}", domains=f"d{n}.example") for n in range(1000)]
    rows[500] = row(standing="asleep", category="none")
    assert [said.split(":")[0] for said in problems(roll(*rows))] == ["line 502, category", "line 502, standing"]


def test_a_record_over_several_lines_does_not_shift_the_lines_of_those_below() -> None:
    assert problems(roll(row(name='"Parliament\nof Aruvia"'), row(standing="asleep"))) == [
        "line 2, name: holds control characters or hidden characters",
        "line 4, standing: must be one of active, member-suspended, rights-suspended, former",
    ]


def test_too_many_rows_are_refused_before_they_are_read() -> None:
    with pytest.raises(RollTooLargeError):
        read_roll(b"not even a header\n" * (MAX_ROWS + 2))
