"""What tracks and the question "did you buy?" must agree with. Pure."""

import re
from collections.abc import Iterator

from winnow.procedure.merging import FIELDS, unknown_fields
from winnow.procedure.places import Path
from winnow.procedure.problems import nearest, words
from winnow.procedure.schema import Procedure, Track

Found = tuple[Path, str, str]
LINKS = re.compile(r"\{(talk|ask|link:([^{}\n]*))\}")
ALSO_REASONS = ("cut", "purged", "by_hand")


def reasons(procedure: Procedure) -> tuple[str, ...]:
    """The words for why somebody goes to nurture."""
    verdicts = (one.key for one in procedure.qualification.nurture_reasons)
    results = (one.key for one in procedure.dispositions if one.then == "nurture")
    return tuple(dict.fromkeys((*verdicts, *results, *ALSO_REASONS)))


def nurture_can_be_sent(procedure: Procedure) -> Iterator[Found]:
    """Words that nobody knows, steps without a time, links that lead nowhere."""
    for index, track in enumerate(procedure.nurture.tracks):
        path: Path = ("nurture", "tracks", index)
        yield from _chooses(path, track, procedure)
        for place, step in enumerate(track.steps):
            at: Path = (*path, "steps", place)
            if (step.on_day is None) == (step.at_interest is None):
                yield (*at, "on_day"), "a step needs either on_day or at_interest, and not both", ""
            yield from _can_be_filled(at, step.subject, step.body, "talk", procedure)
    asked = procedure.did_you_buy
    yield from _can_be_filled(("did_you_buy",), asked.subject, asked.body, "ask", procedure)
    if "{ask}" not in asked.body:
        yield ("did_you_buy", "body"), "needs {ask}: the page that takes the answer", ""
    if list(asked.after_days) != sorted(set(asked.after_days)):
        yield ("did_you_buy", "after_days"), "must rise from one to the next", ""


def _chooses(path: Path, track: Track, procedure: Procedure) -> Iterator[Found]:
    known = {
        "reasons": reasons(procedure),
        "outcomes": tuple(one.key for one in procedure.outcomes),
        "bands": tuple(one.key for one in procedure.scorecard.bands),
    }
    for name, valid in known.items():
        for place, word in enumerate(getattr(track, name)):
            if word not in valid:
                said = f'"{word}" is not one of {words(valid)}' if valid else f'"{word}": there are no {name}'
                yield (*path, name, place), said, nearest(word, valid)


def _can_be_filled(
    path: Path, subject: str, body: str, special: str, procedure: Procedure
) -> Iterator[Found]:
    if "\n" in subject.strip():
        yield (*path, "subject"), "must be a single line", ""
    links = tuple(one.key for one in procedure.nurture.links)
    for whole, key in LINKS.findall(body):
        if whole.startswith("link:") and key not in links:
            said = f'"{key}" is no link; there are {words(links)}' if links else f'there is no link "{key}"'
            yield (*path, "body"), said, nearest(key, links)
        elif not whole.startswith("link:") and whole != special:
            yield (*path, "body"), f"{{{whole}}} has no meaning here", ""
    for name, text in (("subject", subject), ("body", LINKS.sub("", body))):
        for field in unknown_fields(text):
            said = f'"{{{field}}}" is no field; there are {words(tuple(FIELDS))}'
            yield (*path, name), said, nearest(field, FIELDS)
