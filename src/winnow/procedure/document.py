"""The procedure as the document that a new seller is handed. Pure."""

from collections.abc import Callable

from winnow.procedure.prose import (
    arriving,
    caring,
    cutting,
    dealing,
    deciding,
    ending,
    keeping,
    learning,
    mailing,
    nurturing,
    offering,
    prospecting,
    pursuing,
    working,
)
from winnow.procedure.prose.words import said
from winnow.procedure.schema import Procedure

_WORDS = """\
An **inquiry** is one raising of a hand: a form, a call, a card. A **prospect** is the person behind it; two
inquiries of one person are one prospect. A **lead** is a qualified inquiry. Every prospect has exactly one
owner and one dated next action until it has bought or is finished with."""

_CHAPTERS: tuple[tuple[str, Callable[[Procedure], str]], ...] = (
    ("When we work", arriving.when_we_work),
    ("How soon we answer", arriving.how_soon_we_answer),
    ("What is held back", arriving.what_is_held_back),
    ("What comes first", working.what_comes_first),
    ("Who gets it", working.who_gets_it),
    ("How often we try", pursuing.how_often_we_try),
    ("When we prospect", prospecting.when_we_prospect),
    ("What the result of a touch sets next", ending.what_a_result_sets_next),
    ("What we ask", deciding.what_we_ask),
    ("The outcomes we deliver", deciding.what_we_deliver),
    ("How we decide", deciding.how_we_decide),
    ("When we are late", working.when_we_are_late),
    ("When somebody asks again", arriving.when_somebody_asks_again),
    ("What is not ripe yet", ending.who_keeps_the_rest),
    ("What we send meanwhile", nurturing.what_we_send_meanwhile),
    ("How a deal goes", dealing.how_a_deal_goes),
    ("What we offer", offering.what_we_offer),
    ("How it ends", ending.how_it_ends),
    ("What became of the others", nurturing.what_became_of_them),
    ("How we look after customers", caring.who_has_bought),
    ("What we learn from it", learning.what_we_learn),
    ("Whom we set aside", cutting.whom_we_set_aside),
    ("What we write", mailing.what_we_write),
    ("How long we keep it", keeping.how_long_we_keep),
)


def document(procedure: Procedure, version: int | None = None) -> str:
    """The whole procedure in sentences, as Markdown."""
    title = f"# {said(procedure.company.name)}: how we follow up every inquiry"
    which = f"This is version {version} of our sales lead management procedure. " if version else ""
    chapters = [f"## {head}\n\n{tell(procedure)}" for head, tell in _CHAPTERS]
    return "\n\n".join([title, which + _WORDS.replace("\n", " "), *chapters]) + "\n"


def document_html(markdown: str) -> str:
    """The document as a safe HTML fragment, without a page around it."""
    import nh3  # only pages need these two
    from markdown_it import MarkdownIt

    return nh3.clean(MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown))
