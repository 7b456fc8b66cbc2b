"""What would change a refusal: how many more orders, or which kind of field is not there."""

import re
from collections.abc import Sequence

from winnow.qualify.cut.bounds import most_lost, orders_needed
from winnow.qualify.cut.past import Past
from winnow.qualify.cut.price import price
from winnow.qualify.cut.promise import has_signal, is_material
from winnow.qualify.cut.say import counted, listed, percent

WORTH_WHILE = 0.1  # of the prospects; a smaller cut is hardly worth the trouble
MOST_ORDERS = 100_000
# Kinds of fields that tell buyers apart wherever they are kept, and how their columns are called.
_SEEN = r"visit|page|time.?(on|spent)|click|open|download|session|web"
_SAID = r"budget|need|outcome|timeline|urgen|interest|want|goal|deadline"
KINDS = {
    "where the prospect came from": r"source|campaign|channel|origin|medium|utm|referr|lead.?gen|quelle|herkunft",
    "what they did before (visits, pages, time on the site)": _SEEN,
    "what they want, by when and with which budget": _SAID,
    "who decides there": r"title|role|position|occupation|job|decision|authority|seniority",
    "what kind of company or household it is": r"industr|sector|employ|revenue|size|segment|company|income",
    "how they answered when called or written to": r"repl|respon|call|touch|contact(ed|s)|attempt|disposition|reach",
}  # fmt: skip


def would_help(known: Past, lose: float, rows: int, names: Sequence[str]) -> str:
    """In a sentence, what is missing for a promise to lose at most `lose`.

    `rows`: prospects in all, for how many would bring that many orders. `names`: of the columns that are there.
    """
    needed = orders_needed(lose)
    if known.orders < needed:
        more = needed - known.orders
        prospects = round(more * len(known.sold) / known.orders) if known.orders else 0
        after = f", at this rate from about {counted(prospects, 'more prospect')}" if prospects else ""
        return f"What would change it: {counted(more, 'more order')}{after}."
    if has_signal(known) and is_material(known) and (orders := orders_for(known, lose)):
        return (
            f"What would change it: about {orders:,} orders instead of {known.orders:,} could carry a cut of "
            f"{percent(WORTH_WHILE)}; a field that tells more would need fewer."
        )
    missing = missing_kinds(names)
    fields = f", such as {listed(missing[:3], 'or')}" if missing else ""
    return (
        f"What would change it: a field known at the decision that tells buyers from others{fields}; "
        "volume will not."
    )


def orders_for(known: Past, lose: float) -> int:
    """How many orders would carry a cut worth while if the ranking stays as good; 0 if none would."""
    lost = price(known, WORTH_WHILE).lost
    if lost >= lose * 0.95:
        return 0
    orders = max(known.orders, orders_needed(lose))
    while orders < MOST_ORDERS and most_lost(orders, lose) < lost * orders:
        orders = round(orders * 1.1) + 1
    return orders if known.orders < orders < MOST_ORDERS else 0


def missing_kinds(names: Sequence[str]) -> list[str]:
    """The kinds of fields that no column's name suggests."""
    told = " ".join(names).casefold()
    return [kind for kind, words in KINDS.items() if not re.search(words, told)]
