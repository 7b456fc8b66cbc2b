"""Putting right what was not understood."""

from typing import Any

from django import forms

from winnow.prospects.words import Channel
from winnow.web.templatetags.vocabulary import look

SHOWN = {
    "email": "E-mail", "phone": "Phone", "name": "Name", "first_name": "First name", "last_name": "Last name",
    "company": "Company", "title": "Title", "industry": "Industry", "country": "Country", "city": "City",
    "website": "Website",
    "message": "Message",
}  # fmt: skip
ALWAYS = ("email", "phone", "name", "company", "country", "message")
LONGEST = 32_000


class CorrectForm(forms.Form):
    """The fields as they came, each to be changed; those that are usual, and those that were sent."""

    channel = forms.ChoiceField(
        label="Channel", choices=[(one.value, look(one.value).label) for one in Channel]
    )
    campaign = forms.CharField(label="Campaign", max_length=160, required=False)
    external_id = forms.CharField(label="The sender’s own number", max_length=120, required=False)

    def __init__(self, *args: Any, sent: dict[str, str], **given: Any) -> None:
        super().__init__(*args, **given)
        names = [*ALWAYS, *(name for name in sent if name not in ALWAYS and name not in self.fields)]
        for name in names:
            label = SHOWN.get(name, name.replace("_", " ").capitalize())
            widget = forms.Textarea(attrs={"rows": 4}) if name == "message" else forms.TextInput()
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=LONGEST, widget=widget
            )
        self.order_fields([*names, "channel", "campaign", "external_id"])
