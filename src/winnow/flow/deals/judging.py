"""Opportunities with their judgement: which may stay, and why, as of now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from winnow.deals.models import Opportunity
from winnow.deals.queries import pipeline
from winnow.deals.rules import Judged, Tops, judge, said
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure


@dataclass(frozen=True, slots=True)
class Judgement:
    """Of those that are shown, beside what is the top of all."""

    procedure: Procedure
    now: datetime
    tops: Tops

    @classmethod
    def at(cls, now: datetime) -> "Judgement":
        """Read what everybody has; nothing is written."""
        procedure = in_force(now)[1]
        return cls(procedure, now, pipeline.tops(procedure))

    def of(self, rows: Iterable[Opportunity]) -> dict[int, Judged]:
        """Each of these open ones; prospect, owner are read with them."""
        rule, currency = self.procedure.deals.purge, self.procedure.company.currency
        found = judge([pipeline.deal_of(row) for row in rows], self.tops, rule, self.now, currency)
        return {one.prospect: one for one in found}

    def why(self, judged: Judged) -> list[str]:
        """In sentences."""
        return said(judged.why, self.procedure.deals.purge, self.procedure.company.currency)
