"""Phrases by which those who were ended gave themselves away: frequent with them, rare with everybody else."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from winnow.qualify.answers import plain

LEAST = 3  # prospects who wrote it and were ended
OFTENER = 5.0  # times as often as with the others
WORDS = (2, 3, 4)  # of a phrase
WORDS_READ = 200  # of one message
TELLING, ENOUGH = 5, 10  # letters of at least one word, and of the phrase: "do you have" says nothing


class Phrase(NamedTuple):
    """How many who were ended wrote it, and how many others."""

    text: str
    ended: int
    others: int


def telling_phrases(ended: Sequence[str], others: Sequence[str]) -> list[Phrase]:
    """From the messages of both; each phrase speaks for messages that none before it speaks for."""
    mine = [set(_phrases(message)) for message in ended]
    bad = Counter(phrase for phrases in mine for phrase in phrases)
    frequent = {phrase for phrase, count in bad.items() if count >= LEAST}
    good = Counter(phrase for message in others for phrase in set(_phrases(message)) if phrase in frequent)
    telling = {
        phrase
        for phrase in frequent
        if bad[phrase] / len(ended) >= OFTENER * (good[phrase] + 0.5) / (len(others) + 1)
    }
    return [
        Phrase(phrase, bad[phrase], good[phrase]) for phrase in _covering([one & telling for one in mine])
    ]


def _covering(messages: Iterable[set[str]]) -> Iterator[str]:
    """Again and again the phrase of most messages that are not spoken for yet; of several the longest."""
    left = [one for one in messages if one]
    while left:
        counted = Counter(phrase for phrases in left for phrase in phrases)
        best = max(counted, key=lambda phrase: (counted[phrase], len(phrase), phrase))
        if counted[best] < LEAST:
            return
        yield best
        left = [one for one in left if best not in one]


def _phrases(message: str) -> Iterator[str]:
    words = plain(message).split()[:WORDS_READ]
    for length in WORDS:
        for start in range(len(words) - length + 1):
            phrase = words[start : start + length]
            said = " ".join(phrase)
            if len(said) >= ENOUGH and any(len(word) >= TELLING for word in phrase):
                yield said
