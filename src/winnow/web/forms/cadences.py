"""Which prospects are put on another cadence, on which, and why."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from winnow.flow.cadences.standing import on_cadence
from winnow.people.models import User
from winnow.procedure.prose.pursuing import whose
from winnow.procedure.schema import Procedure
from winnow.prospects.models import Prospect
from winnow.prospects.words import Channel, Stage, State
from winnow.web.templatetags.vocabulary import look

NARROWING = ("channel", "stage", "band", "owner")
BY_THE_PROCEDURE = "-"


class ChangeForm(forms.Form):
    """The narrowing comes from the address or the form alike; only what is typed here is needed."""

    def __init__(
        self, procedure: Procedure, owners: QuerySet[User], data: Any = None, *, looked: Any = None
    ) -> None:
        super().__init__(data, initial=looked.dict() if looked else None, auto_id="change_%s")
        self.procedure, self.said = procedure, data or looked or {}
        names = [(name, title(name, procedure)) for name in procedure.cadences]
        self.fields |= {
            "from": forms.ChoiceField(label="On the cadence", choices=[("", "Any"), *names], required=False),
            "channel": _any(
                "Channel", [(one.value, one.value.replace("_", " ").capitalize()) for one in Channel]
            ),
            "stage": _any("Stage", [(one.value, look(one.value).label) for one in Stage]),
            "band": _any("Score band", [(one.key, one.text) for one in procedure.scorecard.bands]),
            "owner": _any("Owner", [(str(one.pk), one.name) for one in owners]),
            "to": forms.ChoiceField(
                label="To the cadence", choices=[(BY_THE_PROCEDURE, "As the procedure says"), *names]
            ),
            "reason": forms.CharField(label="Why?", max_length=300),
        }

    def narrowed(self, rows: QuerySet[Prospect]) -> list[int]:
        """The prospects on desks that are meant."""
        said = {name: self.said.get(name, "") for name in (*NARROWING, "from")}
        rows = rows.filter(state=State.WORKING)
        for name in NARROWING:
            if said[name]:
                known = dict(self.fields[name].choices)  # type: ignore[attr-defined]
                rows = rows.filter(**{name: said[name]}) if said[name] in known else rows.none()
        if said["from"]:
            return (
                on_cadence(self.procedure, rows, said["from"])
                if said["from"] in self.procedure.cadences
                else []
            )
        return sorted(rows.values_list("id", flat=True))

    def to(self) -> str:
        chosen = str(self.cleaned_data["to"])
        return "" if chosen == BY_THE_PROCEDURE else chosen


def title(name: str, procedure: Procedure) -> str:
    """A cadence in a few words."""
    cadence = procedure.cadences[name]
    return cadence.text or name.replace("_", " ").capitalize()


def for_whom(name: str, procedure: Procedure) -> str:
    """Whom it is for, as the procedure's document says it."""
    return whose(name, procedure.cadences[name], procedure)


def _any(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "Any"), *choices], required=False)
