"""What is written down about people's rights."""

from typing import Any

from django import forms

from winnow.privacy.words import Ground, Purpose

PURPOSES = [
    (Purpose.PERSONAL.value, "Personal mail about their inquiry"), (Purpose.MARKETING.value, "News and offers"),
]  # fmt: skip
GROUNDS = [
    (Ground.CONSENT.value, "They agreed to it"), (Ground.LEGITIMATE_INTEREST.value, "A legitimate interest of ours"),
    (Ground.CONTRACT.value, "A contract with them"), (Ground.LEGAL_OBLIGATION.value, "The law demands it"),
]  # fmt: skip


class BasisForm(forms.Form):
    """Why we may write."""

    purpose = forms.ChoiceField(label="For", choices=PURPOSES)
    ground = forms.ChoiceField(label="Because", choices=GROUNDS)
    words = forms.CharField(
        label="What it rests on", max_length=300, help_text="What they agreed to, when and how."
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="basis_%s")


class WithdrawForm(forms.Form):
    """That it holds no more."""

    purpose = forms.ChoiceField(label="For", choices=PURPOSES)
    why = forms.CharField(label="Who said so, and how", max_length=300)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="withdraw_%s")


class EraseForm(forms.Form):
    """That somebody is to be forgotten."""

    reason = forms.CharField(
        label="Who asks for it, and when and how they did",
        max_length=300,
        help_text="This sentence goes with them.",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="erase_%s")
