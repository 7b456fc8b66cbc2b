"""A mail of a track as a real prospect would get it; nothing is written."""

from dataclasses import dataclass

from winnow.flow.mailing.filling import values_of
from winnow.people.models import User
from winnow.procedure.crosschecks_of_nurture import LINKS
from winnow.procedure.merging import Unfilled, fill
from winnow.procedure.nurturing import TrackStep
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Person


@dataclass(frozen=True, slots=True)
class Previewed:
    """One mail; `trouble` says why they could not get it so."""

    step: TrackStep
    subject: str
    text: str
    trouble: str = ""

    @property
    def when(self) -> str:
        """In words."""
        day = self.step.on_day
        return f"Day {day}" if day is not None else f"At {self.step.at_interest} points"


def previewed(procedure: Procedure, step: TrackStep, person: Person | None, user: User) -> Previewed:
    """For this person, from this writer; as it is written where nobody is there yet."""
    body = LINKS.sub(lambda found: _told(found[1], procedure), step.body.strip())
    if person is None:
        return Previewed(step, step.subject, body)
    values = values_of(procedure, person, user)
    try:
        return Previewed(step, fill(step.subject, values), fill(body, values))
    except Unfilled as error:
        return Previewed(step, step.subject, body, str(error))


def _told(link: str, procedure: Procedure) -> str:
    """Where a link leads; its own address is made when the mail is written."""
    known = procedure.nurture.link(link.removeprefix("link:"))
    if known is None:
        return "⟨a page on which they ask to be called⟩"
    return f"⟨{known.text}: {known.url}⟩"
