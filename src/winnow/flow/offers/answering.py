"""A buyer answers: accepts (which is the order), asks, says when to call, or says no; without an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from winnow.flow import owed
from winnow.flow.customers.asked import called_back, to_keeper
from winnow.flow.finish import Bought, Rest, nurture_in, order_in
from winnow.flow.offers.making import today
from winnow.flow.offers.smaller import end_with
from winnow.flow.owed import Owed
from winnow.flow.pursue import Back, back, bring_back_in, owner_again, stays_closed
from winnow.flow.scene import Refused, Scene
from winnow.flow.work.moving import LONGEST_SNOOZE
from winnow.followup.plan import Plan
from winnow.offers import actions as offers
from winnow.offers import queries
from winnow.offers.content import Content, read
from winnow.offers.models import Answer, Offer, Sheet
from winnow.offers.standing import due, standing
from winnow.offers.words import Answered, Standing
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Order, Prospect
from winnow.prospects.queries import survivors
from winnow.prospects.transitions import Change
from winnow.prospects.words import NextAction, Outcome, Queue, State

SHORT = 3  # characters: less is no question
MOST_QUESTIONS = 20  # of one offer: more are no questions


class Changed(Refused):
    """What was accepted is not what holds now: the new page must be shown."""


class Late(Refused):
    """The offer does not hold any more."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came from the page: `hash` is of the page that the buyer saw, `address` where they were."""

    offer: int
    hash: str
    kind: Answered
    name: str = ""
    text: str = ""
    po_number: str = ""
    less: bool = False
    days: int | None = None
    address: str = ""


def answer(one: Said, *, now: datetime) -> Answer:
    """Keep the answer and do what follows from it, in one transaction; an offer accepted already is answered the same.

    Raises Changed if another page holds by now, Late if none does, Refused for what is missing.
    """
    with transaction.atomic(savepoint=False):
        scene, row = _scene(one.offer, now)
        accepted = queries.acceptance(row.pk)
        if accepted:
            if one.kind is Answered.ACCEPTED:
                return accepted
            raise Refused("This offer was accepted already. Write or call us about the order.")
        page = queries.page_of(row)
        _check(scene, row, page, one)
        made = Answer(
            offer=row, sheet=page.number, hash=page.hash, kind=one.kind, at=now, name=one.name.strip()[:200],
            text=one.text.strip()[:4_000], po_number=one.po_number.strip()[:80], less=one.less, days=one.days,
            address=one.address[:64],
        )  # fmt: skip
        return _REACT[one.kind](scene, row, page, made)


def _scene(offer: int, now: datetime) -> tuple[Scene, Offer]:
    """Prospects are locked before offers; who was merged into another goes on there."""
    number = Offer.objects.values_list("prospect_id", flat=True).get(pk=offer)
    return Scene.of(survivors([number]).values(), now=now), queries.locked(offer)


def _check(scene: Scene, row: Offer, page: Sheet, one: Said) -> None:
    day, link_days = today(scene.procedure, scene.now), scene.procedure.offers.link_days
    stands = standing(page.valid_until, day, link_days, revoked=row.revoked_at is not None)
    if stands in (Standing.REVOKED, Standing.ENDED) or not page.content:
        raise Late("This offer does not hold any more. Write or call us, and we make you another one.")
    if one.hash != page.hash:
        raise Changed(
            "This offer was changed since you opened it. This is how it stands now: please read it again."
        )
    if one.kind is Answered.ACCEPTED:
        _check_acceptance(page, one, stands)
    elif one.kind is Answered.LATER:
        if one.days not in scene.procedure.offers.call_back_days:
            raise Refused("Choose when we may call you.")
    elif len(one.text.strip()) < SHORT:
        raise Refused("Write your question." if one.kind is Answered.QUESTION else "Tell us why not.")
    if row.answers.count() >= MOST_QUESTIONS and one.kind is not Answered.ACCEPTED:
        raise Refused("We have your answers. Write or call us about anything else.")


def _check_acceptance(page: Sheet, one: Said, stands: Standing) -> None:
    if stands is not Standing.OPEN:
        raise Late(
            f"This offer held until {page.valid_until:%-d %B %Y}. Ask us below, and we see what we can do."
        )
    if len(one.name.strip()) < SHORT:
        raise Refused("Write your name: who accepts this?")
    if one.less and not read(page.content).less:
        raise Refused("This offer has no smaller first order.")


def _accepted(scene: Scene, row: Offer, page: Sheet, made: Answer) -> Answer:
    content, (prospect,) = read(page.content), scene.rows
    amount = content.price(made.less)
    number = made.po_number
    if (
        Order.objects.filter(prospect=prospect, po_number=number, withdrawn_at=None)
        .exclude(po_number="")
        .exists()
    ):
        raise Refused(f"Purchase order {number} is an order of yours already. Write another number, or none.")
    reason = f"{made.name} accepted our offer “{content.title}”{f' ({content.less})' if made.less else ''}."
    bought = Bought(
        prospect,
        amount,
        content.currency,
        scene.now,
        None,
        _margin(row, content, amount),
        number,
        reason[:300],
    )
    _, orders = order_in(scene, [bought], "door")
    made.order_id = orders[0]
    offers.answer(made)
    if not made.less:
        end_with(row, scene.now)
    _tell(scene, row, f"{reason} {amount:,.2f} {content.currency}{f', PO {number}' if number else ''}.", made)
    return made


def _margin(row: Offer, content: Content, amount: Decimal) -> Decimal | None:
    """Of a part of the order, the same part."""
    if row.margin is None or not content.total:
        return None
    return min(round(row.margin * amount / content.total, 2), amount)


def _asked(scene: Scene, row: Offer, page: Sheet, made: Answer) -> Answer:
    return _to_desk(scene, row, made, f"Asks about our offer: “{made.text}”")


def _declined(scene: Scene, row: Offer, page: Sheet, made: Answer) -> Answer:
    """A no closes nothing by itself: its seller looks into the mirror first."""
    return _to_desk(
        scene, row, made, f"Says no to our offer: “{made.text}” Look into the mirror before it ends."
    )


def _to_desk(scene: Scene, row: Offer, made: Answer, said: str) -> Answer:
    (prospect,) = scene.rows
    offers.answer(made)
    data = {"offer": row.pk, "answer": made.pk, "what": made.kind}
    if _has_bought(scene, scene.row(prospect)):
        to_keeper(scene, prospect, said[:300], data)
    else:
        bring_back_in(scene, [Back(prospect, said[:300], reopens=True, data=data)])
    _tell(scene, row, said, made)
    return made


def _has_bought(scene: Scene, row: Prospect) -> bool:
    """And is on nobody's desk: whoever looks after the customer answers, unless they asked for silence."""
    return row.state == State.CLOSED and row.outcome == Outcome.BOUGHT and not _wants_silence(scene, row)


def _wants_silence(scene: Scene, row: Prospect) -> bool:
    return scene.person(row.pk).do_not_contact_at is not None


def _later(scene: Scene, row: Offer, page: Sheet, made: Answer) -> Answer:
    (prospect,) = scene.rows
    offers.answer(made)
    when = due(scene.now, made.days or 0)
    said = f"Asked to be called on {when:%-d %b %Y} about our offer." + (
        f" “{made.text}”" if made.text else ""
    )
    _promise(
        scene, scene.row(prospect), when, said[:300], {"offer": row.pk, "answer": made.pk, "what": made.kind}
    )
    _tell(scene, row, said, made)
    return made


def _promise(scene: Scene, row: Prospect, when: datetime, said: str, data: dict[str, object]) -> None:
    """On the desk at that instant; what is farther away rests until then, a customer with their next step."""
    door, is_far = scene.actor(None, "door"), when - scene.now > LONGEST_SNOOZE
    if _has_bought(scene, row):
        called_back(scene, row.pk, when, said, data, is_far=is_far)
    elif row.state == State.CLOSED and (_wants_silence(scene, row) or stays_closed(scene, row)):
        # a person is told, and decides
        scene.apply([Change(row.pk, Kind.OFFERED, scene.now, said, data=data)], door)
    else:
        plan = Plan(NextAction.CALL_BACK, when, when, Queue.PROMISED, said)
        rests = row.state == State.NURTURE or is_far
        if row.state == State.CLOSED:
            owner = owner_again(scene, row, {})
            again = back(scene, row, said, scene.pursue(plan, owner), owner, data=data)
            scene.apply([again], door)
        elif not rests:
            moved = scene.pursue(plan, row.owner_id)
            scene.apply([Change(row.pk, Kind.RESCHEDULED, scene.now, said, moved, data=data)], door)
        if rests:
            horizon = scene.now + timedelta(days=scene.procedure.nurture.horizon_days)
            rest = Rest(
                row.pk, scene.now, None, said, min(when, horizon), f"Promised: {said}", data, promised=True
            )
            nurture_in(scene, [rest], "door")


def _tell(scene: Scene, row: Offer, said: str, made: Answer) -> None:
    """Whoever looks after them now, and whoever made the offer."""
    (prospect,) = scene.rows
    people = {scene.row(prospect).owner_id or 0, row.by_id} - {0}
    text = f"{scene.person(prospect)}: {said}"
    owed.owe(
        [Owed(f"offer:{made.pk}:{user}", user, prospect, "offer_answered", text) for user in sorted(people)],
        now=scene.now,
    )


_REACT = {
    Answered.ACCEPTED: _accepted, Answered.QUESTION: _asked, Answered.LATER: _later, Answered.NO: _declined,
}  # fmt: skip


def look(offer: int, *, now: datetime) -> None:
    """Somebody seems to have read it: noted, and told its seller the first time."""
    with transaction.atomic(savepoint=False):
        row = Offer.objects.select_related("prospect__person").get(pk=offer)
        if offers.opened(row.pk, now):
            said = f"{row.prospect.person} seems to have opened your offer."
            owed.owe(
                [Owed(f"offer:{row.pk}:opened", row.by_id, row.prospect_id, "offer_opened", said)], now=now
            )
