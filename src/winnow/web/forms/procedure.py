"""A procedure text and why it changes."""

from django import forms

LONGEST = 500_000  # characters


class PublishForm(forms.Form):
    """The text is judged by the procedure's own rules; the form only carries it."""

    text = forms.CharField(
        label="The procedure",
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 30, "class": "mono", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    reason = forms.CharField(
        label="Why does it change?", max_length=300, required=False, help_text="Kept with the version."
    )

    def clean_text(self) -> str:
        """As files have it: browsers send other line ends."""
        return self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
