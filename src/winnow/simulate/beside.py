"""What people do beside their queues, once a week: offers to who asked, cards to practise, hours to prospect."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from winnow.deals.models import Opportunity
from winnow.flow.offers.answering import Said, answer, look
from winnow.flow.offers.making import Make, draft, handed_out, make
from winnow.flow.practising import candidates, take
from winnow.followup.blocks import actions as blocks
from winnow.followup.blocks.models import Block
from winnow.offers import queries as offers
from winnow.offers.content import Content, Line
from winnow.offers.models import Offer
from winnow.offers.words import Answered
from winnow.people.models import User
from winnow.practice import actions as practice
from winnow.practice import queries as cards
from winnow.practice.models import Card
from winnow.prospects.access import visible
from winnow.prospects.models import Prospect
from winnow.prospects.words import Outcome, Role, State
from winnow.simulate.cases import Setting

ASKED = ("asked", "agreed")  # stages in which the buyer has asked for an offer
OFFERS, GRADED = 4, 2  # a week; cards each
RIPE, HOUR = timedelta(days=4), timedelta(hours=1)
LOOKED, ASKS, ACCEPTS, PLANS = 0.8, 0.3, 0.4, 0.75
CENT, USUAL_MARGIN = Decimal("0.01"), Decimal("0.3")
QUESTIONS = (
    "Who trains our people, and how long does it take?",
    "What happens if a machine fails on a Saturday?",
    "Can we return one of them after three months?",
    "Does the price hold if we take only half of them now?",
)
PRACTISED = (
    ("You are too dear.", "Too dear against what? Ask what a failed morning costs; name the outcome and its proof."),
    ("Send me something and I will look at it.", "What must be in it so that you can decide? And who else reads it?"),
    ("We are happy with our supplier.", "What would have to happen for you to look again? Then a date."),
    ("Call me next year.", "What is different then? Write the month down, and ask what they would lose until then."),
    ("My boss decides that.", "What will they ask you first? Offer to be there, and ask for the day."),
    ("We have no budget for that.", "Who would find it, if the outcome were worth twice the price? Start with less."),
)  # fmt: skip


@dataclass
class Beside:
    """The week's end of a firm: what is done on a Friday that no clock demands; `busy`: with whom somebody talks."""

    setting: Setting
    seed: int
    busy: Collection[int] = ()

    def week(self, at: datetime) -> list[int]:
        """All of it; returns the prospects that something happened to."""
        rng = Random(f"{self.seed}/beside/{at:%Y-%m-%d}")
        people = list(User.objects.filter(is_active=True).order_by("pk"))
        self._card(people, at)
        for one in people:
            if one.role in cards.FACING:
                _grade(one, rng, at)
                _plan(one, rng, at)
        return [*self._answers(rng, at), *self._offers(rng, at)]

    def _card(self, people: list[User], at: datetime) -> None:
        """Marketing makes one of what the losses taught, in words that name nobody."""
        marketer = next(one for one in people if one.role == Role.MARKETER)
        seen = visible(marketer)
        known, found = Card.objects.count(), candidates(self.setting.procedure, seen)
        if not found or known >= len(PRACTISED):
            return
        card = take(found[0].source, self.setting.procedure, seen, by=marketer.pk, now=at)
        if card:
            prompt, good = PRACTISED[known]
            practice.edit(
                card.pk, prompt, good, "You say it kindly, and mean it.", Card.State.READY, by=marketer.pk
            )

    def _offers(self, rng: Random, at: datetime) -> Iterator[int]:
        """Sellers offer to whose buyers have asked."""
        deals = Opportunity.objects.filter(
            stage__in=ASKED, prospect__state=State.WORKING, prospect__offers=None, amount__isnull=False
        )
        for deal in deals.select_related("prospect__person", "prospect__owner").order_by("pk")[:OFFERS]:
            row = deal.prospect
            if row.outcome != Outcome.DO_NOT_CONTACT and row.owner and row.pk not in self.busy:
                page = self._page(row, deal, row.owner, at)
                nonce = f"{rng.getrandbits(128):032x}"
                key, share = f"week:{at:%G%V}:{row.pk}", self._margin(row.pk)
                one = Make(
                    key, row.pk, at, row.owner.pk, nonce, page, margin=(page.total * share).quantize(CENT)
                )
                made = make(one, now=at)
                handed_out(made.pk, by=row.owner.pk, now=at)
                yield row.pk

    def _margin(self, prospect: int) -> Decimal:
        """What the seller knows to stay with us of each unit of money."""
        case = self.setting.cases.get(prospect)
        return Decimal(str(round(case.truth.margin, 3))) if case else USUAL_MARGIN

    def _page(self, row: Prospect, deal: Opportunity, by: User, at: datetime) -> Content:
        page = draft(self.setting.procedure, row, by, at)
        lines = page.lines or (Line("Machines with service for a year", 1, deal.amount or Decimal(0)),)
        return replace(
            page,
            lines=lines,
            title=page.title or "Your machines",
            outcome=page.outcome or "Coffee that guests praise",
        )

    def _answers(self, rng: Random, at: datetime) -> Iterator[int]:
        """Buyers open what was sent; some ask, and who wants to buy from us may accept."""
        sent = Offer.objects.filter(sent_at__lt=at - RIPE, revoked_at=None, answers=None)
        for row in sent.filter(prospect__state=State.WORKING).order_by("pk"):
            if rng.random() < LOOKED and row.prospect_id not in self.busy:
                look(row.pk, now=at)
                yield from self._answer(row, rng, at)

    def _answer(self, row: Offer, rng: Random, at: datetime) -> Iterator[int]:
        page, case = offers.page_of(row), self.setting.cases.get(row.prospect_id)
        if not page.content or at.date() >= page.valid_until:
            return
        name = str(row.prospect.person)
        if case and case.truth.buys and not case.has_ordered and rng.random() < ACCEPTS:
            case.has_ordered = True
            number = f"PO-{rng.randrange(10_000, 99_999)}"
            answer(Said(row.pk, page.hash, Answered.ACCEPTED, name, po_number=number), now=at)
            yield row.prospect_id
        elif rng.random() < ASKS:
            answer(Said(row.pk, page.hash, Answered.QUESTION, name, rng.choice(QUESTIONS)), now=at)
            yield row.prospect_id


def _grade(one: User, rng: Random, at: datetime) -> None:
    for card in cards.due(one.pk, at)[:GRADED]:
        practice.grade(
            practice.Grade(one.pk, card.pk, rng.choice((2, 3, 3, 4)), "aloud", rng.randint(20, 90)), now=at
        )


def _plan(one: User, rng: Random, at: datetime) -> None:
    """Most weeks they plan what was proposed to them for the next."""
    proposed = Block.objects.filter(user=one, state=Block.State.PROPOSED, starts__gt=at + HOUR)
    numbers = list(proposed.order_by("pk").values_list("pk", flat=True))
    if numbers and rng.random() < PLANS:
        blocks.accept(one, numbers, now=at)
