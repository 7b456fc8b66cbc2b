"""What the import wizard asks: the file, how it is written, what each column is, and by which rules it comes in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from winnow.intake.import_rows import missing_from
from winnow.intake.presets import FIELDS
from winnow.prospects.words import Channel
from winnow.web.forms.account import zones

LARGEST = 256 << 20  # bytes
NAMES = {
    "email": "E-mail", "external_id": "Its number in the other system", "received_at": "Date of the inquiry",
    "desired_outcome": "What they want to be different", "value_hint": "Value", "consent_basis": "Ground for contact",
    "title": "Job title", "gclid": "Google click id", "fbclid": "Facebook click id",
}  # fmt: skip
CHANNELS = [(one.value, one.value.replace("_", " ").capitalize()) for one in Channel]
ENCODINGS = [
    (name, name)
    for name in (
        "utf-8",
        "cp1252",
        "iso-8859-15",
        "cp1250",
        "cp1251",
        "utf-16",
        "shift_jis",
        "gb18030",
        "mac_roman",
    )
]
DELIMITERS = [(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Upright bar")]


def label_of(field: str) -> str:
    """A field's name as it is shown."""
    return NAMES.get(field, field.replace("_", " ").capitalize())


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="File", help_text="CSV, TSV, XLSX or XLS, with a line of headers, up to 256 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls"}),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                "The file is larger than 256 MB. Use `winnow import FILE` on the server."
            )
        return file


class ReadingForm(forms.Form):
    """How the characters of the file are to be read, if that is not plain."""

    encoding = forms.ChoiceField(label="Encoding", choices=ENCODINGS)
    delimiter = forms.ChoiceField(label="Columns are parted by", choices=DELIMITERS)

    def __init__(self, data: Any, encodings: Sequence[str], chosen: Mapping[str, str | None]) -> None:
        super().__init__(data, initial=dict(chosen))
        first = [name for name in dict.fromkeys([*encodings, chosen["encoding"]]) if name]
        others = [pair for pair in ENCODINGS if pair[0] not in first]
        self.fields["encoding"].choices = [*((name, name) for name in first), *others]  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """What each column is: one question for each, in the order of the file."""

    def __init__(self, data: Any, headers: Sequence[str], mapping: Mapping[str, str]) -> None:
        super().__init__(data)
        self.headers = headers
        field_of = {column: field for field, column in reversed(list(mapping.items()))}
        choices = [("", "Keep with the record"), *((field, label_of(field)) for field in FIELDS)]
        for place, header in enumerate(headers):
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=field_of.get(header, "")
            )

    @property
    def mapping(self) -> dict[str, str]:
        """{field: column} as answered."""
        given = ((self.cleaned_data[f"c{place}"], header) for place, header in enumerate(self.headers))
        return {field: header for field, header in given if field}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        seen: dict[str, str] = {}
        for place, header in enumerate(self.headers):
            field = given.get(f"c{place}")
            if field and field in seen:
                self.add_error(f"c{place}", f"{label_of(field)} is the column “{seen[field]}” already.")
            elif field:
                seen[field] = header
        if not self.errors and (problem := missing_from(seen)):
            raise forms.ValidationError(problem)
        return given


class RulesForm(forms.Form):
    """Channel, campaign, consent, repeats, dates; and whether the rows are history."""

    channel = forms.ChoiceField(
        label="Channel", required=False, choices=[("", "As the source of each row says, else list"), *CHANNELS],
        help_text="A column mapped to the channel counts first.",
    )  # fmt: skip
    campaign = forms.CharField(
        label="Campaign", required=False, max_length=160,
        help_text="For rows whose own column says none. A new name makes a new campaign.",
        widget=forms.TextInput(attrs={"list": "campaigns", "autocomplete": "off"}),
    )  # fmt: skip
    source = forms.CharField(
        label="Source", required=False, max_length=120,
        help_text="Where the file comes from. Numbers of the other system are unique within it.",
    )  # fmt: skip
    consent = forms.CharField(
        label="Ground for contact", required=False, max_length=120,
        help_text="For example: asked for it at the stand.",
    )  # fmt: skip
    skip_known = forms.ChoiceField(
        label="Who is known already", widget=forms.RadioSelect, initial="",
        choices=[("", "Gets a second inquiry on the same prospect"), ("yes", "Is left out")], required=False,
    )  # fmt: skip
    timezone = forms.ChoiceField(label="Time zone of the dates", choices=zones, initial="UTC")
    dayfirst = forms.ChoiceField(
        label="How is 03/04/2024 meant?", required=False, widget=forms.RadioSelect, initial="",
        choices=[("", "As the file shows"), ("yes", "3 April"), ("no", "March 4")],
    )  # fmt: skip
    clocks = forms.ChoiceField(
        label="What are these rows?", required=False, widget=forms.RadioSelect, initial="",
        choices=[("", "History: nothing is sent, no clock starts"), ("yes", "New inquiries: their clocks start")],
    )  # fmt: skip

    @property
    def options(self) -> dict[str, Any]:
        """The answers as the options of an import."""
        given = dict(self.cleaned_data)
        day = given["dayfirst"]
        return {
            **{
                name: given[name].strip() for name in ("channel", "campaign", "source", "consent", "timezone")
            },
            "skip_known": given["skip_known"] == "yes",
            "clocks": given["clocks"] == "yes",
            "dayfirst": None if not day else day == "yes",
        }
