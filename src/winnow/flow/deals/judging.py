"""The pipeline with its judgement: which may stay, and why, as of now."""

from dataclasses import dataclass
from datetime import datetime

from winnow.deals import queries
from winnow.deals.rules import Judged, judge, said
from winnow.deals.standing import Standing
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure


@dataclass(frozen=True, slots=True)
class Pipeline:
    """All open opportunities of the company; `judged` in the same order."""

    procedure: Procedure
    standings: list[Standing]
    judged: list[Judged]

    def why(self, judged: Judged) -> list[str]:
        """In sentences."""
        return said(judged.why, self.procedure.deals.purge, self.procedure.company.currency)


def pipeline(now: datetime) -> Pipeline:
    """Read and judge; nothing is written."""
    procedure = in_force(now)[1]
    standings = queries.pipeline()
    judged = judge([one.deal for one in standings], procedure.deals.purge, now, procedure.company.currency)
    return Pipeline(procedure, standings, judged)
