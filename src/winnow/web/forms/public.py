"""The fields of a public form: few, with room for long names, and forgiving."""

from typing import Any

from django import forms

HONEYPOT = "homepage_2"  # people cannot see it; machines fill in whatever they find
FIELDS = ("name", "email", "phone", "company", "message", "desired_outcome")


class PublicForm(forms.Form):
    """Asks who they are, what they want, and what shall be different afterwards."""

    name = forms.CharField(
        label="Your name", max_length=300, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="E-mail",
        help_text="This or your phone number is enough.",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label="Phone",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )
    company = forms.CharField(
        label="Company",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    message = forms.CharField(
        label="What can we do for you?",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    desired_outcome = forms.CharField(
        label="What shall be different afterwards?",
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    consent = forms.BooleanField(label="I agree", required=False)

    def __init__(self, *args: Any, consent_text: str = "", **given: Any) -> None:
        super().__init__(*args, **given)
        if consent_text:
            self.fields["consent"].label = consent_text
        else:
            del self.fields["consent"]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not (found.get("email") or found.get("phone")):
            self.add_error("email", "Give an e-mail address or a phone number, so that we can answer you.")
        return found
