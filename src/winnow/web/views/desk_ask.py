"""The questions, the one to put next on top, with the answers so far, what they are worth and what they add up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from winnow.measure.shares import Share
from winnow.procedure.schema import Choice, Procedure, Question
from winnow.prospects.models import Prospect
from winnow.prospects.words import Grade
from winnow.qualify.answers import Alignment, Given, Weighing, align, weigh
from winnow.qualify.asking import Prospective, next_question, ranked
from winnow.qualify.models import Answer
from winnow.qualify.queries.claims import liked, taught
from winnow.qualify.queries.standing import standing
from winnow.qualify.taught import Fared, Taught, Worth
from winnow.web.templatetags.figures import percent

GRADES = [(Grade.STATED, "They say so"), (Grade.CORROBORATED, "Checked elsewhere"),
          (Grade.PURCHASE_ORDER, "Purchase order")]  # fmt: skip
FITS = "abc"  # keys of the outcomes offered for confirmation


@dataclass(frozen=True, slots=True)
class Offered:
    """One answer to choose, with its key and what it was worth so far."""

    key: str
    value: str
    text: str
    effect: str


@dataclass(frozen=True, slots=True)
class Fit:
    """One of our outcomes that their words seem to mean, with those who got it."""

    on_key: str
    key: str
    text: str
    how: str
    proof: str
    customers: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the desk shows it."""

    question: Question
    answer: Answer | None
    points: int | None
    is_next: bool
    stops: bool  # its answer does not pass
    offered: tuple[Offered, ...]
    worth: str  # of what they answered, at its grade
    promise: str  # what the answer may change, and how long it takes
    words: str
    fits: tuple[Fit, ...]
    liked: bool

    @property
    def choice(self) -> str:
        return self.answer.choice if self.answer else ""


def asking(row: Prospect, procedure: Procedure, words: str = "") -> dict[str, Any]:
    """Everything the panel of questions shows: three queries. `words` are what they wrote that they want."""
    known = standing([row.id])[row.id]
    answers = {**known.before, **known.counting}
    given = {key: Given(one.choice, Grade(one.grade)) for key, one in known.counting.items()}
    rules, learned, likes = procedure.qualification, taught(), liked(row.id)
    weighing = weigh(given, rules)
    found = ranked(given, rules, learned.known)
    upcoming, open_ones = next_question(given, rules, found), {one.question.key: one for one in found}
    first = upcoming.key if upcoming else ""
    done = [one for one in rules.questions if one.key not in open_ones]
    asked = [
        _asked(one, answers.get(one.key), weighing, procedure, learned, open_ones.get(one.key), first, words, likes)
        for one in [*(one.question for one in open_ones.values()), *done]
    ]  # fmt: skip
    texts = {one.key: one.text for one in rules.questions}
    return {
        "asked": asked, "weighing": weighing, "enough": rules.qualified_at, "grades": GRADES,
        "missing": [texts[key] for key in weighing.missing], "answered": len(answers), "all": len(asked),
        "taught": learned, "not_ours": not_ours(procedure), "words": words, "before": known.before,
    }  # fmt: skip


def _asked(
    one: Question, answer: Answer | None, weighing: Weighing, procedure: Procedure, learned: Taught,
    prospective: Prospective | None, first: str, words: str, likes: set[str],
) -> Asked:  # fmt: skip
    is_next, of_outcome = one.key == first, one.about == "outcome"
    spoken = answer.text if answer else words if of_outcome else ""
    confirmed = answer.outcome if answer else ""
    return Asked(
        question=one,
        answer=answer,
        points=dict(weighing.reasons).get(one.key),
        is_next=is_next,
        stops=one.key in weighing.gates_failed,
        offered=_offered(one, learned),
        worth=worth_said(learned.worth(one.key, answer.choice, answer.grade)) if answer else "",
        promise=_promise(prospective) if prospective and is_next else "",
        words=spoken,
        fits=fits(spoken, procedure, learned.outcomes, confirmed) if of_outcome else (),
        liked=one.key in likes,
    )


def _offered(question: Question, learned: Taught) -> tuple[Offered, ...]:
    return tuple(
        Offered(f"r {place}" if place < 10 else "", one.key, one.text, _effect(question, one, learned))
        for place, one in enumerate(question.choices, 1)
    )


def _effect(question: Question, choice: Choice, learned: Taught) -> str:
    """Points or gate, and how many of those who said so have bought."""
    ends = {"nurture": "not now", "disqualify": "not for us"}
    counts = [ends.get(choice.gate) or f"{choice.points:+d} points"]
    bought = worth_said(learned.worth(question.key, choice.key))
    return " · ".join([*counts, *([bought] if bought else [])])


def worth_said(worth: Worth) -> str:
    """ "62 % of 48 bought (48–75 %)"; "" if nobody can be judged yet."""
    share = Share(worth.bought, worth.judged)
    if share.interval is None:
        return ""
    low, high = (round(100 * end) for end in share.interval)
    return f"{percent(share.value)} of {worth.judged} bought ({low}–{high} %)"


def _promise(of: Prospective) -> str:
    seconds = f"takes about {of.seconds:.0f} s"
    if of.change < 0.005:
        return f"No answer changes the verdict any more; {seconds}."
    return f"Moves the verdict by {percent(of.change)} on average; {seconds}."


def fits(
    words: str, procedure: Procedure, outcomes: Mapping[str, Fared], confirmed: str = ""
) -> tuple[Fit, ...]:
    """The outcomes of ours that these words may mean, the confirmed one first."""
    found = align(words, procedure.outcomes)
    if confirmed and confirmed not in {one.key for one in found}:
        found = [
            Alignment(one.key, one.text, "exact", 100) for one in procedure.outcomes if one.key == confirmed
        ] + found
    found.sort(key=lambda one: one.key != confirmed)
    proofs = {one.key: one.proof for one in procedure.outcomes}
    return tuple(
        Fit(f"r {key}", one.key, one.text, _how(one), proofs.get(one.key, ""),
            outcomes[one.key].bought if one.key in outcomes else 0, one.key == confirmed)
        for key, one in zip(FITS, found, strict=False)
    )  # fmt: skip


def _how(fit: Alignment) -> str:
    return {"exact": "in our own words", "synonym": "a word we know for it"}.get(
        fit.how, f"similar words, {fit.strength} %"
    )


def outcome_question(procedure: Procedure) -> Question | None:
    return next((one for one in procedure.qualification.questions if one.about == "outcome"), None)


def delivered(question: Question) -> str:
    """The answer that says "an outcome of ours": of those that pass, the one with most points."""
    passing = [one for one in question.choices if one.gate == "pass"] or list(question.choices)
    return max(passing, key=lambda one: one.points).key


def not_ours(procedure: Procedure) -> tuple[Question, Choice] | None:
    """The question and answer that say "not an outcome that we deliver"; None if the procedure has none such."""
    rules, question = procedure.qualification, outcome_question(procedure)
    if question is None or rules.other_outcome_reason not in {one.key for one in rules.disqualify_reasons}:
        return None
    return next(((question, one) for one in question.choices if one.gate == "disqualify"), None)
