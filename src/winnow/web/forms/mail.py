"""What is typed about mail: a letter, a server, an address that gets none."""

from typing import Any

from django import forms

from winnow.correspondence.words import Scope
from winnow.flow.mailing.servers import SetUp

SECURITY = [("tls", "TLS"), ("starttls", "STARTTLS"), ("none", "None (only on this machine)")]
SCOPES = [(Scope.MARKETING.value, "No marketing mail"), (Scope.EVERYTHING.value, "Nothing at all")]


class WriteForm(forms.Form):
    """A mail to a prospect; `key` tells one showing of the form from another."""

    subject = forms.CharField(label="Subject", max_length=300)
    text = forms.CharField(
        label="Text", max_length=50_000, widget=forms.Textarea(attrs={"rows": 14, "class": "tall"})
    )
    minutes = forms.IntegerField(label="Minutes it took", min_value=0, max_value=1440, required=False)
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    template = forms.SlugField(required=False, widget=forms.HiddenInput)
    answers = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_subject(self) -> str:
        return " ".join(str(self.cleaned_data["subject"]).split())


class ServerForm(forms.Form):
    """Where mail goes out or comes in; the password is never shown, and kept if the field stays empty."""

    host = forms.CharField(label="Server", max_length=253, help_text="Such as smtp.example.com.")
    security = forms.ChoiceField(label="Encryption", choices=SECURITY, initial="tls")
    port = forms.IntegerField(
        label="Port", min_value=1, max_value=65535, required=False, help_text="Empty: the usual one."
    )
    username = forms.CharField(label="User name", max_length=320, required=False)
    password = forms.CharField(
        label="Password", max_length=1000, required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    folder = forms.CharField(label="Folder", max_length=200, initial="INBOX")

    def __init__(self, kind: str, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        self.kind = kind
        if kind == "smtp":
            del self.fields["folder"]

    def as_set_up(self) -> SetUp:
        said = self.cleaned_data
        return SetUp(
            self.kind, said["host"], said["port"], said["security"], said["username"], said["password"] or None,
            said.get("folder", "INBOX"),
        )  # fmt: skip


class SuppressForm(forms.Form):
    address = forms.EmailField(label="Address", max_length=254)
    scope = forms.ChoiceField(label="What it gets no more", choices=SCOPES)
    note = forms.CharField(label="Why", max_length=300, required=False)


class CheckForm(forms.Form):
    domain = forms.RegexField(
        r"^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+$", label="Domain", max_length=253,
        error_messages={"invalid": "Write it as example.com."},
    )  # fmt: skip
    selector = forms.RegexField(
        r"^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$", label="DKIM selector", max_length=63, required=False,
        help_text="As your provider names it; empty: the usual ones are tried.",
        error_messages={"invalid": "Write it as your provider does, such as selector1."},
    )  # fmt: skip
