"""How we decide whether an inquiry is a lead: the questions, the verdict, the outcomes we deliver. Pure."""

from winnow.procedure.prose.words import (
    bullets,
    listed,
    many,
    minutes,
    number,
    quoted,
    said,
    sentence,
    working_day,
)
from winnow.procedure.schema import Choice, Procedure, Question, Reason

_GATES = {"pass": "", "nurture": "not now, so nurture", "disqualify": "not for us, so we close it"}


def what_we_ask(procedure: Procedure) -> str:
    asked = procedure.qualification
    if not asked.questions:
        return "No questions are written down yet: the verdict is the qualifier's own."
    grades = listed(
        f"{said(str(grade).replace('_', ' '))} × {by:g}" for grade, by in asked.grade_weight.items()
    )
    opening = (
        f"An inquiry becomes a **lead** when the answers to our {many(len(asked.questions), 'question')} are "
        f"worth {asked.qualified_at} points or more. An answer is a claim, and counts by how well it is "
        f"proved: {grades}."
    )
    return "\n\n".join([opening, *(_question(place, one) for place, one in enumerate(asked.questions, 1))])


def _question(place: int, question: Question) -> str:
    needed = " Without an answer there is no lead." if question.required else ""
    why = f" {said(sentence(question.why))}" if question.why else ""
    head = f"**{place}. {said(question.text)}** (about {question.about}){why}{needed}"
    return f"{head}\n\n{bullets(map(_choice, question.choices))}"


def _choice(choice: Choice) -> str:
    worth = f"{choice.points} point{'' if abs(choice.points) == 1 else 's'}"
    parts = [worth] if choice.points or choice.gate == "pass" else []
    parts += [_GATES[choice.gate]] if choice.gate != "pass" else []
    return f"{said(choice.text)} – {', '.join(parts)}"


def how_we_decide(procedure: Procedure) -> str:
    asked = procedure.qualification
    handover = minutes(asked.handover_within, day=working_day(procedure))
    return "\n\n".join(
        [
            f"Within {minutes(asked.verdict_within, day=working_day(procedure))} of the inquiry the qualifier gives "
            "one of three verdicts, with the answers and the reason.",
            bullets(
                [
                    f"**Qualified.** The lead is handed over to a seller, who accepts it within {handover} "
                    f"or gives it back, saying why{_reasons(asked.reject_reasons)}",
                    f"**Nurture.** Real, but not now{_reasons(asked.nurture_reasons)} If no date was agreed, "
                    f"we look again after {many(asked.revisit_days, 'day')}.",
                    f"**Disqualified.** Not for us{_reasons(asked.disqualify_reasons)}",
                ]
            ),
        ]
    )


def _reasons(reasons: tuple[Choice, ...] | tuple[Reason, ...]) -> str:
    return f": {listed((quoted(one.text) for one in reasons), 'or')}." if reasons else "."


def what_we_deliver(procedure: Procedure) -> str:
    if not procedure.outcomes:
        return "The outcomes we deliver are not written down yet."
    opening = (
        "People do not want our product; they want something to be different afterwards. We deliver "
        f"{number(len(procedure.outcomes))} such outcomes. Whoever wants another one is told so early."
    )
    lines = [
        f"**{said(one.text)}.**"
        + (f" They say {listed(map(quoted, one.synonyms), 'or')}." if one.synonyms else "")
        + (f" We prove it with: {said(sentence(one.proof))}" if one.proof else "")
        for one in procedure.outcomes
    ]
    return f"{opening}\n\n{bullets(lines)}"
