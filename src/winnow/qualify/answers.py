"""What the answers are worth, and which outcome we deliver is the one they desire."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import copysign
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from winnow.procedure.phrases import folded
from winnow.procedure.schema import Choice, DeliveredOutcome, Qualification, Question
from winnow.prospects.words import Grade, Verdict


class Given(NamedTuple):
    """One answer: the key of the choice, and how well it is proved."""

    choice: str
    grade: Grade = Grade.STATED


@dataclass(frozen=True, slots=True)
class Weighing:
    """What the answers so far add up to. `reasons` are (question, weighed points); they sum to `points`."""

    points: int
    gates_failed: tuple[str, ...]  # questions whose answer does not pass
    missing: tuple[str, ...]  # required questions without an answer
    advice: Verdict
    because: str  # one sentence for the advice
    reasons: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...] = ()  # answers to questions or choices that this procedure does not have


def weigh(answers: Mapping[str, Given], qualification: Qualification) -> Weighing:
    """Add up the answers; a claim counts by its evidence, and no points make up for a failed gate."""
    given = [(one, choice) for one in qualification.questions if (choice := chosen(one, answers))]
    weight = {key: qualification.grade_weight.get(answer.grade, 1.0) for key, answer in answers.items()}
    reasons = tuple((one.key, times(choice.points, weight[one.key])) for one, choice in given)
    points = sum(worth for _, worth in reasons)
    failed = [(one, choice) for one, choice in given if choice.gate != "pass"]
    known = {one.key for one, _ in given}
    missing = [one for one in qualification.questions if one.required and one.key not in known]
    advice, because = _advice(points, failed, missing, qualification.qualified_at)
    return Weighing(
        points=points,
        gates_failed=tuple(one.key for one, _ in failed),
        missing=tuple(one.key for one in missing),
        advice=advice,
        because=because,
        reasons=reasons,
        unknown=tuple(sorted(answers.keys() - known)),
    )


def chosen(question: Question, answers: Mapping[str, Given]) -> Choice | None:
    """The choice that was given to a question; None if it is open, or the procedure knows no such choice."""
    given = answers.get(question.key)
    return next((one for one in question.choices if given and one.key == given.choice), None)


def times(points: int, weight: float) -> int:
    """Points by the weight of their evidence, in whole points."""
    # A half is rounded away from zero, so that +15 and -15 weigh the same; the hair absorbs binary fractions.
    return int(points * weight + copysign(0.5 + 1e-9, points))


def _advice(
    points: int, failed: list[tuple[Question, Choice]], missing: list[Question], enough: int
) -> tuple[Verdict, str]:
    for gate, verdict in (("disqualify", Verdict.DISQUALIFIED), ("nurture", Verdict.NURTURE)):
        for question, choice in failed:
            if choice.gate == gate:
                return verdict, f"{question.text} {choice.text}."
    if missing:
        return Verdict.NURTURE, f"Not a lead before this is answered: {missing[0].text}"
    if points < enough:
        return Verdict.NURTURE, f"{points} of the {enough} points that make a lead."
    return Verdict.QUALIFIED, f"{points} points, {enough} make a lead, and no gate failed."


# Desired outcome and delivered outcomes

How = Literal["exact", "synonym", "similar"]

ALIKE = 80  # per cent; below it, two words are different words
ENOUGH = 66  # per cent; two words of three
TELLING = 4  # letters; shorter words ("the", "and", "für") say nothing about an outcome
SYNONYM = 95  # per cent; nearly as good as our own words


@dataclass(frozen=True, slots=True)
class Alignment:
    """One outcome we deliver that fits what they want; `strength` in per cent."""

    key: str
    text: str
    how: How
    strength: int


def align(text: str, outcomes: tuple[DeliveredOutcome, ...]) -> list[Alignment]:
    """The delivered outcomes that fit these words of a prospect, the best first."""
    said = " ".join(_words(text))
    found = (_alignment(said, outcome) for outcome in outcomes) if said else ()
    return sorted((one for one in found if one), key=lambda one: -one.strength)


def like(text: str, questions: Sequence[Question]) -> Question | None:
    """The question that these words sound like most, if any does."""
    said = plain(text)
    found = [
        (max(_likeness(said, plain(one.text)), _likeness(plain(one.text), said)), one) for one in questions
    ]
    best, question = max(found, key=lambda pair: pair[0], default=(0, None))
    return question if best >= ENOUGH else None


def _alignment(said: str, outcome: DeliveredOutcome) -> Alignment | None:
    own, synonyms = plain(outcome.text), tuple(plain(one) for one in folded(outcome.synonyms))
    if _holds(said, own) or said == plain(outcome.key.replace("_", " ")):
        return Alignment(outcome.key, outcome.text, "exact", 100)
    if any(_holds(said, one) for one in synonyms):
        return Alignment(outcome.key, outcome.text, "synonym", SYNONYM)
    likeness = max((_likeness(said, one) for one in (own, *synonyms)), default=0)
    if likeness < ENOUGH:
        return None
    return Alignment(outcome.key, outcome.text, "similar", min(likeness, SYNONYM - 1))


def _holds(said: str, phrase: str) -> bool:
    return bool(phrase) and f" {phrase} " in f" {said} "


def _likeness(said: str, phrase: str) -> int:
    """How far the telling words of a phrase are found, in any order and spelling, among those said."""
    words = [one for one in phrase.split() if len(one) >= TELLING]
    if not words:
        return 0
    spoken = [one for one in said.split() if len(one) >= TELLING]
    best = (max((fuzz.ratio(one, other, score_cutoff=ALIKE) for other in spoken), default=0) for one in words)
    return int(sum(best) / len(words))


def plain(text: str) -> str:
    """Its words alone, without case and signs, a space between them."""
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
