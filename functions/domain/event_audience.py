"""The part of an event file that says who may attend."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import ConfigDict, Field

from functions.domain.event_fields import Count, InvitationCode, OrganisationId
from functions.domain.event_parts import Part
from functions.domain.event_problems import FieldProblem, repeated
from functions.domain.events import AudienceRules, Category, SuspendedBodies, invitation_digest
from functions.domain.registration import Role

MAX_CODES = 50


class Limits(Part):
    """How many delegates an organisation may send: any, or one of a category, which goes before."""

    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", "-"))

    organisation: Count | None = None
    member_parliament: Count | None = None
    associate_member: Count | None = None
    permanent_observer: Count | None = None

    def by_category(self) -> dict[Category, int]:
        limits = {
            Category.MEMBER_PARLIAMENT: self.member_parliament,
            Category.ASSOCIATE_MEMBER: self.associate_member,
            Category.PERMANENT_OBSERVER: self.permanent_observer,
        }
        return {category: limit for category, limit in limits.items() if limit is not None}


class Audience(Part):
    categories: Annotated[list[Category], Field(min_length=1)]
    roles: list[Role] = Field(default_factory=lambda: list(Role), min_length=1)
    suspended_bodies: SuspendedBodies = SuspendedBodies.DECLINE
    excluded: list[OrganisationId] = Field(default_factory=list)
    always_review: list[OrganisationId] = Field(default_factory=list)
    limits: Limits = Limits()
    invitation_codes: list[InvitationCode] = Field(default_factory=list, max_length=MAX_CODES, repr=False)

    def rules(self, salt: str) -> AudienceRules:
        """The rules as they are kept: of the invitation codes nothing but digests, keyed with the event's salt."""
        return AudienceRules(
            roles=frozenset(self.roles),
            suspended_bodies=self.suspended_bodies,
            excluded=frozenset(self.excluded),
            always_review=frozenset(self.always_review),
            organisation_limit=self.limits.organisation,
            category_limits=self.limits.by_category(),
            invitations=frozenset(invitation_digest(salt, code) for code in self.invitation_codes),
        )

    def problems(self) -> list[FieldProblem]:
        """What no single field shows: entries that stand twice, and organisations that are both out and in."""
        lists: dict[str, Sequence[object]] = {
            "categories": self.categories,
            "roles": self.roles,
            "excluded": self.excluded,
            "always_review": self.always_review,
            "invitation_codes": self.invitation_codes,
        }
        twice = [problem for name, entries in lists.items() for problem in repeated(("audience", name), entries)]
        return twice + [
            FieldProblem(("audience", "always_review", place), "is excluded: nobody of it can be reviewed")
            for place, organisation in enumerate(self.always_review)
            if organisation in self.excluded
        ]
