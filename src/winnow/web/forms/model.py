"""What acting on a model asks for."""

from typing import Any

from django import forms


class WhyForm(forms.Form):
    """The reason, which is kept."""

    reason = forms.CharField(label="Why", max_length=300, help_text="Kept for whoever asks later.")

    def __init__(self, data: Any = None, name: str = "why") -> None:
        super().__init__(data, auto_id=f"{name}_%s")
