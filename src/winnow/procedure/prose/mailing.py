"""The chapter on mail: what goes out and when, and what comes in. Pure."""

from winnow.procedure.prose.words import bullets, listed, many, quoted, said
from winnow.procedure.schema import Procedure


def what_we_write(procedure: Procedure) -> str:
    rules = procedure.mail
    lines = [
        "Mail goes out from the address of whoever looks after the prospect, and each answer brings the prospect "
        "back to a desk at once.",
        f"What is sent by itself goes out between {rules.send_from} and {rules.send_until} of the reader's local time.",
        f"Nobody gets more than {many(rules.most_a_week, 'such mail')} in seven days and "
        f"{many(rules.most_a_month, 'such mail')} in thirty, over everything that we send.",
        "Whoever says that they want no more mail gets none from that moment on, and whoever asks not to be contacted "
        "is not contacted in any way.",
        _footing(procedure),
        f"A mail that cannot be delivered is tried again for {many(rules.give_up_after_days, 'day')}; then its writer "
        "is told.",
    ]
    if rules.intake:
        lines.append(f"A mail to {listed((one.address for one in rules.intake), 'or')} is an inquiry.")
    if rules.templates:
        lines.append(f"Written beforehand: {listed(quoted(said(one.text)) for one in rules.templates)}.")
    return bullets(lines)


def _footing(procedure: Procedure) -> str:
    rules = procedure.mail
    if not rules.postal_address:
        return "No marketing mail goes out as long as this procedure names no postal address."
    return f"Under each marketing mail stand a way to end it and our address: {said(rules.postal_address)}."
