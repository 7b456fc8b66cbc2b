"""A hold-out: the audience, and the share that is left untouched."""

from decimal import Decimal
from typing import Any

from django import forms

LARGEST = 64 << 20  # bytes


class HoldOutForm(forms.Form):
    """One drawing."""

    file = forms.FileField(
        label="The audience", help_text="CSV or XLSX with a column of e-mail addresses.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls"}),
    )  # fmt: skip
    per_cent = forms.DecimalField(
        label="Leave untouched, %", min_value=Decimal(1), max_value=Decimal(50), max_digits=3, decimal_places=1,
        initial=20, widget=forms.NumberInput(attrs={"inputmode": "decimal", "min": "1", "max": "50"}),
    )  # fmt: skip
    column = forms.CharField(
        label="Column of the addresses", max_length=120, required=False, help_text="Only if it is not called e-mail."
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                "The file is larger than 64 MB. Use `winnow holdout draw` on the server."
            )
        return file
