"""Mail is owed with the decision that owes it: checked, addressed and written in the same transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache

from django.db import transaction
from django.utils.crypto import salted_hmac

from winnow.correspondence import actions, permission, queries
from winnow.correspondence.caps import allowed_at
from winnow.correspondence.composing import Outgoing, check, wire
from winnow.correspondence.models import Mail
from winnow.correspondence.permission import Asked, why_not
from winnow.correspondence.words import Kind, Purpose, Scope, Status
from winnow.flow.mailing.wishes import link_for
from winnow.flow.offers.links import put_in
from winnow.flow.privacy.why import silent_among, standings
from winnow.flow.scene import Scene
from winnow.followup.windows import known_zone
from winnow.followup.worktime import clamp_to_local_hours
from winnow.people.models import User
from winnow.privacy.grounds import Standing as Basis
from winnow.privacy.words import Purpose as Purposes
from winnow.procedure.schema import Mail as Rules
from winnow.prospects import bulk
from winnow.prospects.models import Person
from winnow.prospects.queries import family
from winnow.prospects.words import Direction

LONGEST_KEY = 120
CADENCE = "cadence:"  # keys of what a step of a cadence owes begin so
KNOWN = 'SELECT "key", "id" FROM "correspondence_mail" WHERE "key" {among}'
IN_TIME = "%H:%M"


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail that a step owes a prospect; `key` names the step, which never owes two.

    `at_once`: a person sends it just now, so that quiet hours do not hold it. `logs`: a touch is logged when it has
    gone out; not for a mail whose touch is logged already. `answers` is one of our rows of mail. What cannot go out
    before `until` is refused.
    """

    key: str
    prospect: int
    by: int
    subject: str
    text: str
    at: datetime
    purpose: Purpose = Purpose.PERSONAL
    template: str = ""
    due_at: datetime | None = None
    answers: int | None = None
    logs: bool = True
    at_once: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """What became of a draft: the mail and when it goes out, or why it may not."""

    key: str
    mail: int | None = None
    due_at: datetime | None = None
    refused: str = ""


@dataclass(slots=True)
class Standing:
    """What must be known of many people to write to them; read set-wise."""

    scopes: Mapping[str, set[Scope]]
    basis: Mapping[Purpose, Mapping[int, Basis]]  # by person
    silent: Collection[int]
    taken: dict[int, list[datetime]]
    answered: Mapping[int, Mail] = field(default_factory=dict)


def queue(items: Sequence[Draft], *, now: datetime) -> list[Queued]:
    """Owe these mails; one answer each, in order. A step that owes one already owes no second."""
    with transaction.atomic(savepoint=False):
        return queue_in(Scene.of([one.prospect for one in items], now=now), items)


def queue_in(scene: Scene, items: Sequence[Draft]) -> list[Queued]:
    """The same inside a scene that is set already."""
    keys = [one.key[:LONGEST_KEY] for one in items]
    known = dict(bulk.look_up(KNOWN, keys))
    standing = _standing(scene, items)
    done: list[Queued] = []
    new: list[Mail] = []
    for one, key in zip(items, keys, strict=True):
        if key in known:
            done.append(Queued(key, known[key]))
            continue
        answer, mail = _owed(scene, one, key, standing)
        done.append(answer)
        if mail:
            new.append(mail)
            known[key] = 0
    return _written(new, done)


def _written(new: list[Mail], done: list[Queued]) -> list[Queued]:
    for mail, number in zip(new, bulk.reserve(Mail, len(new)) if new else [], strict=True):
        mail.pk = number
    actions.write(new)
    numbers = {mail.key: mail.pk for mail in new}
    return [Queued(one.key, one.mail or numbers.get(one.key), one.due_at, one.refused) for one in done]


def _owed(scene: Scene, one: Draft, key: str, standing: Standing) -> tuple[Queued, Mail | None]:
    person, user, rules = scene.person(one.prospect), scene.users[one.by], scene.procedure.mail
    rests = standing.basis[one.purpose][person.pk]
    basis = rests.words
    asked = Asked(
        one.purpose, person.email, person.pk in standing.silent,
        standing.scopes.get(person.email.lower(), set()), basis,
        unsubscribe_link(one.purpose, key, person, person.email), rests.withdrawn, by_itself(key),
    )  # fmt: skip
    if why := why_not(asked, rules):
        return Queued(key, refused=why), None
    due_at = _due(one, person, rules, standing, scene)
    if due_at is None:
        return Queued(key, refused="The procedure lets nobody get marketing mail (its caps are 0)."), None
    if one.until is not None and due_at >= one.until:
        return Queued(key, refused=f"It could not have gone out before {one.until:%-d %b %Y}."), None
    mail = _row(one, key, person, user, scene, standing)
    mail.basis, mail.due_at = basis[:200] if one.purpose is Purpose.MARKETING else "", due_at
    try:
        check(outgoing(mail, rules))
    except ValueError as error:
        return Queued(key, refused=str(error)), None
    if one.purpose is Purpose.MARKETING:
        standing.taken.setdefault(person.pk, []).append(due_at)
    return Queued(key, due_at=due_at), mail


def _due(one: Draft, person: Person, rules: Rules, standing: Standing, scene: Scene) -> datetime | None:
    """When it goes out: in the reader's waking hours, and not more than the caps let through."""
    due_at = one.due_at or one.at
    if one.purpose is Purpose.MARKETING:
        capped = allowed_at(standing.taken.get(person.pk, []), due_at, rules.most_a_week, rules.most_a_month)
        if capped is None:
            return None
        due_at = capped
    return due_at if one.at_once else waking(due_at, person, rules, scene.calendar(None).timezone)


def waking(at: datetime, person: Person, rules: Rules, ours: str) -> datetime:
    """The first instant from `at` in the hours of the day, where the reader is or else where we are."""
    start, end = _time(rules.send_from), _time(rules.send_until)
    return clamp_to_local_hours(at, known_zone(person.timezone) or ours, start, end)


@lru_cache(maxsize=64)
def _time(text: str) -> time:
    return datetime.strptime(text, IN_TIME).time()  # noqa: DTZ007 - a time of day, wherever that is


def _row(one: Draft, key: str, person: Person, user: User, scene: Scene, standing: Standing) -> Mail:
    before = standing.answered.get(one.answers or 0)
    return Mail(
        key=key, direction=Direction.OUT, kind=Kind.LETTER, purpose=one.purpose, status=Status.WAITING,
        prospect_id=one.prospect, person_id=person.pk, user_id=user.pk, from_name=user.name[:300],
        from_address=user.email, to_name=person.name[:300], to_address=person.email,
        domain=wire(person.email).rpartition("@")[2].lower(), subject=one.subject.strip()[:900],
        text=one.text, message_id=message_id(key, user.email), template=one.template, at=one.at, logs=one.logs,
        in_reply_to=before.message_id if before else "",
        references=_thread(before) if before else "",
    )  # fmt: skip


def _thread(before: Mail) -> str:
    """The ids that a mail refers to, each once; some programs name the one they answer twice."""
    return " ".join(dict.fromkeys(f"{before.references} {before.in_reply_to}".split()))


def message_id(key: str, sender: str) -> str:
    """The same for the same step, whenever it is asked; nobody outside can know it beforehand."""
    digest = salted_hmac("winnow.message", key, algorithm="sha256").hexdigest()[:40]
    return f"<{digest}@{wire(sender).rpartition('@')[2]}>"


def by_itself(key: str) -> bool:
    """Whether nobody wrote it: a step of a cadence owes it."""
    return key.startswith(CADENCE)


def is_unasked(purpose: str, key: str) -> bool:
    """Whether a mail of this purpose and key comes without their asking, so that they can end it."""
    return permission.is_unasked(purpose, by_itself(key))


def unsubscribe_link(purpose: str, key: str, person: Person, address: str) -> str:
    """Where they say that they want no more of it; not in what a person writes, since it is signed for each."""
    return link_for(person.pk, address) if is_unasked(purpose, key) else ""


def outgoing(mail: Mail, rules: Rules) -> Outgoing:
    """A row as what goes over the wire; what the law wants under it is put there at the last moment."""
    unasked = is_unasked(mail.purpose, mail.key)
    return Outgoing(
        message_id=mail.message_id, from_name=mail.from_name, from_address=mail.from_address, to_name=mail.to_name,
        to_address=mail.to_address, subject=mail.subject,
        text=put_in(mail.text, mail.prospect_id), at=mail.at,
        reply_to=rules.mailbox if rules.mailbox != mail.from_address else "", in_reply_to=mail.in_reply_to,
        references=mail.references, unsubscribe=link_for(mail.person_id or 0, mail.to_address) if unasked else "",
        footing=rules.postal_address if unasked else "", automatic=mail.kind == Kind.NOTICE or mail.logs,
    )  # fmt: skip


def _standing(scene: Scene, items: Sequence[Draft]) -> Standing:
    persons = {scene.row(one.prospect).person_id: scene.person(one.prospect) for one in items}
    marketed = [scene.row(one.prospect).person_id for one in items if one.purpose is Purpose.MARKETING]
    answers = [one.answers for one in items if one.answers]
    tops = family(persons)
    return Standing(
        scopes=queries.suppressed({person.email.lower() for person in persons.values() if person.email}),
        basis={
            purpose: bases(purpose, persons, scene.procedure.mail, tops)
            for purpose in {one.purpose for one in items}
        },
        silent=silent_among(persons, tops),
        taken=queries.marketing_instants(marketed, scene.now) if marketed else {},
        answered={mail.pk: mail for mail in Mail.objects.filter(id__in=answers)} if answers else {},
    )


def bases(
    purpose: Purpose, persons: Collection[int], rules: Rules, tops: Mapping[int, int] | None = None
) -> dict[int, Basis]:
    """What writing to each for this purpose rests on."""
    otherwise = rules.lawful_basis if purpose is Purpose.MARKETING else "Their own inquiry."
    return standings(persons, Purposes(purpose), otherwise, tops)
