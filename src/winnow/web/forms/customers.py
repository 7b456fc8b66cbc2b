"""What is asked about a customer: why they buy and what they reached, the next step, and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from winnow.customers.words import REACHED_TEXTS, STEP_TEXTS, Reached, Step
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Prospect
from winnow.qualify.answers import align
from winnow.web.forms.instants import day_field, morning_of
from winnow.web.forms.touch import KINDS

WORDS: dict[str, Any] = {"required": False, "max_length": 4000}
BECAUSE = "Which outcome of ours do they buy for?"
NONE_OF_OURS = ("", "None of ours, or not said")


def outcome_field(
    procedure: Procedure, words: str = "", initial: str = "", label: str = "Which outcome of ours is that?"
) -> forms.ChoiceField:
    """Our catalogue, with the outcome that their words seem to mean chosen beforehand."""
    found = align(words, procedure.outcomes)[:1] if words.strip() else []
    fits = f"Their words sound like “{found[0].text}”. Is that it?" if found else ""
    return forms.ChoiceField(
        label=label,
        choices=[NONE_OF_OURS, *((one.key, one.text) for one in procedure.outcomes)],
        required=False,
        initial=found[0].key if found else initial,
        help_text=fits or "You confirm it; it counts as proof only for what they really said.",
    )


class ToldForm(forms.Form):
    """In their words; the rest is a key."""

    def __init__(self, procedure: Procedure, who: str = "", wanted: str = "", data: Any = None) -> None:
        super().__init__(data, auto_id="told_%s")
        area = forms.Textarea(attrs={"rows": 2})
        self.fields |= {
            "why": forms.CharField(label="Why do they buy from us?", widget=area, **WORDS),
            "because": outcome_field(procedure, label=BECAUSE),
            "words": forms.CharField(label="What is different for them now?", widget=area, **WORDS),
            "outcome": outcome_field(procedure, initial=wanted),
            "reached": forms.ChoiceField(
                label="Did they reach it?", choices=[(one.value, text) for one, text in REACHED_TEXTS.items()],
                widget=forms.RadioSelect, initial=Reached.TOO_EARLY.value,
            ),
            "said_by": forms.CharField(label="Who said it?", max_length=200, required=False, initial=who),
        }  # fmt: skip


class DoneForm(forms.Form):
    """The step is done; when is the next?"""

    def __init__(self, zone: str, data: Any = None) -> None:
        super().__init__(data, auto_id="care_%s")
        self.zone = zone
        self.fields |= {
            "day": day_field("Next step on", help_text="Empty: as the procedure says."),
            "note": forms.CharField(label="What came of it?", max_length=2000, required=False),
        }

    def next_at(self) -> datetime | None:
        day = self.cleaned_data["day"]
        return morning_of(day, self.zone) if day else None


class PlanForm(forms.Form):
    """What is done next with a customer, when, by whom, and why."""

    def __init__(self, zone: str, people: list[tuple[str, str]], data: Any = None, initial: str = "") -> None:
        super().__init__(data, auto_id="plan_%s")
        self.zone = zone
        self.fields |= {
            "step": forms.ChoiceField(
                label="Next step", choices=[(one.value, text) for one, text in STEP_TEXTS.items()],
                initial=initial or Step.CHECK_IN.value,
            ),
            "day": day_field("By", help_text="Empty: as the procedure says."),
            "owner": forms.ChoiceField(
                label="Who does it", required=False, choices=[("", "Who has it"), *people],
            ),
            "reason": forms.CharField(label="Why?", max_length=280),
        }  # fmt: skip

    def due_at(self) -> datetime | None:
        day = self.cleaned_data["day"]
        return morning_of(day, self.zone) if day else None


class ServedForm(forms.Form):
    """Support that they needed, and how long it took."""

    kind = forms.ChoiceField(label="How", choices=KINDS)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=1440)
    note = forms.CharField(label="What did they need?", max_length=2000)

    def __init__(self, people: Sequence[Prospect], data: Any = None) -> None:
        super().__init__(data, auto_id="served_%s")
        choices = [(one.pk, str(one.person)) for one in people]
        self.fields = {
            "prospect": forms.TypedChoiceField(label="Who", choices=choices, coerce=int)
        } | self.fields


class GiveForm(forms.Form):
    """Who looks after the ticked ones from now on, and why."""

    reason = forms.CharField(label="Why?", max_length=200)

    def __init__(self, people: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data, auto_id="give_%s")
        self.fields = {"to": forms.ChoiceField(label="Give the ticked ones to", choices=people)} | self.fields


class TargetsForm(forms.Form):
    """A file of companies or people."""

    file = forms.FileField(label="File", help_text="CSV, TSV, XLSX or Parquet; it is ranked and not kept.")


class TakeForm(forms.Form):
    """The outbound campaign that chosen ones go into."""

    campaign = forms.CharField(label="Into the campaign", max_length=160)
