"""The mirror: what is asked in writing before an opportunity is lost, and kept for whoever learns from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from winnow.deals import actions as deals
from winnow.deals import queries
from winnow.deals.models import Mirrored
from winnow.procedure.dealing import MirrorQuestion
from winnow.procedure.schema import Procedure
from winnow.prospects.words import Outcome, Stage

LOST = (Outcome.BOUGHT_ELSEWHERE, Outcome.NOT_BUYING)
LEAST = 3  # characters: a dash is no answer

Answers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Loss:
    """An opportunity that is lost, with what its seller saw in the mirror."""

    prospect: int
    outcome: Outcome
    at: datetime
    by: int | None
    reason: str
    competitor: str
    answers: Answers


def asked(procedure: Procedure, stage: str, outcome: Outcome) -> tuple[MirrorQuestion, ...]:
    """The questions for this end of a prospect at this stage; none unless an opportunity is lost."""
    return procedure.deals.mirror if stage == Stage.OPPORTUNITY and outcome in LOST else ()


def missing(questions: Iterable[MirrorQuestion], answers: Answers) -> str:
    """What was not answered, in a sentence; empty if all was."""
    given: Mapping[str, str] = dict(answers)
    left = [one.text for one in questions if len(given.get(one.key, "").strip()) < LEAST]
    return f"Look into the mirror first: {' '.join(left)}" if left else ""


def remember(losses: Iterable[Loss]) -> None:
    """Keep the answers beside their opportunities."""
    told = [
        (loss, question, answer) for loss in losses for question, answer in loss.answers if answer.strip()
    ]
    if not told:
        return
    known = queries.rows(loss.prospect for loss, _, _ in told)
    deals.mirrored(
        [
            Mirrored(
                opportunity_id=loss.prospect, at=loss.at, by_id=loss.by, outcome=loss.outcome, reason=loss.reason,
                competitor=loss.competitor[:120], question=question, answer=answer.strip(),
            )
            for loss, question, answer in told
            if loss.prospect in known
        ]
    )  # fmt: skip
