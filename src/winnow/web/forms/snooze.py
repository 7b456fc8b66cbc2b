"""Until when, and why."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from winnow.web.forms.instants import LocalField, instant


class SnoozeForm(forms.Form):
    """An instant on the reader's own clock; tomorrow at this hour is proposed."""

    def __init__(self, zone: str, now: datetime, data: Any = None) -> None:
        super().__init__(data, auto_id="snooze_%s")
        self.zone = zone
        tomorrow = now.astimezone(ZoneInfo(zone)) + timedelta(days=1)
        self.fields |= {
            "until": LocalField(label="Until (your time)", initial=f"{tomorrow:%Y-%m-%dT%H:00}"),
            "reason": forms.CharField(label="Why not now?", max_length=300),
        }

    def until(self) -> datetime:
        return instant(self.cleaned_data["until"], self.zone)

    def missing(self) -> str:
        """What was not typed, in a sentence; "" if all was."""
        return " ".join(
            f"{self.fields[name].label}: {errors[0]}"
            for name, errors in self.errors.items()
            if name in self.fields
        )
