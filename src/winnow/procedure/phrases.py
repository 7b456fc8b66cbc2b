"""How a phrase of the procedure is found in what a person wrote."""

from collections.abc import Iterable

SHORT = 3  # letters; "rfp", "cto": so short that only the whole word means anything


def folded(phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases as `mentions` wants them: case-folded, without blank ones."""
    return tuple(phrase for phrase in (" ".join(one.casefold().split()) for one in phrases) if phrase)


def mentions(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the folded phrases begins a word of the folded text; short ones must be the word."""
    for phrase in phrases:  # noqa: SIM110 - `any` would be twice as slow
        if phrase in text and _at_a_word(text, phrase):
            return True
    return False


def _at_a_word(text: str, phrase: str) -> bool:
    # "order" is in "orders" but not in "border"; "cto" is neither in "director" nor in "ctoto".
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        begins = at == 0 or not (text[at - 1].isalnum() and phrase[0].isalnum())
        if begins and (len(phrase) > SHORT or not text[end : end + 1].isalnum()):
            return True
        at = text.find(phrase, at + 1)
    return False
