"""Lists bring nobody back: a row about somebody who was erased is left out, and nothing of it is kept."""

from collections.abc import Sequence
from dataclasses import replace

from winnow.flow.privacy import ledger
from winnow.intake.clean import clean_all
from winnow.intake.import_rows import Entry
from winnow.intake.inquiry import Cleaned
from winnow.privacy import queries

LEFT_OUT = "This person asked to be forgotten. Who wants something from us again says so themselves."


def without_erased(chunk: Sequence[Entry], country: str) -> list[Entry]:
    """The same rows; those of erased people empty, and with the reason. `country` as for cleaning."""
    if not queries.anybody_erased():
        return list(chunk)
    keys = _keys(chunk, country)
    digests = {key: ledger.digest(key) for several in keys for key in several}
    erased = queries.erased_among(set(digests.values()))
    return [
        _emptied(one) if any(digests[key] in erased for key in several) else one
        for one, several in zip(chunk, keys, strict=True)
    ]


def _keys(chunk: Sequence[Entry], country: str) -> list[tuple[str, ...]]:
    """By which each row's person is known; cleaned here where that was not done ahead."""
    late = [one for one in chunk if one.cleaned is None]
    done = dict(
        zip((one.number for one in late), clean_all([one.raw for one in late], country=country), strict=True)
    )
    read = [one.cleaned or done[one.number] for one in chunk]
    return [one.keys if isinstance(one, Cleaned) else () for one in read]


def _emptied(one: Entry) -> Entry:
    return one._replace(
        raw=replace(one.raw, fields={}, payload={}, external_id=""), problem=LEFT_OUT, cleaned=None
    )
