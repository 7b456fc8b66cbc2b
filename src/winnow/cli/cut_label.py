"""Who bought, by a column that says it in somebody's own words."""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np

from winnow.cli.cut_columns import commonest, is_blank
from winnow.cli.cut_file import Texts, Unusable
from winnow.qualify.cut.ranks import Bools

BOUGHT = {
    "1", "1.0", "yes", "y", "true", "t", "won", "win", "closed won", "sold", "sale", "bought", "converted",
    "conversion", "customer", "success", "successful", "positive", "pos", "approved", "accepted", "purchased",
    "purchase", "order", "ordered", "subscribed", "signed", "deal", "ja", "oui", "si", "sí", "sim", "paid", "gewonnen",
}  # fmt: skip
DID_NOT = {
    "0", "0.0", "-1", "no", "n", "false", "f", "lost", "loss", "lose", "closed lost", "unsold", "not sold",
    "not converted", "unconverted", "failure", "failed", "fail", "negative", "neg", "declined", "rejected",
    "not bought", "no sale", "not purchased", "disqualified", "dead", "churned", "unsuccessful", "none", "nein", "non",
    "não", "nao", "verloren", "cancelled", "canceled", "unqualified", "bad", "invalid", "junk",
}  # fmt: skip
STILL_OPEN = {
    "open", "pending", "in progress", "engaging", "prospecting", "new", "working", "nurture", "nurturing",
    "negotiation", "proposal", "proposal sent", "contacted", "qualified", "qualification", "demo", "on hold", "waiting",
    "in process", "active", "ongoing", "undecided", "attempted", "interested", "quoted", "discovery", "assigned",
    "unknown", "tbd", "maybe", "unclear", "needs analysis", "value proposition", "perception analysis",
    "id decision makers", "id. decision makers", "appointment scheduled", "presentation scheduled", "qualified to buy",
    "decision maker bought in", "contract sent",
}  # fmt: skip
_MARK = re.compile(r"[-–/:|\s]+")
_MORE = re.compile(r"\s+[-–]\s+|\s*[/:|(]\s*")


@dataclass(frozen=True)
class Label:
    """`sold` for the rows that `known` marks: those whose outcome is decided."""

    sold: Bools
    known: Bools
    positive: str
    notes: list[str] = field(default_factory=list)


def read_label(texts: Texts, column: str, positive: str | None) -> Label:
    """Raises Unusable when the column does not tell buyers from others."""
    words = [_folded(text) for text in texts]
    values = [word for word in dict.fromkeys(words) if not _says_nothing(word)]
    bought = _meant(values, column, positive, texts) if positive else _recognised(values, column, texts)
    notes = []
    still_open = (
        {word for word in values if _is_one_of(STILL_OPEN, word) and word != bought}
        if len(values) > 2
        else set()
    )
    others = [word for word in values if word != bought and word not in still_open]
    if not others and still_open:
        others, still_open = sorted(still_open), set()
    blank_is_no = not others
    known = np.array([blank_is_no or (not _says_nothing(word) and word not in still_open) for word in words])
    if blank_is_no:
        notes.append(f"Only “{positive}” stands in “{column}”; blank was taken for not bought.")
    elif left := int((~known).sum()):
        said = f" or say {', '.join(sorted(still_open))}" if still_open else ""
        notes.append(f"{left:,} rows whose “{column}” is blank{said} are not decided and were left out.")
    sold = np.array([word == bought for word in words])
    if not sold[known].any() or sold[known].all():
        raise Unusable(f"“{column}” has the same value in every row, so nothing tells buyers from others.")
    return Label(sold, known, bought, notes)


def _meant(values: list[str], column: str, positive: str, texts: Texts) -> str:
    wanted = _folded(positive)
    if wanted in values:
        return wanted
    near = get_close_matches(wanted, values, n=1, cutoff=0.5)
    advice = f"did you mean “{near[0]}”?" if near else f"it holds {_shown(texts)}."
    raise Unusable(f"--positive: no row has “{positive}” in “{column}”; {advice}")


def _recognised(values: list[str], column: str, texts: Texts) -> str:
    if not values:
        raise Unusable(f"“{column}” is blank in every row, so it cannot say who bought.")
    if len(values) == 1:
        raise Unusable(
            f"“{column}” holds only “{values[0]}”, so nothing tells buyers from others. If blank means not "
            f"bought, say so: --positive {values[0]}"
        )
    bought = [word for word in values if _is_one_of(BOUGHT, word)]
    others = [word for word in values if word not in bought]
    if len(values) > 2 and len(bought) == 1 and _are_all_known(others):
        return bought[0]
    if len(values) > 2:
        raise Unusable(
            f"“{column}” has {len(values):,} different values ({_shown(texts)}): say which one means bought, "
            "with --positive VALUE; the others then count as not bought."
        )
    yes = bought or [
        word for word in values if all(_is_one_of(DID_NOT, each) for each in values if each != word)
    ]
    if len(yes) != 1 or set(values) == {"1", "2"}:
        raise Unusable(f"Which of {_shown(texts)} in “{column}” means bought? Say it with --positive VALUE.")
    return yes[0]


def _are_all_known(others: list[str]) -> bool:
    """Whether each says that it was lost or is open still, and at least one that it was lost."""
    lost = [word for word in others if _is_one_of(DID_NOT, word)]
    return bool(lost) and all(word in lost or _is_one_of(STILL_OPEN, word) for word in others)


def _is_one_of(meaning: set[str], word: str) -> bool:
    """Whether it is such a word, with “Closed - ” before it, or with more after a mark (“Lost - no budget”)."""
    plain, first = _MARK.sub(" ", word).strip(), _MORE.split(word)[0]
    return bool({word, plain, plain.removeprefix("closed "), first} & meaning)


def _folded(text: str | None) -> str:
    """Case, underscores and the decimals of whole numbers do not matter."""
    word = " ".join((text or "").replace("_", " ").split()).casefold()
    return word[:-2] if word.endswith(".0") and word[:-2].lstrip("-").isdigit() else word


def _says_nothing(word: str) -> bool:
    return is_blank(word) and word != "none"


def _shown(texts: Texts) -> str:
    return ", ".join(f"“{text}” {count:,}×" for text, count in commonest(texts))
