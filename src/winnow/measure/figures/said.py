"""The pages of figures and what each answers, by the word in their address. Nothing here needs an engine."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title, its question, and which parts of the address narrow it.

    `of_people`: its figures are of people's work, so that a manager sees those of the own team. `also`: `share` for a
    share of buyers that may be put in.
    """

    title: str
    question: str
    of_people: bool = False
    narrowed_by: tuple[str, ...] = ("days", "channel", "campaign")
    also: tuple[str, ...] = ()


ALL = ("days", "channel", "campaign", "owner")
SAID: dict[str, Page] = {
    "campaigns": Page(
        "Stop or feed", "Which campaigns do not pay, and which deserve more?", narrowed_by=("days", "channel")
    ),
    "response": Page("Response", "How long do inquirers wait for a person?", True, ALL),
    "persistence": Page("Persistence", "Is everybody followed up, and where do we give up?", True, ALL),
    "people": Page("People", "What do people do with what they are given?", True, ALL),
    "funnel": Page("Funnel", "How many become leads, opportunities, customers?", True, ALL),
    "dispositions": Page("Dispositions", "What became of what marketing handed over?", True, ALL),
    "conversion": Page("Conversion", "How many buy, by when, and how many will have?"),
    "return": Page("Return", "What did each campaign cost, and what came back?"),
    "attribution": Page("Attribution", "Which channels were there before orders?"),
    "rule-of-45": Page("Rule of 45", "How many buyers were left to others?", also=("share",)),
    "forecast": Page("Forecast", "What will come of what is open?", narrowed_by=("campaign",)),
}
