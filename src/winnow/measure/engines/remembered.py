"""Questions that DuckDB was asked before are asked again without being put into SQL anew, whoever they speak of.

To build a question's expression and to put it into SQL takes as long as its answer. The text is the same for every
scope where it asks views (`asked_<table>`): it is kept, and only the views are made anew for another scope.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

from winnow.measure.engines.temporary import placed, typed
from winnow.measure.metrics.scope import ALL, Scope, narrow

if TYPE_CHECKING:
    from winnow.measure.facts import Facts, Question

MOST = 256  # texts
_numbers = count()  # views of several facts on one connection are told apart


class Remembered:
    """What these facts were asked, by one thread at a time. `texts`: SQL by question."""

    def __init__(
        self, facts: "Facts", connection: Any, tables: tuple[str, ...], texts: Mapping[str, str]
    ) -> None:
        self.facts, self.connection, self.tables, self.texts = facts, connection, tables, dict(texts)
        self._scope: Scope | None = None
        self._viewed: set[str] = set()  # of these tables the views are there
        self._number = next(_numbers)

    def answer(self, scope: Scope, question: "Question", given: tuple[Any, ...]) -> Any:
        """A Polars frame of the question's table."""
        import polars as pl

        if scope != self._scope:
            self._scope, self._viewed = scope, set()
        text = self._text(question, given)
        for table in self.tables:
            if table not in self._viewed and f'"{_name(table)}"' in text:
                self._view(table, scope)
        text = text.replace(f'"{_name("")}', f'"{self._own("")}')
        return pl.from_arrow(self.connection.con.sql(text).to_arrow_table())

    def _text(self, question: "Question", given: tuple[Any, ...]) -> str:
        key = f"{question.__module__}.{question.__qualname__}{given!r}"
        if key not in self.texts:
            if len(self.texts) >= MOST:
                self.texts.clear()
            self.texts[key] = typed(self.connection, question(self._viewing, *given))
        return self.texts[key]

    @cached_property
    def _viewing(self) -> "Facts":
        """The facts as questions see them: each table is a view of one name."""
        told = {name: narrow(self.facts, name, ALL).schema() for name in self.tables}
        views = {name: placed(self.connection, _name(name), columns) for name, columns in told.items()}
        return replace(self.facts, **views)

    def _view(self, table: str, scope: Scope) -> None:
        query = self.connection.compile(narrow(self.facts, table, scope))
        self.connection.raw_sql(f'CREATE OR REPLACE TEMPORARY VIEW "{self._own(table)}" AS {query}')
        self._viewed.add(table)

    def _own(self, table: str) -> str:
        return f"asked{self._number}_{table}"


def _name(table: str) -> str:
    return f"asked_{table}"
