"""What is said of the cells and words of a file."""

import polars as pl

from winnow.measure.exports import instants
from winnow.measure.exports.words import Meaning

MOST_WORDS = 500  # different words of a field that are looked at, the commonest first
CERTAIN, SHOWN = 0.9, 8

Words = dict[str, dict[str, Meaning]]


def of_words(words: Words) -> list[str]:
    """Which words were only guessed, and which nobody knows."""
    notes = []
    for name, meanings in words.items():
        guessed = [
            f"{text} = {one.word}" for text, one in meanings.items() if one.word and one.sure < CERTAIN
        ]
        unknown = [text for text, one in meanings.items() if not one.word]
        notes += [f"Guessed in {name}: {few(guessed)}."] if guessed else []
        notes += [f"Nothing tells what these mean in {name}: {few(unknown)}."] if unknown else []
        if len(meanings) == MOST_WORDS:
            notes.append(f"Only the {MOST_WORDS} commonest words of {name} were looked at.")
    return notes


def few(texts: list[str]) -> str:
    """The first of many, and how many more there are."""
    shown = ", ".join(text[:40] for text in texts[:SHOWN])
    return f"{shown} and {len(texts) - SHOWN} more" if len(texts) > SHOWN else shown


def of_cell(text: pl.Expr, column: str, what: str, *, zoned: bool) -> pl.Expr:
    """What is wrong with a cell; where others of its column are `zoned`, it may only be that this one is not."""
    where = f"“{{}}” in “{escaped(column)}” is no {what} that can be used"
    shown = pl.format(where, text.str.slice(0, 60))
    if not zoned:
        return shown
    bare = text.str.contains(instants.WITH_CLOCK) & ~text.str.contains(instants.WITH_ZONE)
    why = pl.lit(": it names no time zone, and others in that column do")
    return pl.when(bare).then(shown + why).otherwise(shown)


def escaped(text: str) -> str:
    """A name as `pl.format` takes it."""
    return text.replace("{", "(").replace("}", ")")
