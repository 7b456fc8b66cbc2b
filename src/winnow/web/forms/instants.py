"""Instants typed by people: in their own time or the prospect's, and always said which."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
MORNING = time(9)  # a day without an hour means its morning
SHAPES = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")


class LocalField(forms.Field):
    """A wall-clock date and time without a zone; the form knows whose clock is meant."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=SHAPES[0])
    default_error_messages = {"invalid": "Write a date and a time, as in 2026-03-05 14:30."}

    def to_python(self, value: object) -> datetime | None:
        text = str(value or "").strip()
        if not text:
            return None
        for shape in SHAPES:
            try:
                wall = datetime.strptime(text, shape)  # noqa: DTZ007 - its zone is chosen beside it
            except ValueError:
                continue
            if EARLIEST <= wall.date() <= LATEST:
                return wall
        raise forms.ValidationError(self.error_messages["invalid"])

    def has_changed(self, initial: object, data: object) -> bool:
        return bool(data) and str(initial or "") != str(data)


def day_field(label: str, *, required: bool = False, **more: object) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    meant = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]  # a year with a digit too few is a slip
    return forms.DateField(label=label, required=required, widget=widget, validators=meant, **more)  # type: ignore[arg-type]


def promised_field() -> forms.BooleanField:
    """Whether the day beside it was promised to the person."""
    return forms.BooleanField(
        label="We promised them this day",
        required=False,
        help_text="Then no track moves it, and it comes back before everything else.",
    )


def instant(wall: datetime, zone: str) -> datetime:
    """That wall-clock time in that zone."""
    return wall.replace(tzinfo=ZoneInfo(zone or "UTC"))


def morning_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, MORNING, ZoneInfo(zone or "UTC"))


def zone_field(mine: str, theirs: str, now: datetime) -> forms.ChoiceField:
    """Whose clock a time is read on: theirs first, where it is known."""
    choices = []
    if theirs:
        choices.append(("theirs", f"Their time ({now.astimezone(ZoneInfo(theirs)):%H:%M} there now)"))
    choices.append(("mine", f"My time ({now.astimezone(ZoneInfo(mine)):%H:%M} now)"))
    return forms.ChoiceField(
        label="Whose clock?", choices=choices, initial=choices[0][0], widget=forms.RadioSelect, required=False
    )
