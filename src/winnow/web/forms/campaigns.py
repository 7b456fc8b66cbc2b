"""Campaigns and their dated costs."""

from decimal import Decimal
from typing import Any

from django import forms

from winnow.prospects.actions.campaigns import Told
from winnow.prospects.words import Channel
from winnow.web.templatetags.vocabulary import look


def _day(label: str, **given: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **given)


class CampaignForm(forms.Form):
    """What is said of a campaign."""

    name = forms.CharField(label="Name", max_length=160, help_text="Inquiries that name it find it by this.")
    channel = forms.ChoiceField(
        label="Channel", choices=[(one.value, look(one.value).label) for one in Channel]
    )
    code = forms.CharField(
        label="Code", max_length=40, required=False, help_text="As printed on cards, or written into links."
    )
    starts = _day("First day", required=False)
    ends = _day("Last day", required=False)

    @property
    def told(self) -> Told:
        said = self.cleaned_data
        return Told(said["name"], Channel(said["channel"]), said["code"], said["starts"], said["ends"])


class CostForm(forms.Form):
    """Money spent on a day."""

    at = _day("Day")
    amount = forms.DecimalField(
        label="Amount", max_digits=14, decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "min": "0"}),
    )  # fmt: skip
    currency = forms.CharField(label="Currency", min_length=3, max_length=3)
    note = forms.CharField(label="What for", max_length=200, required=False)

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount < 0:
            raise forms.ValidationError(
                "A cost cannot be negative. If money came back, correct the cost it belongs to."
            )
        return amount


class ShareForm(forms.Form):
    """The share of inquirers who are expected to buy from somebody within a year."""

    share = forms.DecimalField(min_value=0, max_value=100, max_digits=4, decimal_places=1, required=False)
