"""Time for prospecting, as a person writes it: a day and two times of day, by their own clock."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from winnow.web.forms.instants import day_field
from winnow.web.forms.telling import clock


class BlockForm(forms.Form):
    """A block on one day."""

    day = day_field("Day", required=True)
    starts = clock("From", "")
    ends = clock("Until", "")

    def __init__(self, data: Any = None, *, zone: str, **given: Any) -> None:
        super().__init__(data, **given)
        self.zone = ZoneInfo(zone)
        self.fields["starts"].required = self.fields["ends"].required = True

    def span(self) -> tuple[datetime, datetime]:
        """Both ends in UTC."""
        said = self.cleaned_data
        starts, ends = (
            datetime.combine(said["day"], said[name], tzinfo=self.zone).astimezone(UTC)
            for name in ("starts", "ends")
        )
        return starts, ends
