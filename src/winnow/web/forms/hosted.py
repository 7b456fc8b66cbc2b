"""What the marketer says of a form."""

from typing import Any

from django import forms

from winnow.prospects.models import Campaign
from winnow.prospects.words import Channel

CHANNELS = [(channel.value, channel.value.replace("_", " ").capitalize()) for channel in Channel]


class HostedForm(forms.Form):
    """Its address, its words, and the campaign that its inquiries count for."""

    title = forms.CharField(label="Title", max_length=160, help_text="Stands above the form.")
    slug = forms.SlugField(
        label="Address", max_length=60, help_text="The part after /f/: small letters, digits and hyphens."
    )
    intro = forms.CharField(
        label="Words under the title",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    thanks = forms.CharField(
        label="Thank-you", max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What is shown after sending. Say when they will hear from you.",
    )  # fmt: skip
    channel = forms.ChoiceField(label="Channel", choices=CHANNELS, initial=Channel.WEB.value)
    campaign = forms.ModelChoiceField(
        Campaign.objects.order_by("name"), label="Campaign", required=False, empty_label="None",
        help_text="Its inquiries, and its return, count for this campaign.",
    )  # fmt: skip
    consent_text = forms.CharField(
        label="Consent", max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What a box to tick says. Empty: no box. What was agreed to is kept with the inquiry.",
    )  # fmt: skip
    web_to_lead_id = forms.CharField(
        label="Web-to-Lead id", max_length=40, required=False,
        help_text="The oid of an existing Salesforce form: change its action to Winnow, and it goes on working.",
    )  # fmt: skip

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for key, text in found.items():
            if isinstance(text, str):
                found[key] = text.replace("\0", "")
        return found
