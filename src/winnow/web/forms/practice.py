"""Practice: the words of a card, and joining somebody."""

from typing import Any

from django import forms

from winnow.practice.models import Card

STATES = (("draft", "Draft"), ("ready", "Ready to practise"), ("retired", "Not used any more"))


def _area(label: str, help_text: str, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CardForm(forms.Form):
    """Edited, and freed of names, before anybody practises it."""

    def __init__(self, row: Card | None = None, data: Any = None) -> None:
        first = {name: getattr(row, name) for name in ("prompt", "good", "buyer", "state")} if row else {}
        super().__init__(data, auto_id="card_%s", initial=first)
        self.fields |= {
            "prompt": _area("What the buyer says", "The objection or question, without any name."),
            "good": _area(
                "What a good answer holds", "Shown after the answer. Needed before it is ready.", False
            ),
            "buyer": _area(
                "The buyer's part", "For two: who you are, what you fear, when you give in.", False
            ),
            "state": forms.ChoiceField(label="It is", choices=STATES, widget=forms.RadioSelect),
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("state") == Card.State.READY and not said.get("good", "").strip():
            self.add_error("good", "Write what a good answer holds; then it is ready.")
        return said


class JoinForm(forms.Form):
    """The code that the buyer's screen shows."""

    code = forms.RegexField(r"^[A-Za-z]{6}$", label="Code of the other's screen", max_length=6)
