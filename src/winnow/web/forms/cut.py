"""What a cut is asked for with."""

from typing import Any

from django import forms

KINDS = (
    ("lose_at_most", "Lose at most so much of the sales"),
    ("share", "Throw so much away"),
    ("capacity", "Follow the desks, and lose at most so much"),
)


class WishForm(forms.Form):
    """Which cut, in per cent. The page shows what it costs before anybody publishes it."""

    kind = forms.ChoiceField(
        label="Which cut", choices=KINDS, widget=forms.RadioSelect, initial="lose_at_most"
    )
    value = forms.FloatField(
        label="Per cent", min_value=0.1, max_value=99.9, initial=5,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, auto_id="wish_%s", **given)

    @property
    def share(self) -> float:
        return float(self.cleaned_data["value"]) / 100


class PublishForm(WishForm):
    """The same with the reason."""

    reason = forms.CharField(
        label="Why", max_length=300, help_text="Kept with the cut, for whoever asks later."
    )


class WithdrawForm(forms.Form):
    """Why no cut any more, and whether those it threw away come back."""

    reason = forms.CharField(label="Why", max_length=300)
    bring_back = forms.BooleanField(
        label="Bring back those whom nobody has touched since", required=False,
        help_text="They go to a desk with a new clock; otherwise they stay in nurture until their day comes.",
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="withdraw_%s")
