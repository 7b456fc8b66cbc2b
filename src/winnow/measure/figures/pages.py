"""How each page of figures is made."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from winnow.measure.facts import Facts
from winnow.measure.figures import buying, earning, feeding, following, passing
from winnow.measure.figures.blocks import Block
from winnow.measure.figures.question import Asked
from winnow.measure.metrics.scope import Scope
from winnow.measure.names import Names

BUILD: dict[str, Callable[[Facts, Scope, Names], tuple[Block, ...]]] = {
    "campaigns": feeding.feeding_blocks,
    "response": following.response_blocks,
    "persistence": following.persistence_blocks,
    "people": following.people_blocks,
    "funnel": passing.funnel_blocks,
    "dispositions": passing.dispositions_blocks,
    "conversion": buying.conversion_blocks,
    "return": earning.return_blocks,
    "attribution": earning.attribution_blocks,
    "rule-of-45": buying.rule45_blocks,
    "forecast": buying.forecast_blocks,
}


def build(facts: Facts, page: str, asked: Asked) -> tuple[Block, ...]:
    """The blocks of a page for a question."""
    scope = scope_of(facts, asked)
    names = Names.of(facts)
    if asked.per_cent:
        return buying.rule45_blocks(facts, scope, names, Decimal(asked.per_cent))
    return BUILD[page](facts, scope, names)


def scope_of(facts: Facts, asked: Asked) -> Scope:
    """Whom a question speaks of."""
    return Scope(
        since=facts.as_of - timedelta(days=asked.days) if asked.days else None,
        owners=tuple(sorted(asked.owners)),
        channels=(asked.channel,) if asked.channel else (),
        campaigns=(asked.campaign,) if asked.campaign else (),
    )
