"""The way of every metric to an engine: a question to the facts of whom a scope speaks."""

from collections.abc import Iterator
from typing import Any

from numpy.typing import NDArray

from winnow.measure.facts import Facts, Question
from winnow.measure.metrics.scope import Scope, narrowed


def ask(facts: Facts, scope: Scope, question: Question, *given: Any) -> Any:
    """A Polars frame of `question(facts within the scope, *given)`, which is a table.

    Questions are functions of a module and are given plain values, so that an engine can know them again
    (`remembered.py`); what depends on the scope in any other way than by its facts is given to them.
    """
    if facts.remembered is None:
        return question(narrowed(facts, scope), *given).to_polars()
    return facts.remembered.answer(scope, question, given)


def groups(frame: Any, *columns: str) -> Iterator[tuple[str | None, list[NDArray[Any]]]]:
    """Each value of the column `of` with these columns of its rows, as arrays, by the first: a thousand in one go."""
    ordered = frame.sort("of", columns[0])
    arrays = [ordered[name].to_numpy() for name in columns]
    begins = 0
    for count, of in ordered["of"].rle().struct.unnest().iter_rows():
        yield of, [rows[begins : begins + count] for rows in arrays]
        begins += count
