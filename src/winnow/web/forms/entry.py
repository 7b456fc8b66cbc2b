"""A caller on the line, and stacks of cards: typed in by people, received like every other inquiry."""

from typing import Any

from django import forms

from winnow.intake.inquiry import Raw
from winnow.prospects.words import Channel
from winnow.web.forms import batch as lines

CHANNELS = [
    (one.value, one.value.replace("_", " ").replace("email", "e-mail").capitalize()) for one in Channel
]
FIELDS = ("phone", "email", "name", "company", "message", "desired_outcome", "country", "title", "industry")


class EntryForm(forms.Form):
    """At least a phone number, an e-mail address or a name; the rest as far as they tell."""

    phone = forms.CharField(label="Phone", max_length=60, required=False)
    email = forms.CharField(label="E-mail", max_length=254, required=False)
    name = forms.CharField(label="Name", max_length=300, required=False)
    company = forms.CharField(label="Company", max_length=510, required=False)
    message = forms.CharField(
        label="What they ask, in their words", max_length=20_000, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-draft": "entry-message"}),
    )  # fmt: skip
    desired_outcome = forms.CharField(
        label="What shall be different afterwards?", max_length=4000, required=False
    )
    channel = forms.ChoiceField(label="Channel", choices=CHANNELS, initial=Channel.PHONE.value)
    campaign = forms.CharField(
        label="Campaign", max_length=160, required=False, widget=forms.TextInput(attrs={"list": "campaigns"}),
        help_text="Where did they hear of us? A new name makes a new campaign.",
    )  # fmt: skip
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not any(str(said.get(name, "")).strip() for name in ("phone", "email", "name")):
            raise forms.ValidationError("Type a phone number, an e-mail address or a name: one is enough.")
        return said

    def raw(self) -> Raw:
        """The ticket makes a second press of the button the same inquiry."""
        said = self.cleaned_data
        fields = {name: said[name] for name in FIELDS if said.get(name)}
        return Raw(
            fields, dict(fields), Channel(said["channel"]), door="entry", campaign=said["campaign"].strip(),
            source="entry", external_id=said["ticket"],
        )  # fmt: skip


class BatchForm(forms.Form):
    """Cards, badges and codes of one campaign."""

    campaign = forms.CharField(
        label="Campaign", max_length=160, widget=forms.TextInput(attrs={"list": "campaigns"})
    )
    channel = forms.ChoiceField(
        label="Channel", choices=[one for one in CHANNELS if one[0] != Channel.WEB.value],
        initial=Channel.TRADE_SHOW.value,
    )  # fmt: skip
    rows = forms.CharField(
        label="Rows", max_length=400_000, strip=False,
        widget=forms.Textarea(attrs={"class": "tall", "rows": 12, "data-draft": "batch-rows"}),
        help_text="One inquiry a line: code or name, e-mail, phone, company. Paste from a scanner or a spreadsheet.",
    )  # fmt: skip
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean_rows(self) -> list[dict[str, str]]:
        """The lines as fields of inquiries."""
        try:
            rows = lines.read(self.cleaned_data["rows"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        if not rows or len(rows) > lines.MOST:
            raise forms.ValidationError(
                f"Between 1 and {lines.MOST:,} rows at once; these are {len(rows):,}."
            )
        return rows
