"""An offer on paper: typeset where the extra is installed, else told what to install."""

from importlib.util import find_spec
from typing import Any

from django.http import HttpResponse

from winnow.offers.content import Content, read
from winnow.offers.models import Sheet

NOT_HERE = (
    "PDF files are made by typst, which is not installed here. Install Winnow with the extra “pdf” "
    "(uv sync --extra pdf), or print the page in the browser, which looks the same.\n"
)
# What people wrote comes in as data: it is never read as markup.
PAGE = """
#let offer = json(bytes(sys.inputs.offer))
#set document(title: offer.title)
#set page(paper: "a4", margin: 2.4cm)
#set text(font: ("Libertinus Serif",), size: 11pt)
#set par(leading: .7em)
#text(size: 9pt, fill: luma(90))[#offer.company #h(1fr) #offer.head]
#v(1.2cm)
#text(size: 20pt, weight: "bold")[#offer.title]
#v(.2cm)
#offer.outcome
#v(.6cm)
#table(
  columns: (1fr, auto, auto, auto), align: (left, right, right, right), stroke: (x, y) => (bottom: .4pt + luma(180)),
  inset: (x: 0pt, y: 6pt), column-gutter: 12pt,
  [*What*], [*How many*], [*Each*], [*Price*],
  ..offer.lines.flatten().map(cell => [#cell]),
)
#align(right)[#text(size: 14pt, weight: "bold")[#offer.total]]
#if offer.less != "" [#v(.2cm) #offer.less]
#v(.6cm)
#for line in offer.terms [#line \\ ]
#v(.6cm)
#offer.valid
#v(1fr)
#text(size: 8pt, fill: luma(90))[#offer.foot]
"""


def paper(page: Sheet) -> HttpResponse:
    """The page as a PDF; 501 with what to install where nothing can make one."""
    if not find_spec("typst"):
        return HttpResponse(NOT_HERE, status=501, content_type="text/plain; charset=utf-8")
    import json

    import typst  # only who asks for a file needs it

    told = json.dumps(_told(read(page.content), page), ensure_ascii=False)
    made = typst.compile(PAGE.encode(), sys_inputs={"offer": told}, format="pdf")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="offer-{page.offer_id}.pdf"'
    return response


def _told(content: Content, page: Sheet) -> dict[str, Any]:
    unit = content.currency
    return {
        "company": content.company, "head": f"For {content.to}", "title": content.title, "outcome": content.outcome,
        "lines": [
            [line.text, f"{line.quantity:,}", f"{line.price:,.2f} {unit}", f"{line.total:,.2f} {unit}"]
            for line in content.lines
        ],
        "total": f"{content.total:,.2f} {unit}", "terms": content.terms.split("\n"),
        "less": f"Start with less: {content.less}, {content.less_price:,.2f} {unit}" if content.less else "",
        "valid": f"This offer holds until {content.valid_until:%-d %B %Y}. {content.seller} answers your questions.",
        "foot": f"Offer {page.offer_id}, page {page.number} of {page.at:%-d %B %Y}. SHA-256 {page.hash}",
    }  # fmt: skip
