"""What is told of an opportunity: stage, money, timeline, what they want, who takes part."""

from collections.abc import Sequence
from typing import Any

from django import forms

from winnow.deals.models import Opportunity
from winnow.procedure.schema import Deals, Procedure
from winnow.prospects.models import Prospect
from winnow.prospects.words import Grade
from winnow.web.forms.instants import day_field
from winnow.web.templatetags.vocabulary import look

MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "min_value": 0, "required": False}
GRADES = [(one.value, look(one.value).label) for one in (Grade.STATED, Grade.CORROBORATED)]


def _grade() -> forms.ChoiceField:
    return forms.ChoiceField(label="Evidence", choices=GRADES, widget=forms.RadioSelect, initial=Grade.STATED)


class StageForm(forms.Form):
    """Where the buyer has come to, and what shows it."""

    def __init__(self, procedure: Procedure, deal: Opportunity, data: Any = None) -> None:
        super().__init__(data, auto_id="stage_%s")
        rules = procedure.deals
        others = [one for one in rules.stages if one.key != rules.stage(deal.stage).key]
        place = rules.place(deal.stage)
        following = next(
            (one for one in others if rules.place(one.key) > place), others[0] if others else None
        )
        self.fields |= {
            "stage": forms.ChoiceField(
                label="The buyer", choices=[(one.key, one.text) for one in others], widget=forms.RadioSelect,
                initial=following.key if following else "",
            ),
            "evidence": forms.CharField(
                label="What shows it", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
                help_text=following.evidence if following else "",
            ),
            "grade": _grade(),
        }  # fmt: skip


class MoneyForm(forms.Form):
    """What it is worth; products fill in the amount."""

    def __init__(self, procedure: Procedure, deal: Opportunity, data: Any = None) -> None:
        super().__init__(data, auto_id="money_%s")
        self.deals: Deals = procedure.deals
        known = {line.product: line for line in deal.lines.all()}
        self.fields |= {
            "amount": forms.DecimalField(label="Amount", initial=deal.amount, help_text=_of(deal, self.deals), **MONEY),
            "low": forms.DecimalField(label="At least", initial=deal.low, **MONEY),
            "high": forms.DecimalField(label="At most", initial=deal.high, **MONEY),
            "margin": forms.DecimalField(label="Our margin", initial=deal.margin, **MONEY),
            "currency": forms.RegexField(r"^[A-Z]{3}$", label="Currency", initial=deal.currency),
        }  # fmt: skip
        for product in self.deals.products:
            line = known.get(product.key)
            self.fields[f"product_{product.key}"] = forms.IntegerField(
                label=product.text, required=False, min_value=0, max_value=1_000_000,
                initial=line.quantity if line else None, help_text=f"at {product.price:,.2f} each",
            )  # fmt: skip

    def lines(self) -> tuple[tuple[str, int, None], ...]:
        said = [(one.key, self.cleaned_data.get(f"product_{one.key}")) for one in self.deals.products]
        return tuple((key, number, None) for key, number in said if number)


def _of(deal: Opportunity, deals: Deals) -> str:
    return (
        "Left empty, it is the sum of the products."
        if deals.products
        else f"In {deal.currency}; what is likely."
    )


class TimelineForm(forms.Form):
    """When they decide, and how we know."""

    def __init__(self, procedure: Procedure, deal: Opportunity, data: Any = None) -> None:
        super().__init__(data, auto_id="timeline_%s")
        self.fields |= {
            "decides_by": day_field("They decide by", initial=deal.decides_by, help_text="Empty: nobody knows."),
            "evidence": forms.CharField(
                label="How do we know?", max_length=2000, required=False, initial=deal.decides_evidence,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
            "grade": _grade(),
        }  # fmt: skip


class WantsForm(forms.Form):
    """The outcome they want, and who else is asked."""

    def __init__(self, procedure: Procedure, deal: Opportunity, data: Any = None) -> None:
        super().__init__(data, auto_id="wants_%s")
        outcomes = [("", "None of ours yet"), *((one.key, one.text) for one in procedure.outcomes)]
        self.fields |= {
            "wanted": forms.ChoiceField(
                label="Outcome", choices=outcomes, required=False, initial=deal.wanted
            ),
            "words": forms.CharField(
                label="In their words", max_length=4000, required=False, initial=deal.wanted_words,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
            "competitors": forms.CharField(
                label="Who else is asked", max_length=300, required=False, initial=deal.competitors
            ),
        }  # fmt: skip


class PersonForm(forms.Form):
    """Who takes part in the decision."""

    def __init__(self, procedure: Procedure, deal: Opportunity, data: Any = None) -> None:
        super().__init__(data, auto_id="person_%s")
        parts = [(one.key, one.text) for one in procedure.deals.parts]
        self.fields |= {
            "name": forms.CharField(label="Name", max_length=200),
            "part": forms.ChoiceField(label="Part", choices=parts),
            "note": forms.CharField(label="Note", max_length=300, required=False),
        }


class FurtherForm(forms.Form):
    """One more opportunity of the same person."""

    about = forms.CharField(label="What it is about", max_length=120)
    amount = forms.DecimalField(label="Amount", help_text="If it is known.", **MONEY)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="further_%s")


class FurtherOfForm(FurtherForm):
    """The same of one of a customer's people."""

    def __init__(self, people: Sequence[Prospect]) -> None:
        super().__init__()
        choices = [(one.pk, str(one.person)) for one in people]
        self.fields = {"prospect": forms.ChoiceField(label="With whom", choices=choices)} | self.fields


class BecauseForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Why?", max_length=300)

    def __init__(self, data: Any = None, name: str = "because") -> None:
        super().__init__(data, auto_id=f"{name}_%s")


class KeepForm(BecauseForm):
    """Why one stays all the same, and until when."""

    def __init__(self, data: Any = None, *, most: int = 30, name: str = "keep") -> None:
        super().__init__(data, name)
        self.fields["days"] = forms.IntegerField(
            label="For how many days", min_value=1, max_value=most, initial=most
        )
