"""What a seller offers, and what a buyer answers."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from winnow.offers.content import Content, Line
from winnow.procedure.schema import Procedure
from winnow.web.forms.deals import MONEY
from winnow.web.forms.instants import day_field

EMPTY_LINES = 2
MOST = 12


def _area(label: str, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class OfferForm(forms.Form):
    """One page; `page` is what it starts with, or what it was."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    template = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    again = forms.IntegerField(required=False, widget=forms.HiddenInput)
    hash = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    smaller_of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        procedure: Procedure,
        page: Content,
        data: Any = None,
        initial: Any = None,
        *,
        with_less: bool = True,
    ) -> None:
        super().__init__(data, initial=initial, auto_id="offer_%s")
        self.page, self.products = page, procedure.deals.products
        self.count = min(max(len(page.lines) + EMPTY_LINES, 3), MOST)
        if data:
            self.count = max(
                self.count, *(place for place in range(1, MOST + 1) if f"text_{place}" in data), 1
            )
        self.fields |= {
            "title": forms.CharField(label="What", max_length=200, initial=page.title),
            "outcome": _area("What will be different for them", 2, max_length=2_000, initial=page.outcome),
            "terms": _area("Terms, in plain words", 5, max_length=8_000, required=False, initial=page.terms),
            "valid_until": day_field("Holds until", required=True, initial=page.valid_until),
            "currency": forms.RegexField(r"^[A-Z]{3}$", label="Currency", initial=page.currency),
            "less": forms.CharField(
                label="Start with less: a small first order", max_length=200, required=False, initial=page.less,
                help_text="An offer of its own, linked from this one; what is in it can be changed. Empty: none.",
            ),
            "less_price": forms.DecimalField(label="Its price", initial=page.less_price or None, **MONEY),
            "margin": forms.DecimalField(
                label="Our margin", help_text="For us only: the buyer does not see it.", **MONEY
            ),
        }  # fmt: skip
        if not with_less:
            del self.fields["less"], self.fields["less_price"]
        for place in range(1, self.count + 1):
            self.fields |= self._line(place)

    def _line(self, place: int) -> dict[str, forms.Field]:
        line = self.page.lines[place - 1] if place <= len(self.page.lines) else None
        listed = {"list": "offer_products"} if self.products else {}
        return {
            f"text_{place}": forms.CharField(
                label=f"{place}. What", max_length=200, required=False, initial=line.text if line else "",
                widget=forms.TextInput(attrs=listed),
            ),
            f"quantity_{place}": forms.IntegerField(
                label=f"{place}. How many", min_value=1, max_value=1_000_000, required=False,
                initial=line.quantity if line else 1,
            ),
            f"price_{place}": forms.DecimalField(
                label=f"{place}. Each", initial=line.price if line else None, **MONEY
            ),
        }  # fmt: skip

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of the lines."""
        names = ("text", "quantity", "price")
        found = [tuple(self[f"{name}_{place}"] for name in names) for place in range(1, self.count + 1)]
        return [(text, quantity, price) for text, quantity, price in found]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("less") and not said.get("less_price") and "less_price" not in self.errors:
            self.add_error("less_price", "What does it cost?")
        for place in range(1, self.count + 1):
            if (
                said.get(f"text_{place}")
                and self._price(place) is None
                and f"price_{place}" not in self.errors
            ):
                self.add_error(f"price_{place}", "What does it cost?")
        return said

    def _price(self, place: int) -> Decimal | None:
        """As typed, else as in the catalogue."""
        typed: Decimal | None = self.cleaned_data.get(f"price_{place}")
        product = self._product(self.cleaned_data.get(f"text_{place}", ""))
        return typed if typed is not None else Decimal(str(product.price)) if product else None

    def _product(self, text: str) -> Any:
        return next((one for one in self.products if one.text == text), None)

    def content(self) -> Content:
        """The page as it was typed."""
        said = self.cleaned_data
        less, price = said.get("less", ""), said.get("less_price") or Decimal(0)
        return replace(
            self.page, title=said["title"], outcome=said["outcome"], lines=tuple(self._lines()),
            terms=said["terms"].replace("\r\n", "\n"), currency=said["currency"], valid_until=said["valid_until"],
            less=less, less_price=price if less else Decimal(0),
        )  # fmt: skip

    def _lines(self) -> list[Line]:
        found = []
        for place in range(1, self.count + 1):
            if text := self.cleaned_data.get(f"text_{place}", ""):
                product = self._product(text)
                price = self._price(place) or Decimal(0)
                quantity = self.cleaned_data.get(f"quantity_{place}") or 1
                found.append(
                    Line(text, quantity, price.quantize(Decimal("0.01")), product.key if product else "")
                )
        return found


class SendForm(forms.Form):
    """The mail with the link."""

    subject = forms.CharField(label="Subject", max_length=300)
    text = _area("Text", 9, max_length=20_000)

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id="send_%s")


class AcceptForm(forms.Form):
    """Who accepts, under which number."""

    name = forms.CharField(
        label="Your name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    po_number = forms.CharField(label="Your purchase order number", max_length=80, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="accept_%s")


class QuestionForm(forms.Form):
    """What they want to know."""

    text = _area("Your question", 3, max_length=4_000)
    name = forms.CharField(label="Your name", max_length=200, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="question_%s")


class LaterForm(forms.Form):
    """When we may call."""

    text = forms.CharField(label="What should we know until then?", max_length=1_000, required=False)

    def __init__(self, days: tuple[int, ...], data: Any = None) -> None:
        super().__init__(data, auto_id="later_%s")
        choices = [(number, _in(number)) for number in days]
        picked = {"widget": forms.RadioSelect, "initial": days[0] if days else None}
        when = forms.TypedChoiceField(label="Call me in", choices=choices, coerce=int, **picked)  # type: ignore[arg-type]
        self.fields = {"days": when, **self.fields}


def _in(days: int) -> str:
    if days % 30 == 0:
        return "a month" if days == 30 else f"{days // 30} months"
    if days % 7 == 0:
        return "a week" if days == 7 else f"{days // 7} weeks"
    return f"{days} days"


class NoForm(forms.Form):
    """Why not."""

    text = _area("Because", 2, max_length=4_000)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="no_%s")
