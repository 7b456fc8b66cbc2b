"""The closed vocabularies of customers. Pure."""

from enum import StrEnum


class Step(StrEnum):
    """What is done next with a customer."""

    CHECK_IN = "check_in"
    REORDER = "reorder"
    REPRICE = "reprice"
    AUTOMATE = "automate"
    CHEAPER_CHANNEL = "cheaper"
    LET_GO = "let_go"


REMEDIES = (Step.REPRICE, Step.AUTOMATE, Step.CHEAPER_CHANNEL, Step.LET_GO)
STEP_TEXTS = {
    Step.CHECK_IN: "Check in with them",
    Step.REORDER: "Ask for the next order",
    Step.REPRICE: "Reprice",
    Step.AUTOMATE: "Automate what takes the time",
    Step.CHEAPER_CHANNEL: "Hand to a cheaper channel",
    Step.LET_GO: "Let go",
}


class Reached(StrEnum):
    """How far a customer reached the outcome they bought for."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    TOO_EARLY = "too_early"


REACHED_TEXTS = {
    Reached.YES: "Reached",
    Reached.PARTLY: "Reached in part",
    Reached.NO: "Not reached",
    Reached.TOO_EARLY: "Too early to say",
}
