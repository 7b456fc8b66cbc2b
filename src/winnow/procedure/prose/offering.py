"""The chapter on offers: one page, how it is answered, and what an answer sets. Pure."""

from winnow.procedure.prose.words import bullets, listed, many, quoted, said
from winnow.procedure.schema import Procedure


def what_we_offer(procedure: Procedure) -> str:
    rules = procedure.offers
    lines = [
        "An offer is one page: what it is, what will be different, the price, the terms in plain words, and until when "
        "it holds.",
        f"It holds for {many(rules.valid_days, 'day')} unless its seller says otherwise; its page can be read for "
        f"{many(rules.link_days, 'day')} more.",
        "The buyer answers on that page, without an account: accepts it, asks something, says when we may call again, "
        "or why not. An acceptance is the order. A time to call is a promise. A no comes to the seller, and closes "
        "nothing by itself.",
    ]
    if rules.templates:
        lines.append(f"Written beforehand: {listed(quoted(said(one.text)) for one in rules.templates)}.")
    return bullets(lines)
