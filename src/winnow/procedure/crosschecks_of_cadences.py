"""What must agree between the cadences and the rest of the procedure. Pure."""

import re
from collections.abc import Iterator

from winnow.procedure.places import Path
from winnow.procedure.problems import nearest, words
from winnow.procedure.pursuing import DEFAULT, Cadence, Step, channels_of
from winnow.procedure.schema import Procedure
from winnow.prospects.words import Channel, TouchKind

Found = tuple[Path, str, str]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def cadences_can_be_followed(procedure: Procedure) -> Iterator[Found]:
    """Each is for somebody, long enough, and its mails are written."""
    bands = tuple(band.key for band in procedure.scorecard.bands)
    for name, cadence in procedure.cadences.items():
        yield from _for_somebody(name, cadence)
        for place, band in enumerate(cadence.bands):
            if band not in bands:
                said = f'"{band}" is no score band; there are {words(bands)}'
                yield ("cadences", name, "bands", place), said, nearest(band, bands)
        yield from _long_enough(name, cadence)
        for index, step in enumerate(cadence.steps):
            yield from _written(("cadences", name, "steps", index), step, index, procedure)


def _for_somebody(name: str, cadence: Cadence) -> Iterator[Found]:
    for_some = channels_of(name, cadence) or cadence.stages or cadence.bands
    if name != DEFAULT and not for_some and not cadence.text:
        valid = (DEFAULT, *map(str, Channel))
        said = f"no such channel; there are {', '.join(valid)}. One that people choose needs a text"
        yield ("cadences", name), said, nearest(name, valid)
    elif not _NAME.fullmatch(name):
        yield ("cadences", name), "is not a key; a key is lower-case letters, digits and _", ""
    if name == DEFAULT and (cadence.channels or cadence.stages or cadence.bands):
        yield ("cadences", name), "is for whoever has none of their own: no channels, stages or bands", ""


def _long_enough(name: str, cadence: Cadence) -> Iterator[Found]:
    if not cadence.steps:
        yield ("cadences", name, "steps"), "needs at least one attempt", ""
    elif cadence.by_people < cadence.least_attempts:
        kind = "steps" if cadence.by_people == len(cadence.steps) else "steps of a person"
        said = f"{cadence.least_attempts}, but there are only {cadence.by_people} {kind}"
        yield ("cadences", name, "least_attempts"), said, ""


def _written(path: Path, step: Step, index: int, procedure: Procedure) -> Iterator[Found]:
    if step.template and step.kind is not TouchKind.EMAIL:
        yield (*path, "template"), 'goes only with kind = "email"', ""
    elif step.template and procedure.mail.template(step.template) is None:
        known = tuple(one.key for one in procedure.mail.templates)
        said = f'"{step.template}" is no template; there are {words(known)}'
        yield (*path, "template"), said, nearest(step.template, known)
    if step.automatic and not step.template:
        yield (*path, "automatic"), 'needs a template, and kind = "email"', ""
    elif step.automatic and not index:
        yield (*path, "automatic"), "the first attempt is a person's: the clock waits for it", ""
