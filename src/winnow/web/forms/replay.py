"""A procedure text, and how far back it is replayed."""

from django import forms

from winnow.web.forms.procedure import PublishForm

MONTHS, USUAL = (3, 6, 12, 24), 12


class ReplayForm(PublishForm):
    """The same text; the reason is asked when it is published."""

    months = forms.ChoiceField(
        label="How far back?",
        initial=USUAL,
        choices=[(one, f"{one} months") for one in MONTHS],
        required=False,
    )
    reason = None  # type: ignore[assignment]

    def clean_months(self) -> int:
        return int(self.cleaned_data["months"] or USUAL)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Why does it change?", max_length=300, help_text="Kept with the version.")
