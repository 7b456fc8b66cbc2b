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
    cut = forms.IntegerField(
        label="Another cut?",
        min_value=1,
        max_value=99,
        required=False,
        help_text="Per cent of each batch that is set aside, the lowest ranks first. Empty: the cut as it was.",
    )
    reason = None  # type: ignore[assignment]

    def clean_months(self) -> int:
        return int(self.cleaned_data["months"] or USUAL)

    def clean_cut(self) -> float | None:
        """As a share."""
        given = self.cleaned_data["cut"]
        return None if given is None else given / 100


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Why does it change?", max_length=300, help_text="Kept with the version.")
