"""How the columns of a table stand to the rights of the persons it speaks of: shown to them, and erased. Pure.

Each room says it of its own tables in its `personal.py`, as `PERSONAL`. A test names every column of text that
nobody has spoken about.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rows:
    """One table. `table` is `app.Model`; `of` are its fields that lead to a person, a prospect or what has its number.

    What an erasure does: `blank` columns are emptied; of `facts` (JSON) words go and figures stay; `gone` rows are
    deleted; `keep` says of what no person can be told from. `unique` columns, and those that may not
    be empty, get a text that says nothing.
    `named_in`: rows that lead to nobody, but in which a name or an address of theirs may stand, as in a notice to a
    colleague; such rows are treated alike. `apart`: whose a row is can only be found in a way of its own, told here.
    """

    table: str
    of: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    gone: bool = False
    named_in: tuple[str, ...] = ()
    apart: str = ""

    @property
    def spoken_of(self) -> frozenset[str]:
        """Every column about which something is said."""
        return frozenset((*self.blank, *self.facts, *self.unique, *self.keep))
