"""Many rows to PostgreSQL by COPY: written out column by column, and sent while the next rows are being thought of."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from itertools import repeat
from operator import is_
from typing import Any

from django.db import connection, models
from pydantic_core import to_json

Texts = Callable[[Sequence[Any]], Sequence[str]]
NULL, NOTHING = "\\N", "{}"
VISIBLE_NUL = "\u2400"  # PostgreSQL keeps no NUL, which a hostile payload may carry
ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # not the text of a backslash followed by u0000

_QUOTED = re.compile(r'[\\"]')  # in a text that is part of an array
_SPECIAL = re.compile(r"[\\\t\n\r\0]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": VISIBLE_NUL})


class _Line:
    """What is on its way to the server: one thread sends one table after the other, in the order they were given."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1)
        self.sent: list[Future[None]] = []

    def send(self, what: Callable[..., None], *words: Any) -> None:
        self.sent.append(self.thread.submit(what, connection.connection, *words))

    def arrived(self) -> None:
        """Wait for all. Raises what the first that was refused was refused for."""
        sent, self.sent = self.sent, []
        if sent and (do := _meanwhile.get()):
            do()
        with connection.wrap_database_errors:
            for one in sent:
                one.result()

    def before(self, execute: Callable[..., Any], *words: Any) -> Any:
        """Whatever else is asked of this connection is asked after them."""
        self.arrived()
        return execute(*words)


_line: ContextVar[_Line | None] = ContextVar("line", default=None)
_meanwhile: ContextVar[Callable[[], object] | None] = ContextVar("meanwhile", default=None)


@contextmanager
def while_waiting(do: Callable[[], object]) -> Iterator[bool]:
    """Inside, do this whenever many rows are on their way and there is nothing to do but to wait for the server.

    False if that never happens, as on SQLite, which works in our own time.
    """
    token = _meanwhile.set(do)
    try:
        yield connection.vendor == "postgresql"
    finally:
        _meanwhile.reset(token)


@contextmanager
def side_by_side() -> Iterator[None]:
    """Inside, a copy need not have arrived when the next rows are made ready; all have when the block ends.

    The database looks after each copy, not at the commit, whether what its rows refer to is there: it does so, too,
    while the next ones are made ready. So rows must come after those that they refer to. Where queries are logged all
    waits its turn, so that the log has it.
    """
    if connection.queries_logged:
        yield
        return
    line = _Line()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    token = _line.set(line)
    try:
        with connection.execute_wrapper(line.before):
            yield
            line.arrived()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    finally:
        _line.reset(token)
        line.thread.shutdown()


def copy(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write all rows, now or side by side with what follows."""
    names = ", ".join(f'"{name}"' for name in columns)
    sql, text = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', _text(model, tuple(columns), rows)
    line = _line.get()
    if line:
        line.send(_send, sql, text)
        return
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(sql) as out:
        out.write(text)


def ask_in_line(sql: str, values: Sequence[Any]) -> bool:
    """Ask without waiting for an answer, after the copies before it; False if nothing is done side by side here."""
    line = _line.get()
    if line:
        line.send(_ask, sql, values)
    return line is not None


def _ask(wire: Any, sql: str, values: Sequence[Any]) -> None:
    with wire.cursor() as cursor:
        cursor.execute(sql, values)


def _send(wire: Any, sql: str, text: bytes) -> None:
    with wire.cursor() as cursor, cursor.copy(sql) as out:
        out.write(text)


def _text(model: type[models.Model], columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> bytes:
    """The rows as COPY reads them. All steps take a whole column, as forty for each cell would cost more than COPY."""
    written = [
        _written(texts, column)
        for texts, column in zip(_writers(model, columns), zip(*rows, strict=True), strict=True)
    ]
    return ("\n".join(map("\t".join, zip(*written, strict=True))) + "\n").encode()


def _written(texts: Texts, column: Sequence[Any]) -> Sequence[str]:
    """What is the very same in all rows, as much is, is written out once."""
    first = column[0]
    if first is column[-1] and all(map(is_, column, repeat(first))):
        return [*texts((first,))] * len(column)
    return texts(column)


@cache
def _writers(model: type[models.Model], columns: tuple[str, ...]) -> list[Texts]:
    by_column = {field.column: field for field in model._meta.concrete_fields}
    return [_writer(by_column[column]) for column in columns]


def _writer(field: "models.Field[Any, Any]") -> Texts:
    if isinstance(field, models.JSONField):
        return _documents
    return _instants if isinstance(field, models.DateTimeField) else _words


def _words(column: Sequence[Any]) -> Sequence[str]:
    texts = list(map(str, column))
    if _SPECIAL.search("".join(texts)):
        texts = [text.translate(_ESCAPES) for text in texts]
    return _with_nulls(column, texts)


def _instants(column: Sequence[Any]) -> Sequence[str]:
    return _with_nulls(column, list(map(_instant, column)))


@lru_cache(maxsize=4_096)  # the same few instants stand in most rows of a batch
def _instant(value: Any) -> str:
    return str(value)


def _documents(column: Sequence[Any]) -> Sequence[str]:
    return _with_nulls(column, [NOTHING if value == {} else _document(value) for value in column])


def _document(value: Any) -> str:
    return without_nul(document(value)).replace("\\", "\\\\")


def _with_nulls(column: Sequence[Any], texts: list[str]) -> Sequence[str]:
    if None not in column:
        return texts
    return [NULL if value is None else text for value, text in zip(column, texts, strict=True)]


def document(value: Any) -> str:
    """The value as JSON, which has no number for what is too large for one."""
    return to_json(value, inf_nan_mode="strings").decode()


def without_nul(text: str) -> str:
    """JSON that PostgreSQL keeps: a NUL in it becomes the visible symbol."""
    return ESCAPED_NUL.sub("\\1" + VISIBLE_NUL, text) if "\\u0000" in text else text


def array(values: Iterable[Any]) -> str:
    """As the text of an array, of whatever type it is compared with: an adapter for each value would cost more than the
    statement does. Nothing equals what is not there, so that is left out."""
    texts = [str(value) for value in values if value is not None]
    if not texts:
        return "{}"
    if _QUOTED.search("".join(texts)):
        texts = [_QUOTED.sub(r"\\\g<0>", text) for text in texts]
    return '{"' + '","'.join(texts) + '"}'
