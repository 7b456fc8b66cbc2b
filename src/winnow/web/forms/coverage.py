"""Giving several prospects to somebody else."""

from collections.abc import Sequence
from typing import Any

from django import forms

BY_ROUTING = "routing"


class ReassignForm(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(label="Give them to")
    reason = forms.CharField(label="Why", max_length=300)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **{"auto_id": "reassign_%s", **given})
        choices = [(BY_ROUTING, "Whoever the routing picks"), *people]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]

    @property
    def taker(self) -> int | None:
        """The person chosen; None lets the routing decide."""
        to = self.cleaned_data["to"]
        return None if to == BY_ROUTING else int(to)
