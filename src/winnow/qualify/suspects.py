"""Phrases by which those who were ended gave themselves away: frequent with them, rare with everybody else."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from winnow.qualify.answers import plain

LEAST = 3  # prospects who wrote it and were ended
OFTENER = 5.0  # times as often as with the others
WORDS = (2, 3, 4)  # of a phrase
WORDS_READ = 200  # of one message
TELLING = 4  # letters of at least one word


class Phrase(NamedTuple):
    """How many who were ended wrote it, and how many others."""

    text: str
    ended: int
    others: int


def telling_phrases(ended: Iterable[str], others: Iterable[str]) -> list[Phrase]:
    """From the messages of both; the most frequent first. A phrase inside a longer one as frequent is left out."""
    bad, good, bad_whole, good_whole = Counter[str](), Counter[str](), 0, 0
    for message in ended:
        bad.update(set(_phrases(message)))
        bad_whole += 1
    for message in others:
        good.update(phrase for phrase in set(_phrases(message)) if phrase in bad)
        good_whole += 1
    found = [
        Phrase(text, count, good[text])
        for text, count in bad.items()
        if count >= LEAST and count / bad_whole >= OFTENER * (good[text] + 0.5) / (good_whole + 1)
    ]
    return sorted(_longest(found), key=lambda one: (-one.ended, one.others, one.text))


def _phrases(message: str) -> Iterator[str]:
    words = plain(message).split()[:WORDS_READ]
    for length in WORDS:
        for start in range(len(words) - length + 1):
            phrase = words[start : start + length]
            if any(len(word) >= TELLING for word in phrase):
                yield " ".join(phrase)


def _longest(found: list[Phrase]) -> list[Phrase]:
    kept: list[Phrase] = []
    for one in sorted(found, key=lambda phrase: -len(phrase.text)):
        if not any(f" {one.text} " in f" {other.text} " and one.ended <= other.ended for other in kept):
            kept.append(one)
    return kept
