"""What the procedure demands when a prospect ends with an outcome: no more, and no less."""

from collections.abc import Mapping
from typing import Any

from django import forms

from winnow.flow.deals import mirror
from winnow.procedure.schema import Closing, Procedure
from winnow.prospects.models import Prospect
from winnow.prospects.words import Outcome, Stage

STAGES = list(Stage)
MIRROR = "mirror_"  # before the keys of its questions, in names of fields


def demanded(form: forms.Form, procedure: Procedure, row: Prospect, outcome: Outcome) -> None:
    """Add the fields of this outcome to a form: reason, who won instead, checklist."""
    rule = procedure.closing[outcome]
    if rule.reasons:
        form.fields["reason"] = forms.ChoiceField(
            label="Why?", choices=[(one.key, one.text) for one in rule.reasons], widget=forms.RadioSelect
        )
    if rule.ask_competitor:
        form.fields["competitor"] = forms.CharField(
            label="Who won instead?", max_length=120, help_text="Or that they would not tell."
        )
    if asks_checklist(rule, row):
        form.fields["checked"] = forms.MultipleChoiceField(
            label="Have we done all we could?", choices=[(line, line) for line in rule.checklist],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Tick each line that is done; before that, this does not end."},
        )  # fmt: skip
    for question in mirror.asked(procedure, row.stage, outcome):
        form.fields[f"{MIRROR}{question.key}"] = forms.CharField(
            label=question.text,
            min_length=mirror.LEAST,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )


def mirrored(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What was seen in the mirror, by the keys of its questions."""
    return tuple(
        (name.removeprefix(MIRROR), str(text)) for name, text in said.items() if name.startswith(MIRROR)
    )


def asks_checklist(rule: Closing, row: Prospect) -> bool:
    after = STAGES.index(Stage(rule.checklist_after_stage))
    return bool(rule.checklist) and STAGES.index(Stage(row.stage)) >= after


class EndForm(forms.Form):
    """Closing from a prospect's page."""

    def __init__(self, procedure: Procedure, row: Prospect, outcome: Outcome, data: object = None) -> None:
        super().__init__(data, auto_id="end_%s")  # type: ignore[arg-type]
        demanded(self, procedure, row, outcome)
        rule = procedure.closing[outcome]
        self.fields["note"] = forms.CharField(
            label="Note", required=rule.needs_note, max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3, "data-draft": f"prospect-{row.id}-end"}),
        )  # fmt: skip
