"""What groups are called: campaigns and people by their names, where the data has them."""

from dataclasses import dataclass
from typing import Any

from winnow.measure.calendar import WEEKDAYS
from winnow.measure.facts import Facts
from winnow.measure.once import once

WITHOUT = {"channel": "no channel", "campaign": "no campaign", "person": "nobody", "owner": "nobody"}


@dataclass(frozen=True)
class Names:
    """Names of campaigns and people by id."""

    campaigns: dict[str, str]
    people: dict[str, str]

    @classmethod
    def of(cls, facts: Facts) -> "Names":
        return cls(
            _named(facts, "campaigns", "campaign_id"),
            _named(facts, "people", "person_id"),
        )

    def of_group(self, by: str, of: str | None) -> str:
        """A group of a dimension in words."""
        if of is None or of == "":
            return WITHOUT.get(by, "not told")
        if by == "weekday":
            return WEEKDAYS[int(of)]
        if by == "hour":
            return f"{int(of):02}:00"
        if by == "channel":
            return of.replace("_", " ")
        known = {"campaign": self.campaigns, "person": self.people, "owner": self.people}.get(by, {})
        return known.get(of) or of


def in_order(by: str, groups: Any) -> list[Any]:
    """Hours and weekdays as they follow one another, all else as it came."""
    return sorted(groups, key=lambda one: int(one.of or 0)) if by in ("weekday", "hour") else list(groups)


@once
def _named(facts: Facts, table: str, key: str) -> dict[str, str]:
    if not facts.known.has(f"{table}.name"):
        return {}
    rows = getattr(facts, table).select(key, "name").to_polars()
    return {one: name for one, name in rows.iter_rows() if name}
