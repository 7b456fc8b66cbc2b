"""What people say about themselves."""

from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password

from winnow.people.models import User


def zones(empty: str = "") -> list[tuple[str, str]]:
    """Time zones by region, those that have a place in the world; `empty` names the choice of none."""
    named = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    first = [("", empty)] if empty else []
    return [*first, ("UTC", "UTC"), *((name, name.replace("_", " ")) for name in named)]


class PasswordForm(forms.Form):
    """A new password, once: it can be shown while it is typed, and a link helps if it is forgotten."""

    email = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label="New password",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters. Three unrelated words are easy to keep and hard to guess.",
    )

    def __init__(self, *args: object, person: User, **given: object) -> None:
        super().__init__(*args, **given)  # type: ignore[arg-type]
        self.person = person
        self.initial["email"] = person.email

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]


class PreferencesForm(forms.Form):
    """What a person sets for themselves."""

    timezone = forms.ChoiceField(label="Your time zone", required=False)
    single_keys = forms.BooleanField(
        label="Single-key shortcuts",
        required=False,
        help_text="Such as N for next. Ctrl+K works in any case.",
    )

    def __init__(self, *args: object, **given: object) -> None:
        super().__init__(*args, **given)  # type: ignore[arg-type]
        self.fields["timezone"].choices = zones("As my team")  # type: ignore[attr-defined]
