"""First-run set-up: the first admin, the company, the first people."""

import re

from django import forms
from django.contrib.auth.password_validation import validate_password

from winnow.people.models import User
from winnow.procedure.holidays import holiday_codes
from winnow.prospects.words import Role
from winnow.web.forms.account import zones

ROLES = [
    (Role.SELLER.value, "Seller"),
    (Role.QUALIFIER.value, "Qualifier"),
    (Role.MANAGER.value, "Manager"),
    (Role.MARKETER.value, "Marketer"),
    (Role.ADMIN.value, "Admin"),
]
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def plain(text: str) -> str:
    """One line of text. Raises ValidationError for line breaks and other control characters."""
    if CONTROL.search(text):
        raise forms.ValidationError("Write this on one line, without control characters.")
    return text


class FirstAdminForm(forms.Form):
    """Who sets this installation up, and for which company."""

    name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Your e-mail",
        max_length=254,
        help_text="You sign in with it. Nothing is sent to it.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters. Three unrelated words are easy to keep and hard to guess.",
    )
    company = forms.CharField(label="Company", max_length=120)
    timezone = forms.ChoiceField(label="Time zone", choices=zones, initial="Europe/Berlin")
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$", label="Currency", initial="EUR", help_text="Three letters, as in EUR."
    )
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label="Country",
        initial="DE",
        help_text="Two letters, as in DE: how telephone numbers without a country code are read.",
    )

    def clean_name(self) -> str:
        return plain(self.cleaned_data["name"])

    def clean_company(self) -> str:
        return plain(self.cleaned_data["company"])

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"].upper()

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()

    def clean(self) -> None:
        given = self.cleaned_data
        if "password" in given:
            likeness = User(name=given.get("name", ""), email=given.get("email", ""))
            try:
                validate_password(given["password"], likeness)
            except forms.ValidationError as error:
                self.add_error("password", error)

    def for_procedure(self) -> dict[str, str]:
        """The values as the procedure's text names them; holidays where the country's are known."""
        given = self.cleaned_data
        return {
            "name": given["company"],
            "currency": given["currency"],
            "country": given["country"],
            "timezone": given["timezone"],
            "holidays_of": given["country"] if given["country"] in holiday_codes() else "",
        }


class FirstPersonForm(forms.Form):
    """One of the first colleagues; an empty row is nobody."""

    name = forms.CharField(label="Name", max_length=120, required=False)
    email = forms.EmailField(label="E-mail", max_length=254, required=False)
    role = forms.ChoiceField(label="Role", choices=ROLES)

    def clean_name(self) -> str:
        return plain(self.cleaned_data["name"])

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email and User.objects.filter(email=email).exists():
            raise forms.ValidationError("Somebody with this address is here already.")
        return email

    def clean(self) -> None:
        if bool(self.cleaned_data.get("name")) != bool(self.cleaned_data.get("email")) and not self.errors:
            raise forms.ValidationError("Give both, the name and the e-mail.")


class FirstTeamForm(forms.Form):
    """The team that the first people belong to."""

    team = forms.CharField(label="Team", max_length=80, initial="Sales")

    def clean_team(self) -> str:
        return plain(self.cleaned_data["team"])


FirstPeople = forms.formset_factory(FirstPersonForm, extra=5, max_num=20, absolute_max=20)
