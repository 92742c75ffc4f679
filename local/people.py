"""Invented delegates of the sample roll, one for each road that a registration can take by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from functions.domain.membership import Organisation, Standing


@dataclass(frozen=True, slots=True)
class Delegate:
    given_names: str
    family_names: str
    email: str
    organisation: str
    """The organisation's id on the roll."""
    sharing: str = ""
    access_needs: str = ""

    def renamed(self, email: str) -> "Delegate":
        """The same person, giving this address."""
        return replace(self, email=email)

    def typed(self) -> dict[str, str]:
        """What they type into the form."""
        return {
            "title": "Dr",
            "given_names": self.given_names,
            "family_names": self.family_names,
            "email": self.email,
            "organisation": self.organisation,
            "role": "member",
            "language": "fr",
            "sharing": self.sharing,
            "access_needs": self.access_needs,
            "consent": "yes",
        }

    def secrets(self) -> set[str]:
        """What nobody but the delegate and the secretariat may read, least of all in a log."""
        return {self.given_names, self.family_names, self.email, self.sharing, self.access_needs} - {""}


def member(roll: Iterable[Organisation]) -> Delegate:
    """Of an organisation in good standing, with an address there: registers without anybody's help."""
    organisation = _first(roll, Standing.ACTIVE)
    return Delegate(
        "Ñusta Quillari",
        "O’Brannagh-Vexley",
        f"q.vexley@{organisation.domains[0]}",
        organisation.id,
        sharing="A tribunal for cyclone debts.",
        access_needs="Captions in large print, please.",
    )


def suspended(roll: Iterable[Organisation]) -> Delegate:
    organisation = _first(roll, Standing.MEMBER_SUSPENDED)
    return Delegate("Bartolomeu", "Farrowgale", f"b.farrowgale@{organisation.domains[0]}", organisation.id)


def free_mail(roll: Iterable[Organisation]) -> Delegate:
    """Of an organisation in good standing, with an address that anybody can have."""
    return Delegate("Clémentine", "Quindelmarsh", "c.quindelmarsh@gmail.com", _first(roll, Standing.ACTIVE).id)


def _first(roll: Iterable[Organisation], standing: Standing) -> Organisation:
    return next(entry for entry in roll if entry.standing is standing and entry.domains)
