"""The one question: what became of it. Four answers, and for the second from whom and why."""

from collections.abc import Mapping
from typing import Any

from django import forms

from winnow.flow.asking.answering import Answered
from winnow.nurture.models import Question
from winnow.nurture.words import Bought
from winnow.procedure.schema import Procedure
from winnow.prospects.words import Outcome

CHOICES = (
    (Bought.FROM_US, "I bought from you"),
    (Bought.ELSEWHERE, "I bought from somebody else"),
    (Bought.DECIDING, "I am still deciding"),
    (Bought.NO_LONGER, "I do not need it any longer"),
)
SAID: Mapping[str, str] = {key.value: text for key, text in CHOICES}


class AnswerForm(forms.Form):
    """Asked of the person themselves, or by who has them on the telephone."""

    answer = forms.ChoiceField(label="What became of it?", choices=CHOICES, widget=forms.RadioSelect)
    whom = forms.CharField(
        label="From whom, if from somebody else?", max_length=300, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    reason = forms.ChoiceField(label="What spoke for them?", required=False)
    why = forms.CharField(
        label="What could we have done better?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, procedure: Procedure, **given: Any) -> None:
        super().__init__(*args, **given)
        reasons = procedure.closing[Outcome.BOUGHT_ELSEWHERE].reasons
        self.fields["reason"].choices = [("", "I would rather not say")] + [  # type: ignore[attr-defined]
            (one.key, one.text) for one in reasons if one.key != "not_told"
        ]

    def answered(self, question: int, by: int | None = None) -> Answered:
        said = self.cleaned_data
        elsewhere = said["answer"] == Bought.ELSEWHERE
        return Answered(
            question, Bought(said["answer"]), said["whom"] if elsewhere else "", said["why"],
            said["reason"] if elsewhere else "", by,
        )  # fmt: skip


def said_before(one: Question) -> dict[str, str]:
    """Their own answer, when they come back to change it."""
    return {"answer": one.answer, "whom": one.whom, "why": one.why}
