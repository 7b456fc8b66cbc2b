"""A person's card, cleaned as every inquiry is."""

from typing import Any

from django import forms

from winnow.followup.windows import known_zone
from winnow.intake.clean import clean
from winnow.intake.inquiry import Cleaned, Raw, Rejected, company_key
from winnow.prospects.actions.edit import Edit
from winnow.prospects.models import Prospect
from winnow.prospects.words import Channel

NOTED = {"email": "The e-mail", "phone": "The phone", "name": "The name", "country": "The country",
         "language": "The language"}  # fmt: skip
CARD = ("name", "email", "mail_kind", "phone", "title", "industry", "country", "city", "language")


class PersonForm(forms.Form):
    """What is typed is brought into its standard form; what cannot be is said beside its field."""

    name = forms.CharField(label="Name", max_length=300, required=False)
    title = forms.CharField(label="Title", max_length=300, required=False)
    industry = forms.CharField(
        label="Industry", max_length=80, required=False, widget=forms.TextInput(attrs={"list": "industries"})
    )
    company = forms.CharField(label="Company", max_length=510, required=False)
    email = forms.CharField(label="E-mail", max_length=254, required=False)
    phone = forms.CharField(label="Phone", max_length=60, required=False)
    country = forms.CharField(
        label="Country", max_length=60, required=False, help_text="Name or two letters."
    )
    city = forms.CharField(label="City", max_length=160, required=False)
    language = forms.CharField(
        label="Language", max_length=40, required=False, help_text="Name or two letters."
    )
    timezone = forms.CharField(
        label="Time zone",
        max_length=64,
        required=False,
        help_text="As in Europe/Berlin. Empty: from the country.",
    )
    reason = forms.CharField(label="Why?", max_length=300, required=False)

    def __init__(self, row: Prospect, home: str, data: Any = None) -> None:
        person = row.person
        initial = {name: getattr(person, name) for name in self.base_fields if hasattr(person, name)}
        super().__init__(data, initial=initial | {"company": str(row.company or "")}, auto_id="card_%s")
        self.row, self.home = row, home
        self.cleaned: Cleaned | None = None

    def clean_timezone(self) -> str:
        zone = str(self.cleaned_data["timezone"])
        if zone and not known_zone(zone):
            raise forms.ValidationError("That is no time zone. Write it as in Europe/Berlin.")
        return zone

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        fields = {name: str(said.get(name, "")) for name in said if name not in ("reason", "timezone")}
        found = clean(Raw(fields, {}, Channel.WEB, door="entry"), country=self.home)
        if isinstance(found, Rejected):
            raise forms.ValidationError(" ".join(found.reasons))
        for name, said_of in NOTED.items():
            if fields.get(name) and not getattr(found, name):
                told = next((note for note in found.notes if note.startswith(said_of)), "")
                self.add_error(name, told or "This cannot be understood. Write it in another way.")
        self.cleaned = found
        return said

    def edit(self) -> Edit:
        """The card as it shall be, with the keys that follow and those that are given up."""
        found, said, person = self.cleaned, self.cleaned_data, self.row.person
        if found is None:
            raise ValueError("the form was not checked")
        domain = found.domain or (
            self.row.company.domain if self._same_company() and self.row.company else ""
        )
        card = {name: getattr(found, name) for name in CARD}
        stays = person.timezone if found.country == person.country else ""
        card["timezone"] = said["timezone"] or found.timezone or stays
        return Edit(
            self.row.id, card, [key for key in found.keys if not key.startswith("x:")],
            company_key=self.row.company.key if self._same_company() and self.row.company else company_key(found),
            company=found.company, domain=domain, reason=said["reason"], gone=self._gone(found),
        )  # fmt: skip

    def _same_company(self) -> bool:
        return bool(self.row.company) and self.cleaned_data["company"].strip() == str(self.row.company)

    def _gone(self, found: Cleaned) -> list[str]:
        person = self.row.person
        pairs = ((f"e:{person.email.lower()}", person.email), (f"p:{person.phone}", person.phone))
        return [key for key, value in pairs if value and key not in found.keys]
