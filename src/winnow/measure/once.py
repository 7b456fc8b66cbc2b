"""A question that several metrics and findings ask of the same facts is answered once."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from winnow.measure.facts import Facts

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def once(
    question: Callable[Concatenate[Facts, Given], Answer],
) -> Callable[Concatenate[Facts, Given], Answer]:
    """The question, whose answer to the same arguments is kept with the facts for as long as they are."""

    @wraps(question)
    def asked(facts: Facts, /, *args: Given.args, **kwargs: Given.kwargs) -> Answer:
        key = (question.__module__, question.__qualname__, args, tuple(kwargs.items()))
        answer = facts.answers.pop(key) if key in facts.answers else question(facts, *args, **kwargs)
        facts.answers[key] = (
            answer  # the last one of all again: those not asked for longest are forgotten first
        )
        if len(facts.answers) > MOST:
            del facts.answers[next(iter(facts.answers))]
        return answer

    return asked


MOST = 64  # answers kept with some facts: pages ask the same facts for as long as nothing newer is there
