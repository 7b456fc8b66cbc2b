"""The chapter on opportunities: how far a buyer has come, what stays in the pipeline, what a loss is asked. Pure."""

from winnow.procedure.prose.words import bullets, listed, many, number, quoted, said, table
from winnow.procedure.schema import Procedure


def how_a_deal_goes(procedure: Procedure) -> str:
    deals = procedure.deals
    rows = [
        (said(one.text), said(one.evidence), f"{one.odds:.0%}", str(one.most) if one.most else "–")
        for one in deals.stages
    ]
    head = ("The buyer", "Evidence", "Odds where none are learned", "At once")
    lines = [
        "An opportunity moves by what the buyer does, with evidence of it; only an order wins it.",
        *([f"A seller works on at most {number(deals.most_open)} opportunities at once; then new "
           "handovers wait."] if deals.most_open else []),
        *([f"Before one is lost, its seller answers {listed(quoted(one.text) for one in deals.mirror)}. A manager "
           "may send it back once, with a reason."] if deals.mirror else []),
        _what_stays(procedure),
    ]  # fmt: skip
    return f"{table(head, rows)}\n\n{bullets(lines)}"


def _what_stays(procedure: Procedure) -> str:
    rule = procedure.deals.purge
    if not rule.on:
        return "Nothing is purged from the pipeline by itself."
    floor = f" or at {rule.floor:,.0f} {procedure.company.currency} and more" if rule.floor else ""
    return (
        f"An opportunity stays if its amount is in the top {rule.top_share:.0%} of its seller's or team's{floor}, or "
        f"if they decide within {many(rule.within_days, 'day')} on a known timeline and something has moved in the "
        f"last {many(rule.progress_days, 'day')}. The others are told to their seller; after "
        f"{many(rule.warn_days, 'day')} a manager keeps them with a reason, at most {many(rule.keeps, 'time')}, or "
        f"gives them to nurture, which can be undone for {many(rule.undo_days, 'day')}."
    )
