"""Everything the doctor looked at, as facts for scripts and sentences for people."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from winnow.doctor import figures, machine, refusals
from winnow.doctor.refusals import OF_ONE_PROSPECT, OF_THE_WHOLE


@dataclass
class Report:
    """Counts by name, offending rows by refusal, and what must or should be put right."""

    counts: dict[str, int] = field(default_factory=dict)
    offending: dict[str, list[Any]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems

    def facts(self) -> dict[str, Any]:
        """`ok`, every count by its name, then what offends."""
        return {
            "ok": self.ok,
            **self.counts,
            "offending": self.offending,
            "problems": self.problems,
            "warnings": self.warnings,
        }


def examine(now: datetime, *, thorough: bool = False) -> Report:
    """Look at everything. Set-wise questions only, so that a million prospects take seconds."""
    report = Report(figures.of_prospects(now) | figures.of_the_rest(now))
    _ask_for_refusals(report)
    for finding in [*machine.findings(now), *machine.soundness(thorough)]:
        (report.problems if finding.broken else report.warnings).append(finding.sentence)
    report.warnings += _worries(report.counts)
    return report


def _ask_for_refusals(report: Report) -> None:
    for refusal, condition in OF_ONE_PROSPECT.items():
        if count := report.counts[refusal.name]:
            report.offending[refusal.name] = refusals.listed(condition)
            report.problems.append(f"{refusal.sentence} ({count})")
    for refusal, ask in OF_THE_WHOLE.items():
        found = ask()
        report.counts[refusal.name] = found.count
        if found.count:
            report.offending[refusal.name] = found.ids
            report.problems.append(f"{refusal.sentence} ({found.count})")


def _worries(counts: dict[str, int]) -> list[str]:
    """What is lawful but wants somebody's eye."""
    sentences = {
        "unattended": "{} prospects are past the instant at which a worker had to look. Is `winnow work` running?",
        "effects_late": "{} messages are waiting for longer than they should. Is `winnow work` running?",
        "failures": "{} steps failed and were pushed forward. Look at them on the coverage page.",
        "of_inactive_owners": "{} open prospects belong to people who were deactivated. Reassign them.",
    }
    return [sentence.format(counts[name]) for name, sentence in sentences.items() if counts[name]]
