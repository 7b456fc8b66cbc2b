"""The chapter on customers: when we come back to them and what we ask. Pure."""

from winnow.procedure.prose.words import bullets, many
from winnow.procedure.schema import Procedure


def who_has_bought(procedure: Procedure) -> str:
    rule = procedure.customers
    return bullets(
        [
            "Whoever has ordered is a customer, with an owner and a dated next step.",
            f"We check in {many(rule.first_step_days, 'day')} after an order and {_later(rule.later_step)} every "
            f"{many(rule.step_days, 'day')} from then on, unless a person has set another day.",
            f"At the order, and every {many(rule.ask_days, 'day')} within a contact that we have anyway, we ask why "
            "they buy from us and what they have reached, and write it down in their words.",
            "Customers who cost more time than they are worth are listed for the manager, who chooses what is done; "
            "nothing happens by itself.",
        ]
    )


def _later(step: str) -> str:
    return "ask for the next order" if step == "reorder" else "again"
