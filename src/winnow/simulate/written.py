"""The firm's own written procedure: the one that ships, with its name, hours, outcomes and rules filled in."""

import re

from winnow.procedure.actions import default_text
from winnow.simulate.firm import Firm

EXAMPLES = re.compile(r"^#: ", re.MULTILINE)
OUTCOMES = re.compile(r"^\[\[outcomes\]\]\n.*?(?=^# ─── The written score)", re.MULTILINE | re.DOTALL)
FOR_ALL = re.compile(r'^\[\[nurture\.tracks\]\]\nkey = "not_now"\n.*?(?=^# ───)', re.MULTILINE | re.DOTALL)
TRACKS = re.compile(r"^\[\[nurture\.tracks\]\]\n.*?(?=^# ───)", re.MULTILINE | re.DOTALL)
REVISED = (
    ("[clocks.web]", "respond_within = 30", "respond_within = 15"),
    ("[clocks.trade_show]", "respond_within = 480", "respond_within = 240"),
)
WHY_FIRST = "Our own procedure: hours of both teams, our outcomes, who serves America and who answers tenders"
WHY_REVISED = (
    "Half of those who bought elsewhere had an answer there first: faster on the web and after shows; and we write "
    "to those who are not ready yet"
)


def first_text(firm: Firm, tracks: bool = True) -> str:
    """The procedure the firm starts with; without `tracks` its marketing has not taken up writing to whoever rests."""
    text = EXAMPLES.sub("", default_text())  # New York's hours, the American desk, tenders
    text = _instead(text, 'name = "Our company"', f'name = "{firm.name}"')
    text = _instead(text, 'currency = "EUR"', f'currency = "{firm.currency}"')
    text = _instead(
        text, 'postal_address = ""', f'postal_address = "{firm.name}, Example Street 1, 10115 Berlin"'
    )
    text = _instead(text, 'lawful_basis = ""', 'lawful_basis = "They inquired with us"')
    text = _instead(text, 'mailbox = ""', f'mailbox = "post@{firm.domain}"')
    domains = ", ".join(f'"{domain}"' for domain in firm.competitor_domains)
    text = _instead(text, "competitor_domains = []", f"competitor_domains = [{domains}]")
    text = _after(text, "[nurture]", "revisit_days = 90", "revisit_days = 150")
    text = _after(text, "[qualification]", "bought_within_days = 365", "bought_within_days = 180")
    text = _after(text, "[screen]", "harvester_inquiries = 0", "harvester_inquiries = 4")
    for table, before, after in firm.procedure:
        text = _after(text, table, before, after)
    text = text if tracks else TRACKS.sub("", text, count=1)
    return OUTCOMES.sub(lambda _: _outcomes(firm), text, count=1)


def revised_text(firm: Firm, tracks: bool = True) -> str:
    """The same with the changes of half a year's experience; who takes up tracks only now has none for everybody."""
    text = first_text(firm) if tracks else FOR_ALL.sub("", first_text(firm), count=1)
    for table, before, after in REVISED:
        text = _after(text, table, before, after)
    return text


def _after(text: str, table: str, before: str, after: str) -> str:
    head, found, tail = text.partition(table)
    if not found:
        raise ValueError(f"the procedure that ships has no {table}")
    return head + found + _instead(tail, before, after)


def _instead(text: str, before: str, after: str) -> str:
    if before not in text:
        raise ValueError(f"the procedure that ships does not say: {before}")
    return text.replace(before, after, 1)


def _outcomes(firm: Firm) -> str:
    return "\n".join(_outcome(one) for one in firm.words["outcomes"]) + "\n\n"


def _outcome(one: dict[str, object]) -> str:
    synonyms = ", ".join(f'"{word}"' for word in list(one["synonyms"]))  # type: ignore[call-overload]
    return (
        f'[[outcomes]]\nkey = "{one["key"]}"\ntext = "{one["text"]}"\n'
        f'synonyms = [{synonyms}]\nproof = "{one["proof"]}"\n'
    )
