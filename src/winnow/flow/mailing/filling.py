"""A template of the procedure, filled in for one prospect by one person."""

from dataclasses import dataclass

from winnow.flow.scene import Refused
from winnow.people.models import User
from winnow.procedure.merging import Unfilled, fill
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Person

NOT_FIRST = frozenset({"dr", "dr.", "prof", "prof.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "herr", "frau"})


@dataclass(frozen=True, slots=True)
class Filled:
    subject: str
    text: str


def filled(procedure: Procedure, key: str, person: Person, user: User) -> Filled:
    """The mail as it would go out. Raises Refused, naming every field of which nothing is known."""
    template = procedure.mail.template(key)
    if template is None:
        raise Refused(f"The procedure has no template “{key}”.")
    values = values_of(procedure, person, user)
    try:
        return Filled(fill(template.subject, values).strip(), fill(template.body, values).strip())
    except Unfilled as error:
        raise Refused(str(error)) from error


def values_of(procedure: Procedure, person: Person, user: User) -> dict[str, str]:
    """What the fields of a template stand for."""
    names = [one for one in person.name.split() if one.lower() not in NOT_FIRST]
    return {
        "first_name": names[0] if len(names) > 1 else "",
        "name": person.name,
        "title": person.title,
        "company": person.company.name if person.company else "",
        "city": person.city,
        "my_name": user.name,
        "my_email": user.email,
        "our_company": procedure.company.name,
    }
