"""The closed vocabularies of nurture. Pure."""

from enum import StrEnum


class Left(StrEnum):
    """How a stay in nurture ended. Those of RECYCLED brought the prospect back to a desk."""

    SIGNAL = "signal"  # their interest reached the threshold
    MARKED = "marked"  # they followed a marked link
    TALK = "talk"  # they asked to be called
    REPLY = "reply"
    INQUIRY = "inquiry"
    ANSWER = "answer"  # to the question "did you buy?"
    PROMISE = "promise"  # the date agreed with them came
    REVISIT = "revisit"  # the date to look again came
    PERSON = "person"  # somebody took it up
    BOUGHT = "bought"
    CLOSED = "closed"
    MERGED = "merged"
    ANEW = "anew"  # given to nurture once more, for another reason
    UNDONE = "undone"  # it should not have been there


RECYCLED = (
    Left.SIGNAL, Left.MARKED, Left.TALK, Left.REPLY, Left.INQUIRY, Left.ANSWER, Left.PROMISE, Left.REVISIT, Left.PERSON,
)  # fmt: skip


class Shown(StrEnum):
    """By what somebody showed interest."""

    CLICK = "click"
    FORM = "form"
    REPLY = "reply"


class Bought(StrEnum):
    """What people say became of their inquiry."""

    FROM_US = "from_us"
    ELSEWHERE = "elsewhere"
    DECIDING = "deciding"
    NO_LONGER = "no_longer"
