"""Each role may do what those below it may."""

from functions.domain.staff import StaffMember, StaffRole


def test_each_role_covers_itself_and_those_below_it() -> None:
    viewer, officer, administrator = StaffRole.VIEWER, StaffRole.OFFICER, StaffRole.ADMINISTRATOR
    assert [role for role in StaffRole if viewer.covers(role)] == [viewer]
    assert [role for role in StaffRole if officer.covers(role)] == [viewer, officer]
    assert [role for role in StaffRole if administrator.covers(role)] == [viewer, officer, administrator]


def test_the_audit_names_who_of_the_secretariat_it_was() -> None:
    assert StaffMember("jean@assembly.example", StaffRole.VIEWER).actor == "secretariat:jean@assembly.example"
