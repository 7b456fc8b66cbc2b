"""A question to a page of figures. Pure, and needs no engine."""

import json
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Asked:
    """Of the last so many days (0: of all), these people, a channel, a campaign (empty: all).

    `per_cent`: the share of buyers to take in the place of the rule's.
    """

    days: int = 0
    owners: tuple[str, ...] = ()
    channel: str = ""
    campaign: str = ""
    per_cent: str = ""

    def key(self, page: str) -> str:
        """A name for the question to a page, fit for a file."""
        told = [page, self.days, sorted(self.owners), self.channel, self.campaign, self.per_cent]
        return f"{page}-{sha256(json.dumps(told).encode()).hexdigest()[:20]}"
