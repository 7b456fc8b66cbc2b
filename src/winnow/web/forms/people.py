"""People, teams, days away and tokens, each with exactly the fields that may be set."""

import re
from typing import Any

from django import forms

from winnow.people.actions import SCOPES
from winnow.people.models import Team
from winnow.web.forms.account import zones
from winnow.web.forms.setup import ROLES, plain


class Words(forms.CharField):
    """A list typed with commas; each word must look like `pattern`, written in `case`."""

    def __init__(self, pattern: str = r"[^,]{1,60}", case: Any = str.lower, **given: Any) -> None:
        super().__init__(required=False, max_length=2000, **given)
        self.pattern, self.case = re.compile(pattern), case

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        words = [self.case(word.strip()) for word in plain(super().to_python(value) or "").split(",")]
        return list(dict.fromkeys(word for word in words if word))

    def validate(self, value: Any) -> None:
        for word in value:
            if not self.pattern.fullmatch(word):
                raise forms.ValidationError(f"“{word}” does not look right. Separate them by commas.")

    def run_validators(self, value: Any) -> None:
        """The words were looked at one by one."""


class PersonForm(forms.Form):
    """Everything that an admin can say of a person."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail", max_length=254)
    role = forms.ChoiceField(label="Role", choices=ROLES)
    team = forms.ModelChoiceField(
        Team.objects.order_by("name"), label="Team", required=False, empty_label="None"
    )
    timezone = forms.ChoiceField(label="Time zone", required=False)
    territories = Words(r"[A-Z]{2}", str.upper, label="Countries", help_text="As DE, AT. Empty: everywhere.")
    languages = Words(r"[a-z]{2}", label="Languages", help_text="As de, en. Empty: any.")
    skills = Words(label="Skills", help_text="Words that the procedure's routing uses.")
    niches = Words(label="Niches", help_text="Words that the procedure's routing uses.")
    capacity = forms.IntegerField(
        label="Open prospects at once", required=False, min_value=0, max_value=100_000,
        help_text="Empty: as the procedure says.",
    )  # fmt: skip
    hourly_cost = forms.DecimalField(
        label="Cost of an hour", min_value=0, max_digits=10, decimal_places=2, initial=0
    )

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["timezone"].choices = zones("As the team")  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return plain(self.cleaned_data["name"])


class AbsenceForm(forms.Form):
    """Days away, both included."""

    starts = forms.DateField(label="First day away", widget=forms.DateInput(attrs={"type": "date"}))
    ends = forms.DateField(label="Last day away", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="Reason", max_length=120, required=False)


class TeamForm(forms.Form):
    """A team and its clock."""

    name = forms.CharField(label="Name", max_length=80)
    timezone = forms.ChoiceField(label="Time zone", choices=zones, initial="Europe/Berlin")

    def clean_name(self) -> str:
        return plain(self.cleaned_data["name"])


class TokenForm(forms.Form):
    """A machine's token and what it may do."""

    name = forms.CharField(label="What is it for?", max_length=120, help_text="Such as: our website.")
    scopes = forms.MultipleChoiceField(
        label="It may", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple, initial=["intake"]
    )

    def clean_name(self) -> str:
        return plain(self.cleaned_data["name"])
