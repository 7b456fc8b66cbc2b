"""What ids are called: campaigns and people by their names, where the data has them."""

from dataclasses import dataclass
from datetime import date

from winnow.measure.calendar import month_start
from winnow.measure.facts import Facts

NONE = {
    "campaign": "No campaign",
    "channel": "No channel",
    "person": "Nobody",
    "owner": "Nobody",
    "team": "No team",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Names:
    """By id."""

    campaigns: dict[str, str]
    people: dict[str, str]

    def of(self, dimension: str, value: str | None) -> str:
        """A value of a dimension in words."""
        if value is None:
            return NONE.get(dimension, "Unknown")
        if dimension == "campaign":
            return self.campaigns.get(value, value)
        if dimension in ("person", "owner"):
            return self.people.get(value, value)
        if dimension == "weekday":
            return WEEKDAYS[int(value)]
        if dimension == "hour":
            return f"{int(value):02}:00"
        if dimension == "month":
            return month(month_start(int(value)))
        return value.replace("_", " ")


def month(day: date) -> str:
    """A month in words."""
    return f"{day:%b %Y}"


def names(facts: Facts) -> Names:
    """Of the facts' campaigns and people."""
    campaigns = facts.campaigns.select("campaign_id", "name").to_polars().iter_rows()
    people = facts.people.select("person_id", "name").to_polars().iter_rows()
    return Names(
        {key: name or key for key, name in campaigns if key},
        {key: name or key for key, name in people if key},
    )
