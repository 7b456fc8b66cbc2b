"""The way from the usual odds to a prospect's own, as it is kept and as people read it. Pure."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from winnow.qualify.odds.seen import ANSWER, CAMPAIGN, PROOF

SHOWN = 12  # steps kept one by one; the small rest goes together
SMALL = 0.02  # in log-odds
REST = "everything else"
NUMBERED = re.compile(r"#(\d+)")
BETWEEN = re.compile(r"(-?[\d.]+) to (-?[\d.]+)$")
OPEN_ENDED = re.compile(r"(up to|over) (-?[\d.]+)$")

Kept = tuple[str, str, float]  # name, in words, what it multiplies the odds by


class Told(NamedTuple):
    """One step in words; `share` is the probability that it leads to."""

    text: str
    times: float
    share: float


def kept(steps: Sequence[Any]) -> list[Kept]:
    """The estimator's steps, the base first; what hardly matters becomes one step, so that all add up exactly."""
    base, *others = steps
    large = [step for step in others if abs(step.after - step.before) >= SMALL][:SHOWN]
    rest = sum(step.after - step.before for step in others) - sum(step.after - step.before for step in large)
    found: list[Kept] = [(base.name, base.said, base.times)]
    found += [(step.name, step.said, step.times) for step in large]
    return [*found, (REST, REST, math.exp(rest))] if len(large) < len(others) else found


def campaigns_in(steps: Sequence[Sequence[Any]]) -> list[int]:
    """The numbers of campaigns that these steps speak of."""
    return [int(found[1]) for name, said, _ in steps if name == CAMPAIGN and (found := NUMBERED.search(said))]


def told(
    steps: Sequence[Sequence[Any]], questions: Mapping[str, Mapping[str, str]], campaigns: Mapping[int, str]
) -> list[Told]:
    """The steps in words, each with the probability it leads to. `questions`: texts of answers, by question.

    A question is called by its own text, kept under the empty key.
    """
    found, odds = [], 1.0
    for name, said, times in steps:
        odds *= times
        found.append(Told(_text(name, said, questions, campaigns), times, odds / (1 + odds)))
    return found


def _text(
    name: str, said: str, questions: Mapping[str, Mapping[str, str]], campaigns: Mapping[int, str]
) -> str:
    if name == CAMPAIGN:
        named = NUMBERED.sub(lambda found: campaigns.get(int(found[1]), found[0]), said)
        return named[:1].upper() + named[1:]
    kind = next((one for one in (ANSWER, PROOF) if name.startswith(one)), "")
    if not kind:
        return _in_whole(said[:1].upper() + said[1:])
    question, value = name.removeprefix(kind), said.partition(": ")[2].partition(": ")[2]
    texts = questions.get(question, {})
    asked = texts.get("", question.replace("_", " "))
    if value == "unknown":
        return f"{asked} Not answered." if kind == ANSWER else f"{asked} Nothing to prove it."
    word = texts.get(value, value.replace("_", " "))
    return f"{asked} {word}" if kind == ANSWER else f"{asked} Proof: {word}"


def _in_whole(said: str) -> str:
    """Ranges of counts, which the estimator cuts between them, as the counts themselves."""
    if found := BETWEEN.search(said):
        low, high = math.floor(float(found[1])) + 1, math.floor(float(found[2]))
        whole = (
            f"about {float(found[1]):.2g}" if low > high else f"{low}" if low == high else f"{low} to {high}"
        )
        return said[: found.start()] + whole
    if found := OPEN_ENDED.search(said):
        limit = math.floor(float(found[2]))
        return f"{said[: found.start()]}{'' if limit == 0 and found[1] == 'up to' else found[1] + ' '}{limit}"
    return said
