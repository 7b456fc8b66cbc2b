"""Whose outcome is it: prospects by the sender's own id, by e-mail, or by telephone; set-wise."""

from collections.abc import Iterable, Sequence
from typing import Any

from winnow.intake import queries
from winnow.intake.clean import clean_all
from winnow.intake.import_outcomes import OutcomeOptions
from winnow.intake.inquiry import Cleaned, Raw
from winnow.procedure.queries import in_force
from winnow.prospects.models import Inquiry
from winnow.prospects.queries import survivors
from winnow.prospects.words import Channel

AT_ONCE = 900


def prospects_of(options: OutcomeOptions, keys: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """The prospects that each key belongs to; a merged one is the one it was merged into."""
    found = (
        _by_external_id(options.source, keys) if options.match == "external_id" else _by_person(options, keys)
    )
    into = survivors({number for numbers in found.values() for number in numbers})
    return {key: tuple(sorted({into[number] for number in numbers})) for key, numbers in found.items()}


def _by_external_id(source: str, keys: Sequence[str]) -> dict[str, set[int]]:
    rows = Inquiry.objects.filter(withdrawn_at=None, **({"source": source} if source else {}))
    found: dict[str, set[int]] = {}
    for part in _parts(set(keys)):
        known = rows.filter(external_id__in=part).values_list("external_id", "prospect_id")
        for key, prospect in known:
            found.setdefault(key, set()).add(prospect)
    return found


def _by_person(options: OutcomeOptions, keys: Sequence[str]) -> dict[str, set[int]]:
    """By e-mail or telephone, cleaned as those of an inquiry are."""
    _, procedure = in_force()
    raws = [Raw({options.match: key}, {}, Channel.LIST, "import") for key in keys]
    cleaned = clean_all(raws, country=procedure.company.country)
    identity = {
        key: said.keys[0]
        for key, said in zip(keys, cleaned, strict=True)
        if isinstance(said, Cleaned) and said.keys
    }
    known = queries.known(set(identity.values()))
    prospects = queries.prospects_of({person.person_id for person in known.values()})
    return {
        key: {prospects[known[name].person_id].id}
        for key, name in identity.items()
        if name in known and known[name].person_id in prospects
    }


def _parts(values: Iterable[Any]) -> Iterable[list[Any]]:
    rows = list(values)
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
