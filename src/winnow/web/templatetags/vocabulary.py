"""The look of Winnow's words: for each stage, state, outcome and result its label, tone and icon."""

from typing import NamedTuple


class Look(NamedTuple):
    """How one word is shown; the tone is one of "", "good", "warn", "bad", "accent", "line"."""

    label: str
    tone: str
    icon: str


LOOKS: dict[str, Look] = {
    # stages
    "inquiry": Look("Inquiry", "line", "inbox"),
    "lead": Look("Lead", "accent", "target"),
    "opportunity": Look("Opportunity", "accent", "star"),
    "customer": Look("Customer", "good", "check-circle"),
    # states
    "working": Look("Working", "", "user"),
    "nurture": Look("Nurture", "", "leaf"),
    "closed": Look("Closed", "line", "lock"),
    # outcomes
    "bought": Look("Bought", "good", "check-circle"),
    "bought_elsewhere": Look("Bought elsewhere", "bad", "swap"),
    "not_buying": Look("Not buying", "", "x"),
    "invalid": Look("Invalid", "", "ban"),
    "do_not_contact": Look("Do not contact", "bad", "ban"),
    # verdicts
    "qualified": Look("Qualified", "good", "check"),
    "disqualified": Look("Disqualified", "", "x"),
    # evidence
    "stated": Look("Stated", "line", "message"),
    "corroborated": Look("Corroborated", "accent", "check"),
    "purchase_order": Look("Purchase order", "good", "doc"),
    # handovers and intake
    "offered": Look("Waiting for acceptance", "warn", "soon"),
    "pending": Look("Waiting", "", "soon"),
    "accepted": Look("Accepted", "good", "check"),
    "repeated": Look("Repeated", "", "undo"),
    "quarantined": Look("Quarantined", "warn", "shield"),
    "rejected": Look("Rejected", "bad", "x"),
    "escalated": Look("Escalated", "bad", "flag"),
    # clocks
    "on_time": Look("On time", "good", "clock"),
    "soon": Look("Soon due", "warn", "soon"),
    "overdue": Look("Overdue", "bad", "alert"),
    # procedures and jobs
    "in_force": Look("In force", "good", "check"),
    "draft": Look("Draft", "line", "note"),
    "running": Look("Running", "accent", "next"),
    "done": Look("Done", "good", "check"),
    "undone": Look("Undone", "", "undo"),
    "failed": Look("Failed", "bad", "alert"),
    "undo_failed": Look("Undo stopped", "bad", "alert"),
}


def look(word: str) -> Look:
    """The look of a word; a word that is not in the table is shown plainly, in readable letters."""
    known = LOOKS.get(word)
    return known or Look(word.replace("_", " ").capitalize(), "", "")
