"""What the shape alone cannot tell: words that must agree across the procedure. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import time
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from winnow.procedure.crosschecks_of_cadences import cadences_can_be_followed
from winnow.procedure.crosschecks_of_nurture import nurture_can_be_sent
from winnow.procedure.holidays import holiday_codes, public_holidays
from winnow.procedure.merging import FIELDS, OFFER_FIELDS, unknown_fields
from winnow.procedure.places import Path
from winnow.procedure.problems import nearest, words
from winnow.procedure.schema import Disposition, Factor, Procedure, WorkingHours
from winnow.prospects.words import Channel, Outcome

Found = tuple[Path, str, str]

_FIRST_ACTIONS = ("call", "email", "message", "letter", "social", "meeting")
_COUNTS = ("message_words", "repeats")


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


def crosschecks(procedure: Procedure) -> list[Found]:
    """Every disagreement, as (path, message, suggestion)."""
    return [found for check in _CHECKS for found in check(procedure)]


def _defaults_are_there(procedure: Procedure) -> Iterator[Found]:
    for name in ("hours", "clocks", "cadences"):
        if "default" not in getattr(procedure, name):
            yield (name,), 'needs a table "default" for whatever has none of its own', ""


def _keys_are_unique(procedure: Procedure) -> Iterator[Found]:
    for path, rows in _keyed_lists(procedure):
        yield from _twice(path, "key", [row.key for row in rows])
    yield from _twice(("dispositions",), "on_key", [row.on_key for row in procedure.dispositions])


def _keyed_lists(procedure: Procedure) -> Iterator[tuple[Path, Iterable[Keyed]]]:
    asked = procedure.qualification
    yield ("dispositions",), procedure.dispositions
    yield ("outcomes",), procedure.outcomes
    yield ("mail", "templates"), procedure.mail.templates
    yield ("nurture", "links"), procedure.nurture.links
    yield ("nurture", "tracks"), procedure.nurture.tracks
    for index, track in enumerate(procedure.nurture.tracks):
        yield ("nurture", "tracks", index, "steps"), track.steps
    yield ("offers", "templates"), procedure.offers.templates
    for name in ("stages", "parts", "products", "mirror"):
        yield ("deals", name), getattr(procedure.deals, name)
    yield ("routing", "rules"), procedure.routing.rules
    yield ("scorecard", "factors"), procedure.scorecard.factors
    yield ("scorecard", "bands"), procedure.scorecard.bands
    yield ("qualification", "questions"), asked.questions
    for name in ("disqualify_reasons", "nurture_reasons", "reject_reasons"):
        yield ("qualification", name), getattr(asked, name)
    for index, question in enumerate(asked.questions):
        yield ("qualification", "questions", index, "choices"), question.choices
    for outcome, closing in procedure.closing.items():
        yield ("closing", str(outcome), "reasons"), closing.reasons


def _twice(path: Path, name: str, values: list[str]) -> Iterator[Found]:
    for index, value in enumerate(values):
        if value and value in values[:index]:
            first = values.index(value) + 1
            yield (*path, index, name), f'"{value}" is taken already, by number {first} of this list', ""


def _hours_make_sense(procedure: Procedure) -> Iterator[Found]:
    for team, hours in procedure.hours.items():
        yield from _zone_exists(("hours", team, "timezone"), hours.timezone)
        yield from _holidays_exist(("hours", team, "holidays_of"), hours.holidays_of)
        yield from _spans_make_sense(("hours", team, "week"), hours)


def _zone_exists(path: Path, zone: str) -> Iterator[Found]:
    try:
        ZoneInfo(zone)
    except (LookupError, ValueError, OSError):
        said = f'"{zone}" is no time zone; write it as Europe/Berlin'
        yield path, said, nearest(zone, available_timezones())


def _holidays_exist(path: Path, code: str) -> Iterator[Found]:
    try:
        public_holidays(code, 2026, 2026)
    except LookupError:
        said = f'"{code}" is no country or region whose holidays are known; write it as DE or US-NY'
        yield path, said, nearest(code, holiday_codes())


def _spans_make_sense(path: Path, hours: WorkingHours) -> Iterator[Found]:
    if not any(hours.week.values()):
        yield path, "needs at least one day with hours, or no clock of this team would ever run", ""
    for day, spans in hours.week.items():
        before = -1
        for index, span in enumerate(spans):
            start, end = span_minutes(span)
            if start == end or end > 24 * 60:
                yield (*path, day, index), f'"{span}" is no span of hours; write it as 09:00-17:00', ""
            elif start < before:
                yield (*path, day, index), f'"{span}" overlaps the span before it, or comes too late', ""
            before = end if end > start else 24 * 60 + 1


def span_minutes(span: str) -> tuple[int, int]:
    """Start and end of "09:00-17:00" in minutes of the day; an end below the start is of the next day."""
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in span.split("-"))
    return start, end


def _clocks_start_with_an_attempt(procedure: Procedure) -> Iterator[Found]:
    for channel, clock in procedure.clocks.items():
        if clock.first_action not in _FIRST_ACTIONS:
            said = f'"{clock.first_action}" is no first attempt; that is one of {words(_FIRST_ACTIONS)}'
            yield ("clocks", str(channel), "first_action"), said, nearest(clock.first_action, _FIRST_ACTIONS)


def _dispositions_can_close(procedure: Procedure) -> Iterator[Found]:
    known = [str(outcome) for outcome in procedure.closing]
    for index, row in enumerate(procedure.dispositions):
        if row.then == "close" and row.outcome is None:
            said = f'then = "close" needs an outcome, one of {words(known)}'
            yield ("dispositions", index, "outcome"), said, ""
        elif row.then != "close" and row.outcome is not None:
            said = f'goes only with then = "close", and here then = "{row.then}"'
            yield ("dispositions", index, "outcome"), said, ""
        if not row.reached and _gives_up(row):
            said = "nobody is given up without having been reached: say reached = true, or let the cadence decide"
            yield ("dispositions", index, "then"), said, "retry"
        if row.outcome == Outcome.BOUGHT:
            yield ("dispositions", index, "outcome"), "only an order makes a customer, not a touch", ""


def _gives_up(row: Disposition) -> bool:
    return row.then == "nurture" or (row.then == "close" and row.outcome == Outcome.NOT_BUYING)


def _every_outcome_can_be_closed_with(procedure: Procedure) -> Iterator[Found]:
    for outcome in Outcome:
        if outcome not in procedure.closing:
            yield ("closing",), f"needs a table [closing.{outcome}]", ""


def _bands_reach_the_ground(procedure: Procedure) -> Iterator[Found]:
    bands = procedure.scorecard.bands
    if not any(band.at_least <= 0 for band in bands):
        yield ("scorecard", "bands"), "needs a band with at_least = 0, or low scores would have none", ""
    yield from _twice(("scorecard", "bands"), "at_least", [str(band.at_least) for band in bands])


def _teams_have_hours(procedure: Procedure) -> Iterator[Found]:
    for index, rule in enumerate(procedure.routing.rules):
        if rule.team and rule.team not in procedure.hours:
            said = f'"{rule.team}" is no team; it needs a table [hours."{rule.team}"]'
            yield ("routing", "rules", index, "team"), said, nearest(rule.team, procedure.hours)


def _factors_can_hold(procedure: Procedure) -> Iterator[Found]:
    for index, factor in enumerate(procedure.scorecard.factors):
        path: Path = ("scorecard", "factors", index)
        if factor.at_least is not None and factor.field not in _COUNTS:
            said = f'goes only with a count, {words(_COUNTS)}; "{factor.field}" is compared with values'
            yield (*path, "at_least"), said, ""
        if factor.values and factor.field in _COUNTS:
            yield (*path, "values"), f'"{factor.field}" is a count: it is compared with at_least', ""
        yield from _values_are_words(path, factor, _factor_words(procedure).get(factor.field, ()))


def _factor_words(procedure: Procedure) -> dict[str, tuple[str, ...]]:
    return {
        "channel": tuple(map(str, Channel)),
        "mail_kind": ("business", "free", "disposable"),
        "has_phone": ("yes", "no"),
        "has_company": ("yes", "no"),
        "desired_outcome": tuple(outcome.key for outcome in procedure.outcomes),
    }


def _values_are_words(path: Path, factor: Factor, valid: tuple[str, ...]) -> Iterator[Found]:
    for place, value in enumerate(factor.values if valid else ()):
        if value not in valid:
            yield (*path, "values", place), f'"{value}" is not one of {words(valid)}', nearest(value, valid)


def _calls_have_hours(procedure: Procedure) -> Iterator[Found]:
    calling = procedure.calling
    if time.fromisoformat(calling.start) >= time.fromisoformat(calling.end):
        yield ("calling", "end"), f"must be later than the start, {calling.start}", ""


def _questions_can_be_answered(procedure: Procedure) -> Iterator[Found]:
    for index, question in enumerate(procedure.qualification.questions):
        if not question.choices:
            yield ("qualification", "questions", index, "choices"), "needs at least one answer", ""
    counted = Counter(question.about for question in procedure.qualification.questions)
    for about, count in counted.items():
        if about == "outcome" and count > 1:
            said = 'only one question may be about = "outcome": it is matched with the outcomes we deliver'
            yield ("qualification", "questions"), said, ""


def _mail_can_be_written(procedure: Procedure) -> Iterator[Found]:
    rules = procedure.mail
    if time.fromisoformat(rules.send_from) >= time.fromisoformat(rules.send_until):
        yield ("mail", "send_until"), f"must be later than send_from, {rules.send_from}", ""
    for index, template in enumerate(rules.templates):
        for name in ("subject", "body"):
            for field in unknown_fields(getattr(template, name)):
                said = f'"{{{field}}}" is no field; there are {words(tuple(FIELDS))}'
                yield ("mail", "templates", index, name), said, nearest(field, FIELDS)
        if "\n" in template.subject.strip():
            yield ("mail", "templates", index, "subject"), "must be a single line", ""


def _offers_can_be_filled_in(procedure: Procedure) -> Iterator[Found]:
    rules = procedure.offers
    for index, template in enumerate(rules.templates):
        for name in ("title", "outcome", "terms", "less"):
            yield from _fields_exist(("offers", "templates", index, name), getattr(template, name), FIELDS)
    for name in ("subject", "mail"):
        yield from _fields_exist(("offers", name), getattr(rules, name), (*FIELDS, *OFFER_FIELDS))
    if "{link}" not in rules.mail:
        yield ("offers", "mail"), 'must say where the offer is: "{link}"', ""


def _fields_exist(path: Path, text: str, known: Collection[str]) -> Iterator[Found]:
    for field in unknown_fields(text):
        if field.strip() not in known:
            yield path, f'"{{{field}}}" is no field; there are {words(tuple(known))}', nearest(field, known)


_CHECKS: tuple[Callable[[Procedure], Iterable[Found]], ...] = (
    _defaults_are_there, _keys_are_unique, _hours_make_sense, _clocks_start_with_an_attempt,
    cadences_can_be_followed, _dispositions_can_close, _every_outcome_can_be_closed_with,
    _bands_reach_the_ground, _teams_have_hours, _factors_can_hold, _calls_have_hours,
    _questions_can_be_answered, _mail_can_be_written, nurture_can_be_sent, _offers_can_be_filled_in,
)  # fmt: skip
