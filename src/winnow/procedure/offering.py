"""The part of the procedure on offers: pages written once, for how long they hold, and a small first order."""

from typing import Annotated

from pydantic import Field

from winnow.procedure.dealing import Portion
from winnow.procedure.shapes import Days, Frozen, Key

FewDays = Annotated[int, Field(strict=True, ge=1, le=365)]


class OfferTemplate(Frozen):
    """An offer written once: `{company}` and the like are filled in, by look-up and nothing else."""

    key: Key
    text: str
    title: str
    outcome: str  # what will be different for them, where the opportunity does not say
    terms: str
    less: str = ""  # a small first order, in words; empty: there is none
    less_share: Portion = 0.2  # of the price


class Offers(Frozen):
    """Offers: what they are made from, how long they and their links hold, and what goes into the mail."""

    valid_days: FewDays = 21
    link_days: Days = 60  # for so long after that the page can still be read
    call_back_days: tuple[FewDays, ...] = (14, 30, 60, 180)  # what “not now: call me in …” offers
    subject: str = "Our offer: {title}"
    mail: str = "Hello, our offer is here: {link} It holds until {valid_until}."
    templates: tuple[OfferTemplate, ...] = ()

    def template(self, key: str) -> OfferTemplate | None:
        return next((one for one in self.templates if one.key == key), None)
